import { isIPv6 } from 'node:net'
import { z } from 'zod'
import { listAgents } from '#lib/db/agents'
import { insertTarget, targetRows } from '#lib/db/targets'
import type { RunningServer } from './running-server.ts'
import { refused, refusedInput, type Saved } from './saved.ts'

const MOST_TARGETS = 5_000
const secret = z.string().max(500, 'At most 500 characters').optional()

const targetInput = z.object({
  agentId: z.string().min(1, 'Choose an agent'),
  address: z.string().trim().min(1, 'Write the address of the machine').max(300, 'At most 300 characters'),
  miner: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/, 'This kind of miner is not known')
    .optional(),
  user: secret,
  password: secret,
  token: secret,
  intervalSeconds: z.int().min(1, 'Write at least 1 s').max(3600, 'Write at most 3600 s').optional(),
})

export type TargetInput = z.input<typeof targetInput>

/** Instead of an agent's id: the server's own one. */
export const BUILT_IN = 'built-in'

/**
 * Gives an agent an address to poll: `host`, `host:port` or a URL, on whatever network the agent stands in. The server
 * itself never connects to it. User, password and token are kept encrypted. The agent hears of it by the change.
 */
export async function addTarget(
  context: Pick<RunningServer, 'database' | 'secrets'>,
  input: TargetInput,
  nowMs = Date.now(),
): Promise<Saved<AddedTarget>> {
  return (await openTargetAdder(context))(input, nowMs)
}

export type AddedTarget = { targetId: number; agentId: string }

/** For many targets: what stands in the way of one is looked up once for all. */
export async function openTargetAdder({
  database,
  secrets,
}: Pick<RunningServer, 'database' | 'secrets'>): Promise<
  (input: TargetInput, nowMs: number) => Promise<Saved<AddedTarget>>
> {
  const [agents, targets] = await Promise.all([listAgents(database), targetRows(database)])
  const presentOf = new Map(agents.map(({ id }) => [id, new Set<string>()]))
  for (const { agentId, address } of targets) presentOf.get(agentId)?.add(address)

  return async (input, nowMs) => {
    const parsed = targetInput.safeParse(input)
    if (!parsed.success) return refusedInput(parsed.error)
    const { user, password, token, ...given } = parsed.data
    const address = canonicalAddress(given.address)
    if (address === undefined)
      return refused('address', 'Write an address such as 192.168.1.20, miner.local:4028 or http://…')
    const agent = agents.find(({ id, builtIn }) => (given.agentId === BUILT_IN ? builtIn : id === given.agentId))
    const present = agent && presentOf.get(agent.id)
    if (!agent || !present) {
      const builtIn = given.agentId === BUILT_IN
      return refused('agentId', builtIn ? "The server's own agent is not set up" : 'This agent is gone')
    }
    if (present.size >= MOST_TARGETS) return refused('form', `An agent polls at most ${MOST_TARGETS} addresses`)
    if (present.has(address)) return refused('address', 'This agent polls it already')
    const credentials =
      user || password || token ? secrets.encrypt(JSON.stringify({ user, password, token })) : undefined
    const targetId = await insertTarget(database, {
      agentId: agent.id,
      address,
      miner: given.miner,
      credentials,
      intervalSeconds: given.intervalSeconds,
      createdAtMs: nowMs,
    })
    present.add(address)
    return { ok: true, changes: [{ kind: 'targets', agentId: agent.id }], targetId, agentId: agent.id }
  }
}

/** The one way to write an address; undefined for what is none. Credentials inside a URL are refused: they have fields. */
export function canonicalAddress(text: string): string | undefined {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) {
    if (!URL.canParse(text)) return undefined
    const url = new URL(text)
    const speaks = ['http:', 'https:', 'tcp:'].includes(url.protocol)
    if (!speaks || url.hostname === '' || url.username !== '' || url.password !== '') return undefined
    return text.replace(/\/+$/, '')
  }
  const parts = /^(\[[0-9a-f:.]+\]|[^:[\]/?#@\s]+)(?::(\d{1,5}))?$/i.exec(isIPv6(text) ? `[${text}]` : text)
  const [, host, port] = parts ?? []
  if (!host || (port !== undefined && (Number(port) < 1 || Number(port) > 65_535))) return undefined
  const bare = host.replace(/^\[|\]$/g, '')
  if (host.startsWith('[') ? !isIPv6(bare) : !/^[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?$/i.test(host)) return undefined
  if (/^[\d.]+$/.test(host) && !isIPv4Like(host)) return undefined
  return port === undefined ? host.toLowerCase() : `${host.toLowerCase()}:${Number(port)}`
}

function isIPv4Like(host: string): boolean {
  const octets = host.split('.')
  return octets.length === 4 && octets.every((octet) => /^\d{1,3}$/.test(octet) && Number(octet) <= 255)
}
