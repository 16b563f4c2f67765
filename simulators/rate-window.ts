import { smoothNoise } from './noise'

/** Over which span a miner averages the hash rate that it shows. */
export type RateWindow = 'instant' | 'minute' | 'long'

const windows: Record<RateWindow, { amplitude: number; milliseconds: number }> = {
  instant: { amplitude: 0.015, milliseconds: 4_000 },
  minute: { amplitude: 0.004, milliseconds: 30_000 },
  long: { amplitude: 0.0015, milliseconds: 300_000 },
}

/** The factor by which a rate shown over such a window differs from the true one at a moment; each `source` has its own. */
export function rateJitter(window: RateWindow, seed: number, source: number, nowMs: number): number {
  const { amplitude, milliseconds } = windows[window]
  return 1 + amplitude * smoothNoise(seed ^ (source + milliseconds), nowMs / milliseconds)
}
