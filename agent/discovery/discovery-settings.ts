import { z } from 'zod'
import { parseRange } from './address-range'
import { type OwnNetworks, ownNetworks } from './own-networks'

/** `discovery` of an agent's configuration: off, on, or on with networks and ports of the owner's choice. */
export const discoverySetting = z.union([
  z.boolean(),
  z.strictObject({
    /** Instead of those of the machine's own cards, as where the agent runs in a container. */
    networks: z.array(z.string()).min(1).max(50).optional(),
    ports: z.array(z.int().min(1).max(65_535)).min(1).max(100).optional(),
    addressesPerSecond: z.number().min(1).max(1_000).optional(),
  }),
])

export type DiscoverySetting = z.infer<typeof discoverySetting>

/** Which networks an agent looks through; asked anew for each scan, since cards come and go. */
export function networksToScan(setting: DiscoverySetting): OwnNetworks {
  if (typeof setting === 'boolean' || setting.networks === undefined) return ownNetworks()
  const found: OwnNetworks = { ranges: [], leftOut: [] }
  for (const network of setting.networks) {
    const parsed = parseRange(network)
    if (parsed.ok) found.ranges.push(parsed.range)
    else found.leftOut.push(parsed.problem.replace(/: add --\w+ if .*$/, ''))
  }
  return found
}
