import { setTimeout as wait } from 'node:timers/promises'
import type { FoundMachine } from '#lib/wire/discovery'
import type { AddressRange } from './address-range'
import { openPorts } from './open-ports'
import { recogniseMachines, USUAL_PORTS } from './recognise-machines'
import { type PortAnswer, tryPort } from './try-port'

export type ScanProgress = { checked: number; total: number; found: number }

export type ScanOptions = {
  range: Pick<AddressRange, 'total' | 'addresses'>
  /** Instead of the usual ones; then every family is tried on each. */
  ports?: readonly number[]
  stockLogins: boolean
  /** How many addresses are begun in a second; a home router takes this without noticing. */
  addressesPerSecond?: number
  /** For a connection to an open port; machines in one's own network answer in a few milliseconds. */
  connectTimeoutMs?: number
  /** For one question to a machine. */
  readTimeoutMs?: number
  onFound(machine: FoundMachine): void
  /** What a port answered, machine or not. */
  onAnswer?(host: string, port: number, answer: PortAnswer): void
  /** After each address. */
  onProgress(progress: ScanProgress): void
  signal?: AbortSignal
}

export const ADDRESSES_PER_SECOND = 16
const ADDRESSES_AT_ONCE = 64
export const CONNECT_TIMEOUT_MS = 750
const READ_TIMEOUT_MS = 4_000

/**
 * Looks at every address of a range: which of the ports are open, and behind those which miner. Resolves when all were looked
 * at, or soon after `signal` ends it. Never throws for what the network does.
 */
export async function scanNetwork(options: ScanOptions): Promise<ScanProgress> {
  const progress: ScanProgress = { checked: 0, total: options.range.total, found: 0 }
  const paceMs = 1_000 / (options.addressesPerSecond ?? ADDRESSES_PER_SECOND)
  const addresses = options.range.addresses()[Symbol.iterator]()
  let nextAtMs = performance.now()

  async function lookAround(): Promise<void> {
    for (;;) {
      const next = addresses.next()
      if (next.done) return
      const waitMs = nextAtMs - performance.now()
      nextAtMs = Math.max(nextAtMs, performance.now()) + paceMs
      if (waitMs > 0) await wait(waitMs)
      if (options.signal?.aborted) return
      for (const machine of await machinesAt(next.value, options)) {
        progress.found += 1
        options.onFound(machine)
      }
      progress.checked += 1
      options.onProgress({ ...progress })
    }
  }
  await Promise.all(Array.from({ length: ADDRESSES_AT_ONCE }, lookAround))
  return progress
}

async function machinesAt(host: string, options: ScanOptions): Promise<FoundMachine[]> {
  const timeoutMs = options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS
  const ask = async (port: number) => {
    const answer = await tryPort(host, port, timeoutMs)
    options.onAnswer?.(host, port, answer)
    return answer
  }
  const open = await openPorts(options.ports ?? USUAL_PORTS, ask, options.signal)
  if (open.length === 0 || options.signal?.aborted) return []
  return recogniseMachines(host, open, {
    timeoutMs: options.readTimeoutMs ?? READ_TIMEOUT_MS,
    anyFamily: options.ports !== undefined,
    stockLogins: options.stockLogins,
  })
}
