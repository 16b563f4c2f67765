import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { measureAgent } from './agent/measure-agent.ts'
import { measureAlerts } from './alerts/measure-alerts.ts'
import { measureAwayAgent } from './backlog/measure-away-agent.ts'
import { measureBacklog } from './backlog/measure-backlog.ts'
import { type BenchPrograms, buildPrograms } from './build-programs.ts'
import { measureChart } from './chart/measure-chart.ts'
import { measureDashboards } from './dashboards/measure-dashboards.ts'
import { measureDurability } from './durability/measure-durability.ts'
import { measureEarnings } from './earnings/measure-earnings.ts'
import { measureFarm } from './farm/measure-farm.ts'
import type { MeasuredFigure } from './figure.ts'
import { measureIngest } from './ingest/measure-ingest.ts'
import { measureIngestPostgresql } from './ingest/measure-ingest-postgresql.ts'
import { measureMemory } from './ingest/measure-memory.ts'
import { measureOverload } from './overload/measure-overload.ts'
import { measureStalledBrowser } from './overload/measure-stalled-browser.ts'
import { measurePeerCharts } from './peers/measure-peer-charts.ts'
import { printJson, printTable } from './print-figures.ts'
import { measureScale } from './scale/measure-scale.ts'
import { measureStorage } from './storage/measure-storage.ts'
import { measureTwoNodes } from './two-nodes/measure-two-nodes.ts'

type Measure = (
  programs: BenchPrograms,
  folder: string,
  say: (sentence: string) => void,
) => Promise<MeasuredFigure | MeasuredFigure[]>

/** What can be measured, in the order in which it is. */
const MEASURES: { [name: string]: Measure } = {
  ingest: measureIngest,
  postgresql: measureIngestPostgresql,
  backlog: measureBacklog,
  away: measureAwayAgent,
  chart: measureChart,
  peers: measurePeerCharts,
  earnings: measureEarnings,
  dashboards: measureDashboards,
  farm: measureFarm,
  overload: measureOverload,
  stalled: measureStalledBrowser,
  memory: measureMemory,
  alerts: measureAlerts,
  'agent-asics': measureAgent,
  storage: measureStorage,
  scale: measureScale,
  durability: measureDurability,
  'two-nodes': measureTwoNodes,
}

// npm run bench [-- --json] [-- --only NAME,NAME]
const flags = process.argv.slice(2)
const only = flags.includes('--only') ? flags[flags.indexOf('--only') + 1]?.split(',') : undefined
const unknown = only?.filter((name) => !(name in MEASURES)) ?? []
if (unknown.length > 0) {
  process.stderr.write(`Nothing is called "${unknown.join('", "')}". There are ${Object.keys(MEASURES).join(', ')}.\n`)
  process.exit(2)
}
const folder = mkdtempSync(join(tmpdir(), 'davylamp-bench-'))
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))

const startedMs = performance.now()
const say = (sentence: string) =>
  process.stderr.write(`${((performance.now() - startedMs) / 1000).toFixed(0).padStart(4)} s  ${sentence}\n`)

const programs = await buildPrograms()
const figures: MeasuredFigure[] = []
for (const [name, measure] of Object.entries(MEASURES)) {
  if (only === undefined || only.includes(name)) figures.push(...[await measure(programs, folder, say)].flat())
}
if (flags.includes('--json')) printJson(figures)
else printTable(figures)
process.exitCode = figures.every(({ ok }) => ok) ? 0 : 1
