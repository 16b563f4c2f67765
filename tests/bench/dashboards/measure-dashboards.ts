import { join } from 'node:path'
import type { BenchPrograms } from '../build-programs.ts'
import { startChild } from '../child-calls.ts'
import { type MeasuredFigure, measured, median } from '../figure.ts'
import type { Agents } from '../programs/agents.ts'
import type { Dashboards } from '../programs/dashboards.ts'
import type { Server } from '../programs/server.ts'

const READINGS_PER_SECOND = 200
const DASHBOARDS = 200
const ROUNDS = 5
const ROUND_MS = 6_000

/** What browsers that watch the whole fleet cost a server that takes readings: processor time with them against without, in turns. */
export async function measureDashboards(
  programs: BenchPrograms,
  folder: string,
  say: (sentence: string) => void,
): Promise<MeasuredFigure> {
  const server = startChild<Server>(programs.server)
  const agents = startChild<Agents>(programs.agents)
  const browsers = startChild<Dashboards>(programs.dashboards)
  const name = 'watched'
  const { port, token } = await server.call('start', {
    file: join(folder, 'watched.db'),
    kind: 'real',
    createManyClient: '',
  })
  await agents.call('connect', { name, port, token, count: READINGS_PER_SECOND })
  const cookie = await server.call('signIn', undefined)
  const cpuOf = async () => {
    await server.call('beginRound', undefined)
    const { taken } = await agents.call('pace', { name, ms: ROUND_MS })
    const { cpuMicroseconds } = await server.call('endRound', undefined)
    return cpuMicroseconds / taken
  }
  await cpuOf()
  const rounds: { alone: number; watched: number }[] = []
  let deltas = 0
  for (let round = 1; round <= ROUNDS; round++) {
    const alone = await cpuOf()
    await browsers.call('watch', { port, cookie, count: DASHBOARDS })
    const watched = await cpuOf()
    deltas += (await browsers.call('leave', undefined)).deltas
    rounds.push({ alone, watched })
    say(
      `dashboards, round ${round} of ${ROUNDS}: ${alone.toFixed(0)} µs a reading alone, ${watched.toFixed(0)} µs watched`,
    )
  }
  // Browsers that are told nothing would cost nothing.
  const least = (DASHBOARDS * ROUNDS * ROUND_MS) / 1000 / 2
  if (deltas < least) throw new Error(`only ${deltas} deltas reached the browsers; at least ${least} were expected`)
  await agents.stop()
  await browsers.stop()
  await server.stop()
  return measured(
    {
      name: `server's processor time with ${DASHBOARDS} dashboards ÷ none`,
      unit: 'ratio',
      mark: { atMost: 1.6 },
      note: `${median(rounds.map(({ watched }) => watched)).toFixed(0)} against ${median(rounds.map(({ alone }) => alone)).toFixed(0)} µs a reading, ${READINGS_PER_SECOND} readings/s, ${deltas} deltas`,
    },
    rounds.map(({ alone, watched }) => watched / alone),
  )
}
