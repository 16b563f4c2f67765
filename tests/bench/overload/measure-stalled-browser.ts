import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { BenchPrograms } from '../build-programs.ts'
import { startChild } from '../child-calls.ts'
import { type MeasuredFigure, measured, median } from '../figure.ts'
import type { Agents } from '../programs/agents.ts'
import type { Dashboards } from '../programs/dashboards.ts'
import type { Server } from '../programs/server.ts'

const RIGS = 10_000
const AGENTS = 100
const INTERVAL_MS = 10_000
const WATCHING = 5
/** Several, so that what one costs is told from what the rest of the server does meanwhile. */
const STALLED = 10
const STALLED_MS = Number(process.env.BENCH_STALLED_SECONDS ?? 60) * 1000
const LOOK_EVERY_MS = 5_000
const MEBIBYTE = 2 ** 20

/**
 * Browsers on the page of a fleet of ten thousand rigs that take the connection and never read: what each costs the server in memory,
 * against the same server before them and after.
 */
export async function measureStalledBrowser(
  programs: BenchPrograms,
  folder: string,
  say: (sentence: string) => void,
): Promise<MeasuredFigure[]> {
  const server = startChild<Server>(programs.server)
  const agents = startChild<Agents>(programs.agents)
  const browsers = startChild<Dashboards>(programs.dashboards)
  const name = 'stalled'
  const { port, token } = await server.call('start', {
    file: join(folder, 'stalled.db'),
    kind: 'real',
    createManyClient: '',
  })
  await agents.call('connect', { name, port, token, count: AGENTS, rigsEach: RIGS / AGENTS })
  say(`stalled: ${RIGS} rigs are connected`)
  const pace = { name, everyMs: INTERVAL_MS / (RIGS / AGENTS) }
  await agents.call('pace', { ...pace, ms: INTERVAL_MS })
  const cookie = await server.call('signIn', undefined)
  await browsers.call('watch', { port, cookie, count: WATCHING })

  say(`stalled: ${WATCHING} browsers watch`)
  const reporting = agents.call('pace', { ...pace, ms: STALLED_MS + 40_000 })
  await delay(10_000)
  const inUse = async () => (await server.call('memory', undefined)).heapBytes
  const without = [await inUse(), await inUse(), await inUse()]
  await browsers.call('stall', { port, cookie, count: STALLED })
  const withThem: number[] = []
  for (let waitedMs = 0; waitedMs < STALLED_MS; waitedMs += LOOK_EVERY_MS) {
    withThem.push(await inUse())
    await delay(LOOK_EVERY_MS)
  }
  const { deltas } = await browsers.call('leave', undefined)
  without.push(await inUse(), await inUse(), await inUse())
  await reporting
  // What else the server holds moves by more than what a browser may cost: the middle of those before and after.
  const costs = withThem.map((bytes) => (bytes - median(without)) / STALLED / MEBIBYTE)
  say(`stalled: MiB each, in turn: ${costs.map((cost) => cost.toFixed(1)).join(', ')}`)
  await agents.stop()
  await browsers.stop()
  await server.stop()
  if (deltas < STALLED_MS / 1000) throw new Error('the browsers that read were told too little')
  return [
    measured(
      {
        name: `${RIGS} rigs: memory of a browser that never reads`,
        unit: 'MiB',
        mark: { atMost: 2 },
        note: `heap and buffers after collecting, ${STALLED} of them, ${STALLED_MS / 1000} s`,
      },
      costs,
    ),
  ]
}
