import { join } from 'node:path'
import { postgresqlPrograms, startPostgresql } from '../../db/postgresql-cluster.ts'
import type { BenchPrograms } from '../build-programs.ts'
import { type Child, startChild } from '../child-calls.ts'
import { type MeasuredFigure, measured, median } from '../figure.ts'
import type { Agents } from '../programs/agents.ts'
import type { Server } from '../programs/server.ts'

const CONNECTIONS = 500
const IN_FLIGHT = 2
const ROUNDS = 5
const ROUND_MS = 3_500

/** Durable ingest into PostgreSQL on the same machine (`fsync` on), against a server that answers without storing. */
export async function measureIngestPostgresql(
  programs: BenchPrograms,
  folder: string,
  say: (sentence: string) => void,
): Promise<MeasuredFigure[]> {
  if (postgresqlPrograms() === undefined) {
    say('postgresql: it is not installed here, so it is not measured')
    return []
  }
  const cluster = await startPostgresql({ durable: true })
  try {
    const agents = startChild<Agents>(programs.agents)
    const connect = async (kind: 'real' | 'nothing', url?: string) => {
      const server = startChild<Server>(programs.server)
      const file = join(folder, `beside-postgresql-${kind}.db`)
      const address = url === undefined ? {} : { url }
      const { port, token } = await server.call('start', { file, kind, createManyClient: '', ...address })
      await agents.call('connect', { name: kind, port, token, count: CONNECTIONS })
      const { taken } = await agents.call('reportEach', { name: kind, times: 1 })
      return { kind, server, file, taken, perSecond: [] as number[] }
    }
    const real = await connect('real', cluster.url)
    const nothing = await connect('nothing')
    for (let round = 0; round <= ROUNDS; round++) {
      for (const variant of [real, nothing]) {
        const driven = await agents.call('drive', { name: variant.kind, inFlight: IN_FLIGHT, ms: ROUND_MS })
        if (driven.putOff > 0) throw new Error(`postgresql: ${driven.putOff} messages were put off`)
        variant.taken += driven.taken
        // Not counted: compilers and caches warm up.
        if (round > 0) variant.perSecond.push(driven.perSecond)
      }
      if (round > 0) say(`postgresql, round ${round} of ${ROUNDS}: ${last(real)} against ${last(nothing)} messages/s`)
    }
    await agents.stop()
    await verify(real, cluster.url)
    await nothing.server.stop()
    return [
      measured(
        {
          name: 'PostgreSQL: durable ingest ÷ the same without a store',
          unit: 'ratio',
          mark: { atLeast: 0.5 },
          note: `${Math.round(median(real.perSecond))}/s against ${Math.round(median(nothing.perSecond))}/s`,
        },
        real.perSecond.map((rate, index) => rate / (nothing.perSecond[index] ?? Number.NaN)),
      ),
    ]
  } finally {
    await cluster.stop()
  }
}

async function verify(variant: { server: Child<Server>; file: string; taken: number }, url: string): Promise<void> {
  const rows = await variant.server.call('stopAndCount', { file: variant.file, table: 'Reading', url })
  await variant.server.stop()
  if (rows !== variant.taken) throw new Error(`postgresql: ${variant.taken} acknowledged, but ${rows} rows are there`)
}

function last({ perSecond }: { perSecond: number[] }): string {
  return `${Math.round(perSecond.at(-1) ?? Number.NaN)}`
}
