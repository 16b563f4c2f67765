import { type DiscoverAnswer, type DiscoveryNews, discoverRequestSchema, type FoundMachine } from '#lib/wire/discovery'
import type { Log } from '../log'
import type { ServerSocket } from '../server-connection'
import { joinRanges } from './address-range'
import { type DiscoverySetting, networksToScan } from './discovery-settings'
import { NewsQueue } from './news-queue'
import { type ScanProgress, scanNetwork } from './scan-network'

const TELL_EVERY_MS = 1_000

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
    look(scanId, range, request.data.stockLogins)
      .catch((error: unknown) => {
        log('error', `looking for miners failed: ${error instanceof Error ? error.message : error}`)
        return error instanceof Error ? error.message : String(error)
      })
      .then((problem) => {
        const networks = ranges.map(({ text }) => text)
        const finished = {
          kind: 'finished',
          networks,
          ...(problem ? { problem: problem.slice(0, 1_000) } : {}),
        } as const
        if (scanId !== undefined) queue.add({ ...finished, scanId })
        scanId = undefined
      })
    return { ok: true }
  }

  async function look(id: string, range: ReturnType<typeof joinRanges>, stockLogins: boolean): Promise<void> {
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
        onProgress: (now) => {
          progress = now
        },
        signal: ending.signal,
      })
      log('info', `looked at ${progress.checked} addresses, found ${progress.found}`)
    } finally {
      clearInterval(timer)
      tell()
    }
  }

  return { stop: () => ending.abort() }
}
