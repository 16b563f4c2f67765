import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { measureAlerts } from './alerts/measure-alerts.ts'
import { measureAwayAgent } from './backlog/measure-away-agent.ts'
import { measureBacklog } from './backlog/measure-backlog.ts'
import { buildPrograms } from './build-programs.ts'
import { measureChart } from './chart/measure-chart.ts'
import { measureDashboards } from './dashboards/measure-dashboards.ts'
import { measureDurability } from './durability/measure-durability.ts'
import { measureEarnings } from './earnings/measure-earnings.ts'
import type { MeasuredFigure } from './figure.ts'
import { measureIngest } from './ingest/measure-ingest.ts'
import { measureMemory } from './ingest/measure-memory.ts'
import { measurePeerCharts } from './peers/measure-peer-charts.ts'
import { printJson, printTable } from './print-figures.ts'

// npm run bench [-- --json] [-- --only ingest|memory|chart|alerts|earnings]
const flags = process.argv.slice(2)
const only = flags.includes('--only') ? flags[flags.indexOf('--only') + 1] : undefined
const folder = mkdtempSync(join(tmpdir(), 'davylamp-bench-'))
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))

const startedMs = performance.now()
const say = (sentence: string) =>
  process.stderr.write(`${((performance.now() - startedMs) / 1000).toFixed(0).padStart(4)} s  ${sentence}\n`)

const programs = await buildPrograms()
const figures: MeasuredFigure[] = []
if (only === undefined || only === 'ingest') figures.push(...(await measureIngest(programs, folder, say)))
if (only === undefined || only === 'chart') figures.push(await measureChart(programs, folder, say))
if (only === undefined || only === 'earnings') figures.push(await measureEarnings(programs, folder, say))
if (only === undefined || only === 'memory') figures.push(await measureMemory(programs, folder, say))
if (only === undefined || only === 'alerts') figures.push(...(await measureAlerts(programs, folder, say)))
if (only === undefined || only === 'durability') figures.push(...(await measureDurability(programs, folder, say)))
if (only === undefined || only === 'backlog') figures.push(...(await measureBacklog(programs, folder, say)))
if (only === undefined || only === 'away') figures.push(await measureAwayAgent(programs, folder, say))
if (only === undefined || only === 'dashboards') figures.push(await measureDashboards(programs, folder, say))
if (only === undefined || only === 'peers') figures.push(...(await measurePeerCharts(programs, folder, say)))
if (flags.includes('--json')) printJson(figures)
else printTable(figures)
process.exitCode = figures.every(({ ok }) => ok) ? 0 : 1
