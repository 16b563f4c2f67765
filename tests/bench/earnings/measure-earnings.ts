import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { BenchPrograms } from '../build-programs.ts'
import { startChild } from '../child-calls.ts'
import { type MeasuredFigure, measured, median } from '../figure.ts'
import type { Earnings } from '../programs/earnings.ts'

const RIGS = 1_000
const ROUNDS = 3
const SUMS_PER_ROUND = 25

/** A year of a thousand rigs by month from the ledger. Throws when the sum is not exact. */
export async function measureEarnings(
  programs: BenchPrograms,
  folder: string,
  say: (sentence: string) => void,
): Promise<MeasuredFigure> {
  const earnings = startChild<Earnings>(programs.earnings)
  const file = join(folder, 'earnings.db')
  const { periods, hours } = await earnings.call('build', { file, rigs: RIGS })
  const megabytes = Math.round(statSync(file).size / 2 ** 20)
  say(`earnings: ${periods} days and months and ${hours} hours of ${RIGS} rigs written, ${megabytes} MiB`)
  const rounds: number[] = []
  for (let round = 1; round <= ROUNDS; round++) {
    const times: number[] = []
    for (let time = 0; time < SUMS_PER_ROUND; time++) times.push((await earnings.call('sum', undefined)).ms)
    rounds.push(median(times))
    say(`earnings, round ${round} of ${ROUNDS}: ${median(times).toFixed(1)} ms`)
  }
  await earnings.call('close', undefined)
  await earnings.stop()
  return measured(
    {
      name: 'a year of 1,000 rigs by month',
      unit: 'ms',
      mark: { atMost: 50 },
      note: `p50 of ${SUMS_PER_ROUND}, over ${periods} days and months`,
    },
    rounds,
  )
}
