import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { BenchPrograms } from '../build-programs.ts'
import { startChild } from '../child-calls.ts'
import { type MeasuredFigure, measured, median } from '../figure.ts'
import type { Chart } from '../programs/chart.ts'

const RIGS = 10
const ROUNDS = 3
const CHARTS_PER_ROUND = 15
/** Where a rig was dark for a part of an hour, its mean watts say too much of that hour. */
const MOST_DIFFERENCE = 0.01

/** The fleet's thirty-day chart from its series against making it from the readings. Throws when the two disagree. */
export async function measureChart(
  programs: BenchPrograms,
  folder: string,
  say: (sentence: string) => void,
): Promise<MeasuredFigure> {
  const chart = startChild<Chart>(programs.chart)
  const file = join(folder, 'chart.db')
  const built = await chart.call('build', { file, rigs: RIGS })
  const megabytes = Math.round(statSync(file).size / 2 ** 20)
  say(`chart: ${built.readings} readings of ${built.rigs} rigs in 30 days written, ${megabytes} MiB`)
  const rounds: { chartMs: number; scanMs: number }[] = []
  for (let round = 1; round <= ROUNDS; round++) {
    const scan = await chart.call('scan', undefined)
    const times: number[] = []
    for (let time = 0; time < CHARTS_PER_ROUND; time++) {
      const drawn = await chart.call('chart', undefined)
      const difference = Math.abs(drawn.energyWattHours / scan.energyWattHours - 1)
      // NaN, from a chart without anything in it, is no agreement either.
      if (!(difference < MOST_DIFFERENCE) || drawn.valuedPoints !== drawn.points) {
        throw new Error(`chart and readings disagree: ${JSON.stringify({ drawn, scan })}`)
      }
      times.push(drawn.ms)
    }
    rounds.push({ chartMs: median(times), scanMs: scan.ms })
    say(`chart, round ${round} of ${ROUNDS}: ${median(times).toFixed(1)} ms against ${scan.ms.toFixed(0)} ms`)
  }
  await chart.call('close', undefined)
  await chart.stop()
  const chartMs = median(rounds.map((round) => round.chartMs))
  const scanMs = median(rounds.map((round) => round.scanMs))
  return measured(
    {
      name: "fleet's 30-day chart ÷ scanning its readings",
      unit: 'ratio',
      mark: { atMost: 1 / 100 },
      note: `${chartMs.toFixed(1)} ms against ${scanMs.toFixed(0)} ms, ${built.readings} readings`,
    },
    rounds.map((round) => round.chartMs / round.scanMs),
  )
}
