import { join } from 'node:path'
import type { BenchPrograms } from '../build-programs.ts'
import { startChild } from '../child-calls.ts'
import { type MeasuredFigure, measured } from '../figure.ts'
import type { Agents } from '../programs/agents.ts'
import type { Dashboards } from '../programs/dashboards.ts'
import type { Server } from '../programs/server.ts'

const RIGS = 10_000
const AGENTS = 100
const DASHBOARDS = 100
const INTERVAL_MS = 10_000
/** Ten minutes say more; `BENCH_FARM_SECONDS=600` measures them. */
const SECONDS = Number(process.env.BENCH_FARM_SECONDS ?? 60)

/**
 * A farm of ten thousand rigs of eight cards, each reporting every ten seconds through a hundred agents, with a hundred browsers on the
 * fleet's page; the load comes from the same machine. Throws when a reading that was acknowledged is not on disk.
 */
export async function measureFarm(
  programs: BenchPrograms,
  folder: string,
  say: (sentence: string) => void,
): Promise<MeasuredFigure[]> {
  const server = startChild<Server>(programs.server)
  const agents = startChild<Agents>(programs.agents)
  const browsers = startChild<Dashboards>(programs.dashboards)
  const name = 'farm'
  const file = join(folder, 'farm.db')
  const { port, token } = await server.call('start', { file, kind: 'real', createManyClient: '' })
  await agents.call('connect', { name, port, token, count: AGENTS, rigsEach: RIGS / AGENTS })
  const pace = { name, everyMs: INTERVAL_MS / (RIGS / AGENTS) }
  // Once round, so that every rig has reported.
  let taken = (await agents.call('pace', { ...pace, ms: INTERVAL_MS })).taken
  await browsers.call('watch', { port, cookie: await server.call('signIn', undefined), count: DASHBOARDS })
  const before = await server.call('memory', undefined)
  await server.call('beginRound', undefined)
  const driven = await agents.call('pace', { ...pace, ms: SECONDS * 1000 })
  const round = await server.call('endRound', undefined)
  taken += driven.taken
  const { deltas, ageP99Ms } = await browsers.call('leave', undefined)
  const after = await server.call('memory', undefined)
  await agents.stop()
  await browsers.stop()
  const rows = await server.call('stopAndCount', { file, table: 'Reading' })
  await server.stop()
  if (rows !== taken) throw new Error(`farm: ${taken} readings were acknowledged, but ${rows} are on disk`)
  const cores = round.cpuMicroseconds / (SECONDS * 1e6)
  const growth = after.residentBytes / before.residentBytes
  say(
    `farm: ${driven.taken} readings in ${SECONDS} s, ${deltas} deltas to ${DASHBOARDS} browsers, ${cores.toFixed(2)} of a core, ` +
      `${(before.residentBytes / 2 ** 20).toFixed(0)} then ${(after.residentBytes / 2 ** 20).toFixed(0)} MiB`,
  )
  const note = `${(driven.taken / SECONDS).toFixed(0)} readings/s, ${DASHBOARDS} browsers, ${cores.toFixed(2)} of a core, ${SECONDS} s`
  return [
    measured({ name: `${RIGS} rigs: reading to browser, p99`, unit: 'ms', mark: { below: 2_000 }, note }, [ageP99Ms]),
    measured({ name: `${RIGS} rigs: event-loop delay p99`, unit: 'ms', mark: { below: 50 }, note }, [round.p99]),
    measured(
      {
        name: `${RIGS} rigs: memory after ÷ before`,
        unit: 'ratio',
        mark: { atMost: 1.15 },
        note: `resident, after ${SECONDS} s`,
      },
      [growth],
    ),
  ]
}
