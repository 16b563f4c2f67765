import { join } from 'node:path'
import { DAY_MS, MINUTE_MS } from '#lib/domain/units'
import type { BenchPrograms } from '../build-programs.ts'
import { type Child, startChild } from '../child-calls.ts'
import { type MeasuredFigure, measured, median } from '../figure.ts'
import { eightGpuReading, SAMPLES_PER_READING } from '../ingest/reading-message.ts'
import { linesOf } from '../peers/line-protocol.ts'
import { hasVictoriaMetrics, VictoriaMetrics } from '../peers/victoria-metrics.ts'
import type { Agents } from '../programs/agents.ts'
import type { Server } from '../programs/server.ts'

const CONNECTIONS = 60
const READINGS_PER_MESSAGE = 60
const IN_FLIGHT = 1
const ROUND_MS = 3_000
const ROUNDS = 5
const BACKLOG_MS = 300 * DAY_MS
const LINES_PER_REQUEST = 20_000
const REQUESTS_PER_ROUND = 60
const REQUESTS_AT_ONCE = 2

/**
 * A farm's backlog, sixty readings of eight GPUs a message, until it is durable and its hours are made anew: samples per second
 * of processor time, against VictoriaMetrics taking the same values by line protocol.
 */
export async function measureBacklog(
  programs: BenchPrograms,
  folder: string,
  say: (sentence: string) => void,
): Promise<MeasuredFigure[]> {
  if (!hasVictoriaMetrics()) {
    say('backlog: victoria-metrics is not installed here, so there is nothing to compare with')
    return []
  }
  const peer = await VictoriaMetrics.start(join(folder, 'victoria-metrics-backlog'))
  const server = startChild<Server>(programs.server)
  const agents = startChild<Agents>(programs.agents)
  const file = join(folder, 'backlog.db')
  const { port, token } = await server.call('start', { file, kind: 'real', createManyClient: '' })
  const backlog = { fromMs: Date.now() - BACKLOG_MS, stepMs: MINUTE_MS, readingsPerMessage: READINGS_PER_MESSAGE }
  await agents.call('connect', { name: 'backlog', port, token, count: CONNECTIONS, backlog })
  const rounds: { ours: number; mending: number; theirs: number; perSecond: number }[] = []
  let messages = 0
  for (let round = 0; round <= ROUNDS; round++) {
    await server.call('beginRound', undefined)
    const driven = await agents.call('drive', { name: 'backlog', inFlight: IN_FLIGHT, ms: ROUND_MS })
    messages += driven.taken
    // What a put-off message cost is counted, and what it held is not: a few on a crowded machine only make our side look worse.
    if (driven.putOff > driven.taken / 100) throw new Error(`${driven.putOff} messages of the backlog were put off`)
    const taking = await server.call('endRound', undefined)
    await server.call('beginRound', undefined)
    await server.call('mendAll', undefined)
    const mending = await server.call('endRound', undefined)
    const samples = driven.taken * READINGS_PER_MESSAGE * SAMPLES_PER_READING
    const theirs = await writeToPeer(peer, round)
    // Not counted: compilers and caches warm up.
    if (round === 0) continue
    rounds.push({
      ours: samples / taking.cpuMicroseconds,
      mending: samples / (taking.cpuMicroseconds + mending.cpuMicroseconds),
      theirs,
      perSecond: driven.perSecond * READINGS_PER_MESSAGE,
    })
    const last = rounds.at(-1)
    say(
      `backlog, round ${round} of ${ROUNDS}: ${last?.ours.toFixed(2)} M samples per CPU second (${last?.mending.toFixed(2)} with hours made anew) against ${theirs.toFixed(2)}`,
    )
  }
  await agents.stop()
  await verifyStored(server, file, messages)
  await peer.stop()
  const millions = (values: number[]) => `${median(values).toFixed(2)} M`
  return [
    measured(
      {
        name: 'backlog ingest, samples per CPU-second ÷ VictoriaMetrics',
        unit: 'ratio',
        mark: { atLeast: 1 },
        note: `${millions(rounds.map(({ ours }) => ours))} durable against ${millions(rounds.map(({ theirs }) => theirs))} by line protocol; ${Math.round(median(rounds.map(({ perSecond }) => perSecond)))} readings/s; ${millions(rounds.map(({ mending }) => mending))} with the hours made anew`,
      },
      rounds.map(({ ours, theirs }) => ours / theirs),
    ),
  ]
}

/** The same figures as lines; answers with millions of samples per second of processor time. */
async function writeToPeer(peer: VictoriaMetrics, round: number): Promise<number> {
  const bodies: string[] = []
  let samples = 0
  let minute = 0
  for (let request = 0; request < REQUESTS_PER_ROUND; request++) {
    const lines: string[] = []
    while (lines.length < LINES_PER_REQUEST) {
      const atMs = Date.now() - BACKLOG_MS + (round * 10_000 + minute++) * MINUTE_MS
      for (let rigId = 1; rigId <= CONNECTIONS; rigId++) {
        lines.push(...linesOf(rigId, readingAt(rigId, minute, atMs)))
        samples += SAMPLES_PER_READING
      }
    }
    bodies.push(lines.join('\n'))
  }
  const before = peer.cpuMicroseconds()
  const send = async () => {
    for (let body = bodies.pop(); body !== undefined; body = bodies.pop()) await peer.write(body)
  }
  await Promise.all(Array.from({ length: REQUESTS_AT_ONCE }, send))
  return samples / (peer.cpuMicroseconds() - before)
}

/** Its counters move, as those of the messages do. */
function readingAt(rigId: number, variation: number, at: number) {
  const reading = eightGpuReading(rigId, variation)
  const shares = { accepted: 100_000 + variation, rejected: 12, stale: 3 }
  return { ...reading, at, work: reading.work.map((work) => ({ ...work, shares })) }
}

async function verifyStored(server: Child<Server>, file: string, messages: number): Promise<void> {
  const rows = await server.call('stopAndCount', { file, table: 'Reading' })
  await server.stop()
  const expected = messages * READINGS_PER_MESSAGE
  if (rows !== expected) throw new Error(`backlog: ${expected} readings were acknowledged, but ${rows} are on disk`)
}
