import { type DiscoverAnswer, type DiscoveryNews, discoverRequestSchema, type FoundMachine } from '#lib/wire/discovery'
import type { Log } from '../log'
import type { ServerSocket } from '../server-connection'
import { joinRanges } from './address-range'
import { type DiscoverySetting, networksToScan } from './discovery-settings'
import { NewsQueue } from './news-queue'
import { ownAddresses } from './own-networks'
import { ReachedNetworks, unaskedWords } from './reached-networks'
import { CONNECT_TIMEOUT_MS, type ScanProgress, scanNetwork } from './scan-network'
import { tryPort } from './try-port'

const TELL_EVERY_MS = 1_000

type Looked = { reached: string[]; unasked: string[] } | { problem: string }

/**
 * Looks through this agent's own networks when the owner asks for it in the app, and tells what it finds. Where the
 * configuration does not say `discovery`, it refuses. Returns what ends a scan.
 */
export function serveDiscovery(socket: ServerSocket, setting: DiscoverySetting, log: Log): { stop(): void } {
  const queue = new NewsQueue(socket)
  const ending = new AbortController()
  let scanId: string | undefined

  socket.on('connect', () => {
    socket.emit('discovery', presentation())
    queue.send()
  })
  socket.on('discover', (request: unknown, answer: unknown) => {
    const given = accept(request)
    if (typeof answer === 'function') answer(given)
  })

  function presentation(): DiscoveryNews {
    if (setting === false) return { kind: 'off' }
    const { ranges, leftOut } = networksToScan(setting)
    const networks = ranges.map(({ text }) => text).slice(0, 100)
    return { kind: 'ready', networks, leftOut: leftOut.slice(0, 100), ...(scanId === undefined ? {} : { scanId }) }
  }

  function accept(message: unknown): DiscoverAnswer {
    const request = discoverRequestSchema.safeParse(message)
    if (!request.success)
      return { ok: false, reason: 'the request is in a form that this agent does not know: update it' }
    if (setting === false) return { ok: false, reason: 'its configuration does not say "discovery": true' }
    if (scanId !== undefined) return { ok: false, reason: 'it is looking already' }
    const { ranges, leftOut } = networksToScan(setting)
    if (ranges.length === 0) {
      return { ok: false, reason: ['it stands in no private network', ...leftOut].join('; ').slice(0, 1_000) }
    }
    scanId = request.data.scanId
    const range = joinRanges(ranges)
    log('info', `the owner asked to look for miners in ${range.text}`)
    const networks = ranges.map(({ text }) => text)
    look(scanId, { range, networks }, request.data.stockLogins)
      .catch((error: unknown): Looked => {
        const problem = error instanceof Error ? error.message : String(error)
        log('error', `looking for miners failed: ${problem}`)
        return { problem: problem.slice(0, 1_000) }
      })
      .then((looked) => {
        if (scanId !== undefined) queue.add({ kind: 'finished', scanId, networks, ...looked })
        scanId = undefined
      })
    return { ok: true }
  }

  async function look(
    id: string,
    { range, networks }: { range: ReturnType<typeof joinRanges>; networks: string[] },
    stockLogins: boolean,
  ): Promise<Looked> {
    const reached = new ReachedNetworks(networks, ownAddresses())
    let machines: FoundMachine[] = []
    let progress: ScanProgress = { checked: 0, total: range.total, found: 0 }
    const tell = () => {
      queue.add({ kind: 'progress', scanId: id, checked: progress.checked, total: progress.total, machines })
      machines = []
    }
    const timer = setInterval(tell, TELL_EVERY_MS)
    try {
      const chosen = typeof setting === 'boolean' ? {} : setting
      await scanNetwork({
        range,
        stockLogins,
        ...(chosen.ports === undefined ? {} : { ports: chosen.ports }),
        ...(chosen.addressesPerSecond === undefined ? {} : { addressesPerSecond: chosen.addressesPerSecond }),
        onFound: (machine) => machines.push(machine),
        onAnswer: (host, port, answer) => reached.hear(host, port, answer),
        onProgress: (now) => {
          progress = now
        },
        signal: ending.signal,
      })
      log('info', `looked at ${progress.checked} addresses, found ${progress.found}`)
      if (ending.signal.aborted) return { problem: 'the agent was stopped before it had looked everywhere' }
      const unasked = reached.unasked()
      if (unasked.length > 0) log('warn', unaskedWords(unasked))
      return { reached: await reached.reached((host, port) => tryPort(host, port, CONNECT_TIMEOUT_MS)), unasked }
    } finally {
      clearInterval(timer)
      tell()
    }
  }

  return { stop: () => ending.abort() }
}
