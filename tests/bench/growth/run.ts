import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type BenchPrograms, buildPrograms } from '../build-programs.ts'
import { startChild } from '../child-calls.ts'
import { median } from '../figure.ts'
import type { Agents } from '../programs/agents.ts'
import type { Server } from '../programs/server.ts'
import { type GrowthPoint, plotGrowth } from './plot-growth.ts'

// npm run bench:growth: what a server takes at 10 to 10,000 rigs, and docs/pictures/growth.svg of it.
const SIZES = [10, 100, 1_000, 10_000]
const MOST_AGENTS = 100
/** The same at every size, and within what ten agents may tell. */
const READINGS_PER_SECOND = 1_000
const ROUND_MS = 3_000
const QUERIES = 9
const PICTURE = fileURLToPath(new URL('../../../docs/pictures/growth.svg', import.meta.url))

const folder = mkdtempSync(join(tmpdir(), 'davylamp-growth-'))
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
const programs = await buildPrograms()
const points: GrowthPoint[] = []
for (const rigs of SIZES) {
  points.push(await measureSize(programs, rigs))
  process.stderr.write(`${JSON.stringify(points.at(-1))}\n`)
}
const [processor] = cpus()
writeFileSync(
  PICTURE,
  plotGrowth(points, `${cpus().length} × ${processor?.model ?? 'unknown processor'}, load from the same machine`),
)
process.stdout.write(`${JSON.stringify(points, null, 2)}\n`)

async function measureSize({ server: program, agents: load }: BenchPrograms, rigs: number): Promise<GrowthPoint> {
  const server = startChild<Server>(program)
  const agents = startChild<Agents>(load)
  const name = `growth-${rigs}`
  const file = join(folder, `${name}.db`)
  const { port, token } = await server.call('start', { file, kind: 'real', createManyClient: '' })
  const count = Math.min(rigs, MOST_AGENTS)
  await agents.call('connect', { name, port, token, count, rigsEach: rigs / count })
  // Once for each rig, and warm.
  await agents.call('reportEach', { name, times: rigs / count })
  const offered = { fleets: [{ name, perSecond: READINGS_PER_SECOND }], ms: ROUND_MS }
  await agents.call('offer', offered)
  await server.call('beginRound', undefined)
  const [told] = await agents.call('offer', offered)
  const { cpuMicroseconds } = await server.call('endRound', undefined)
  const queries: { snapshotMs: number; chartMs: number }[] = []
  for (let query = 0; query < QUERIES; query++) queries.push(await server.call('fleetQueries', undefined))
  const { residentBytes } = await server.call('memory', undefined)
  await agents.stop()
  await server.stop()
  return {
    rigs,
    microsecondsPerReading: cpuMicroseconds / (told?.total.taken ?? Number.NaN),
    snapshotMs: median(queries.map(({ snapshotMs }) => snapshotMs)),
    chartMs: median(queries.map(({ chartMs }) => chartMs)),
    residentMegabytes: residentBytes / 2 ** 20,
  }
}
