import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { measureAlerts } from './alerts/measure-alerts.ts'
import { buildPrograms } from './build-programs.ts'
import { measureChart } from './chart/measure-chart.ts'
import { measureEarnings } from './earnings/measure-earnings.ts'
import type { MeasuredFigure } from './figure.ts'
import { measureIngest } from './ingest/measure-ingest.ts'
import { measureMemory } from './ingest/measure-memory.ts'
import { printJson, printTable } from './print-figures.ts'
import { measureStorage } from './storage/measure-storage.ts'

// npm run bench [-- --json] [-- --only ingest|memory|chart|alerts|earnings|storage]
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
if (only === undefined || only === 'storage') figures.push(await measureStorage(folder, say))
if (flags.includes('--json')) printJson(figures)
else printTable(figures)
process.exitCode = figures.every(({ ok }) => ok) ? 0 : 1
