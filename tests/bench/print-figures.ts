import { cpus, totalmem } from 'node:os'
import type { BenchFigure, MeasuredFigure } from './figure.ts'

/** One object on standard output and nothing else. */
export function printJson(figures: MeasuredFigure[]): void {
  const told: BenchFigure[] = figures.map(({ name, value, unit, mark, ok }) => ({ name, value, unit, mark, ok }))
  process.stdout.write(`${JSON.stringify({ figures: told }, null, 2)}\n`)
}

/** For people: the median of each figure, its rounds' least and most, its mark, and what stands behind it. */
export function printTable(figures: MeasuredFigure[]): void {
  const rows = figures.map((figure) => [
    figure.ok ? 'ok' : 'MISSED',
    figure.name,
    told(figure.value, figure.unit),
    `${told(figure.least, figure.unit)} – ${told(figure.most, figure.unit)}`,
    inWords(figure),
    figure.note,
  ])
  const table = [['', 'figure', 'median', 'rounds', 'mark', 'behind it'], ...rows]
  const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)))
  const lines = table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  const [processor] = cpus()
  const machine = `${cpus().length} × ${processor?.model ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GiB`
  process.stdout.write(`\n${lines.join('\n')}\n\n${machine}, Node ${process.versions.node}, ${process.platform}\n`)
}

function told(value: number, unit: string): string {
  if (value === 0) return '0'
  if (unit === 'ms') return `${value.toFixed(1)} ms`
  if (unit !== 'ratio') return `${value.toPrecision(3).replace(/\.0+$/, '')} ${unit}`
  return value < 0.1 ? `1/${Math.round(1 / value)}` : value.toPrecision(3)
}

function inWords({ mark, unit }: BenchFigure): string {
  if ('atLeast' in mark) return `≥ ${mark.atLeast}`
  return 'atMost' in mark ? `≤ ${told(mark.atMost, unit)}` : `< ${mark.below} ${unit}`
}
