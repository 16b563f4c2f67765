/** One thing measured: a median, how far its rounds lay apart, and the mark it is held against. */
export type BenchFigure = {
  name: string
  value: number
  unit: string
  mark: { atLeast: number } | { atMost: number } | { below: number }
  ok: boolean
}

export type MeasuredFigure = BenchFigure & { least: number; most: number; note: string }

export function measured(
  given: { name: string; unit: string; mark: BenchFigure['mark']; note: string },
  rounds: number[],
): MeasuredFigure {
  const value = median(rounds)
  return { ...given, value, ok: reaches(value, given.mark), least: Math.min(...rounds), most: Math.max(...rounds) }
}

/** NaN when there are none, which reaches no mark. */
export function median(values: number[]): number {
  const sorted = [...values].sort((one, other) => one - other)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}

/** The value that so many percent of them do not pass; NaN when there are none. */
export function percentile(values: number[], percent: number): number {
  const sorted = [...values].sort((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN
}

function reaches(value: number, mark: BenchFigure['mark']): boolean {
  if ('atLeast' in mark) return value >= mark.atLeast
  return 'atMost' in mark ? value <= mark.atMost : value < mark.below
}
