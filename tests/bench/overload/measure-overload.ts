import { join } from 'node:path'
import { HOUR_MS } from '#lib/domain/units'
import type { BenchPrograms } from '../build-programs.ts'
import { type Child, startChild } from '../child-calls.ts'
import { type MeasuredFigure, measured, median } from '../figure.ts'
import type { Agents } from '../programs/agents.ts'
import type { Server } from '../programs/server.ts'

const LIVE_AGENTS = 200
const BACKLOG_AGENTS = 200
/** The rest tells of hours before, as after an outage. */
const LIVE_SHARE = 0.3
const LADDER_STEP = 1.3
const LADDER_FROM = 2_000
/** Below it, what is offered is more than the server carries. */
const CARRIED = 0.9
const LADDER_MS = 3_000
/** A machine that has other things to do may miss one. */
const MISSES = 3
const ROUNDS = 5
const ROUND_MS = 6_000
const MEBIBYTE = 2 ** 20

/** Readings a second. */
type Round = { offered: number; taken: number; live: { offered: number; taken: number }; putOff: Parts }
type Parts = { live: number; backlog: number }

/**
 * Finds what the server carries by offering more and more readings a second, live ones and ones of hours before, and then offers twice
 * the most it ever acknowledged. Throws when a reading that was acknowledged is not on disk.
 */
export async function measureOverload(
  programs: BenchPrograms,
  folder: string,
  say: (sentence: string) => void,
): Promise<MeasuredFigure[]> {
  const server = startChild<Server>(programs.server)
  const agents = startChild<Agents>(programs.agents)
  const file = join(folder, 'overload.db')
  const { port, token } = await server.call('start', { file, kind: 'real', createManyClient: '' })
  let acknowledged = 0
  const connect = async (name: string, count: number, late: boolean) => {
    const past = { fromMs: Date.now() - 48 * HOUR_MS, stepMs: 10_000 }
    await agents.call('connect', { name, port, token, count, keys: name, ...(late ? { backlog: past } : {}) })
    acknowledged += (await agents.call('reportEach', { name, times: 2 })).taken
  }
  await connect('live', LIVE_AGENTS, false)
  await connect('backlog', BACKLOG_AGENTS, true)
  const offer = async (perSecond: number, ms: number) => {
    const [round, taken] = await offerOnce(agents, perSecond, ms)
    acknowledged += taken
    return round
  }

  await offer(LADDER_FROM, LADDER_MS)
  const saturatedAt = await climb(offer, say)
  // Not counted: heaps and caches grow once to what such a load takes.
  await offer(2 * saturatedAt, ROUND_MS)
  const settledMemory = async () => {
    // Hours that the backlog changed are made anew by and by, each with its readings in memory.
    await server.call('mendAll', undefined)
    return server.call('memory', undefined)
  }
  const before = await settledMemory()
  const rounds: { peak: Round; twice: Round }[] = []
  // In turns, because what else a machine has to do changes meanwhile.
  for (let round = 1; round <= ROUNDS; round++) {
    const peak = await offer(saturatedAt, ROUND_MS)
    const twice = await offer(2 * saturatedAt, ROUND_MS)
    rounds.push({ peak, twice })
    say(`overload, round ${round} of ${ROUNDS}: ${told(peak)}; twice that: ${told(twice)}`)
  }
  const { residentBytes: mostBytes } = await server.call('peakMemory', undefined)
  const after = await settledMemory()
  await agents.stop()
  const rows = await server.call('stopAndCount', { file, table: 'Reading' })
  await server.stop()
  if (rows !== acknowledged) throw new Error(`overload: ${acknowledged} were acknowledged, but ${rows} are on disk`)
  const mebibytes = (bytes: number) => (bytes / MEBIBYTE).toFixed(0)
  say(
    `overload: ${acknowledged} readings acknowledged, ${rows} on disk; resident ${mebibytes(before.residentBytes)} then ` +
      `${mebibytes(after.residentBytes)} MiB, of it in use ${mebibytes(before.heapBytes)} then ${mebibytes(after.heapBytes)} MiB`,
  )

  const name = 'twice what saturates the server'
  const note = `${(2 * saturatedAt).toFixed(0)} readings/s offered, ${median(rounds.map(({ peak }) => peak.taken)).toFixed(0)} acknowledged at the peak; ${acknowledged} acknowledged, all on disk`
  return [
    measured(
      { name: `${name}: acknowledged ÷ peak`, unit: 'ratio', mark: { atLeast: 0.8 }, note },
      rounds.map(({ peak, twice }) => twice.taken / peak.taken),
    ),
    measured(
      {
        name: `${name}: live readings acknowledged ÷ offered`,
        unit: 'ratio',
        mark: { atLeast: 0.9 },
        note: 'backlog waits',
      },
      rounds.map(({ twice: { live } }) => live.taken / live.offered),
    ),
    measured(
      {
        name: `${name}: messages asked to come back later`,
        unit: '/s',
        mark: { atLeast: 1 },
        note: 'that the agents wait is said to them, not left to their timeouts',
      },
      rounds.map(({ twice: { putOff } }) => putOff.live + putOff.backlog),
    ),
    measured(
      {
        name: `${name}: memory after ÷ before`,
        unit: 'ratio',
        mark: { atMost: 1.15 },
        note: 'resident, after collecting',
      },
      [after.residentBytes / before.residentBytes],
    ),
    measured(
      { name: `${name}: most memory ever`, unit: 'MiB', mark: { atMost: 1_024 }, note: 'resident, before collecting' },
      [mostBytes / MEBIBYTE],
    ),
  ]
}

/** Offers more and more; answers with the smallest load, in readings a second, of which the server acknowledged less than was offered. */
async function climb(
  offer: (perSecond: number, ms: number) => Promise<Round>,
  say: (sentence: string) => void,
): Promise<number> {
  const missed: number[] = []
  for (let perSecond = LADDER_FROM; missed.length < MISSES; perSecond *= LADDER_STEP) {
    const { offered, taken } = await offer(perSecond, LADDER_MS)
    say(`overload: ${offered.toFixed(0)} readings/s offered, ${taken.toFixed(0)} acknowledged`)
    if (taken < offered * CARRIED) missed.push(perSecond)
    else missed.length = 0
  }
  return missed[0] ?? Number.NaN
}

async function offerOnce(agents: Child<Agents>, perSecond: number, ms: number): Promise<[Round, taken: number]> {
  const fleets = [
    { name: 'live', perSecond: perSecond * LIVE_SHARE },
    { name: 'backlog', perSecond: perSecond * (1 - LIVE_SHARE) },
  ]
  const [live, backlog] = await agents.call('offer', { fleets, ms })
  if (!live || !backlog) throw new Error('both fleets were asked to offer')
  const rate = (count: number) => count / live.seconds
  return [
    {
      offered: rate(live.measured.due + backlog.measured.due),
      taken: rate(live.measured.taken + backlog.measured.taken),
      live: { offered: rate(live.measured.due), taken: rate(live.measured.taken) },
      putOff: { live: rate(live.measured.putOff), backlog: rate(backlog.measured.putOff) },
    },
    live.total.taken + backlog.total.taken,
  ]
}

function told(round: Round | undefined): string {
  if (!round) return 'nothing'
  const { offered, taken, live, putOff } = round
  return (
    `${offered.toFixed(0)} readings/s offered, ${taken.toFixed(0)} acknowledged (live ${live.taken.toFixed(0)} of ${live.offered.toFixed(0)}), ` +
    `${putOff.live.toFixed(0)} live and ${putOff.backlog.toFixed(0)} backlog messages/s put off`
  )
}
