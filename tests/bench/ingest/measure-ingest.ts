import { join } from 'node:path'
import type { BenchPrograms } from '../build-programs.ts'
import { type Child, startChild } from '../child-calls.ts'
import { type MeasuredFigure, measured, median } from '../figure.ts'
import type { Agents } from '../programs/agents.ts'
import type { Server, StoreKind } from '../programs/server.ts'

const CONNECTIONS = 500
/** Messages on their way per agent. 500 at once keep createMany busy too, and more would only wait. */
const IN_FLIGHT = { real: 2, nothing: 2, 'create-many': 1 } as const
const ROUNDS = 5
const ROUND_MS = 3_500
const GPUS = 8
const KINDS = ['real', 'nothing', 'create-many'] as const satisfies StoreKind[]

type Round = { perSecond: number; p99: number; maxDelay: number; cpuPerMessage: number }
type Variant = { kind: StoreKind; server: Child<Server>; file: string; taken: number; putOff: number; rounds: Round[] }

/**
 * Durable ingest against its two baselines: three servers that differ in their store alone, loaded in turns by the same
 * agents. Throws when what was acknowledged is not what is on disk.
 */
export async function measureIngest(
  programs: BenchPrograms,
  folder: string,
  say: (sentence: string) => void,
): Promise<MeasuredFigure[]> {
  const agents = startChild<Agents>(programs.agents)
  const variants: Variant[] = []
  let messageBytes = 0
  for (const kind of KINDS) {
    const server = startChild<Server>(programs.server)
    const file = join(folder, `${kind}.db`)
    const { port, token } = await server.call('start', { file, kind, createManyClient: programs.createManyClient })
    messageBytes = (await agents.call('connect', { name: kind, port, token, count: CONNECTIONS })).messageBytes
    // A rig's first reading makes its coin be assumed and written down, which happens once.
    const first = await agents.call('reportEach', { name: kind, times: 1 })
    variants.push({ kind, server, file, ...first, rounds: [] })
  }
  say(`${CONNECTIONS} agents connected to each of ${variants.length} servers; a message has ${messageBytes} bytes`)
  // Not counted: compilers and caches warm up.
  for (let round = 0; round <= ROUNDS; round++) {
    for (const variant of variants) await driveOnce(agents, variant, round > 0)
    if (round > 0) say(`ingest, round ${round} of ${ROUNDS}: ${variants.map(lastRate).join(', ')}`)
  }
  for (const { kind } of variants) await agents.call('disconnect', kind)
  await agents.stop()
  for (const variant of variants) await verifyStored(variant, say)

  const [real, nothing, createMany] = variants
  if (!real || !nothing || !createMany) throw new Error('a variant is missing')
  const ratios = (baseline: Variant) =>
    real.rounds.map(({ perSecond }, index) => perSecond / (baseline.rounds[index]?.perSecond ?? Number.NaN))
  const rate = (variant: Variant) => `${Math.round(median(variant.rounds.map(({ perSecond }) => perSecond)))}/s`
  return [
    measured(
      {
        name: 'durable ingest ÷ the same without a store',
        unit: 'ratio',
        mark: { atLeast: 0.65 },
        note: `${rate(real)} of ${GPUS} GPUs each, against ${rate(nothing)}`,
      },
      ratios(nothing),
    ),
    measured(
      {
        name: "durable ingest ÷ Prisma's createMany per message",
        unit: 'ratio',
        mark: { atLeast: 40 },
        note: `${rate(real)} against ${rate(createMany)}`,
      },
      ratios(createMany),
    ),
    measured(
      {
        name: 'event-loop delay p99 during durable ingest',
        unit: 'ms',
        mark: { below: 100 },
        note: `longest ${Math.round(Math.max(...real.rounds.map(({ maxDelay }) => maxDelay)))} ms`,
      },
      real.rounds.map(({ p99 }) => p99),
    ),
  ]
}

async function driveOnce(agents: Child<Agents>, variant: Variant, counts: boolean): Promise<void> {
  await variant.server.call('beginRound', undefined)
  const driven = await agents.call('drive', { name: variant.kind, inFlight: IN_FLIGHT[variant.kind], ms: ROUND_MS })
  const { p99, max, cpuMicroseconds } = await variant.server.call('endRound', undefined)
  variant.taken += driven.taken
  variant.putOff += driven.putOff
  if (counts)
    variant.rounds.push({
      perSecond: driven.perSecond,
      p99,
      maxDelay: max,
      cpuPerMessage: cpuMicroseconds / driven.taken,
    })
}

async function verifyStored({ kind, server, file, taken, putOff }: Variant, say: (sentence: string) => void) {
  const table = kind === 'create-many' ? 'DeviceReading' : 'Reading'
  const rows = await server.call('stopAndCount', { file, table })
  await server.stop()
  const expected = { real: taken, nothing: 0, 'create-many': taken * GPUS }[kind]
  if (rows !== expected) throw new Error(`${kind}: ${taken} readings were acknowledged, but ${rows} rows are on disk`)
  // A load that is told to wait would measure the waiting. Writing row by row holds the thread so long that a few messages are.
  const putOffAtMost = kind === 'create-many' ? taken / 100 : 0
  if (putOff > putOffAtMost) throw new Error(`${kind}: ${putOff} of ${taken} messages were put off`)
  say(`${kind}: ${taken} readings acknowledged, ${putOff} put off, ${rows} rows on disk`)
}

function lastRate({ kind, rounds }: Variant): string {
  const last = rounds.at(-1)
  return `${kind} ${Math.round(last?.perSecond ?? Number.NaN)}/s at ${Math.round(last?.cpuPerMessage ?? Number.NaN)} µs`
}
