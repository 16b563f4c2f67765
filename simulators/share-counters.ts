import { poisson } from './noise'

/** A miner's own counters for one algorithm, from the miner's start. */
export class ShareCounters {
  accepted = 0
  rejected = 0
  stale = 0
  /** Milliseconds since the epoch, 0 while there was none. */
  lastShareAtMs = 0
  bestDifficulty = 0
  hashes = 0
  readonly acceptedByDevice: number[]
  readonly rejectedByDevice: number[]

  constructor(deviceCount: number) {
    this.acceptedByDevice = Array.from({ length: deviceCount }, () => 0)
    this.rejectedByDevice = Array.from({ length: deviceCount }, () => 0)
  }

  /** Adds what one device found in a span: accepted shares as a Poisson process, a few rejected or stale. */
  accrue(
    span: { device: number; untilMs: number; seconds: number; meanShares: number; shareDifficulty: number },
    random: () => number,
  ): void {
    const found = poisson(span.meanShares, random)
    const rejected = poisson(span.meanShares * 0.005, random)
    this.accepted += found
    this.rejected += rejected
    this.stale += poisson(span.meanShares * 0.003, random)
    this.acceptedByDevice[span.device] = (this.acceptedByDevice[span.device] ?? 0) + found
    this.rejectedByDevice[span.device] = (this.rejectedByDevice[span.device] ?? 0) + rejected
    if (found === 0) return
    this.lastShareAtMs = Math.max(this.lastShareAtMs, span.untilMs - (span.seconds / found) * 1000 * random())
    // The best of n shares: a share's difficulty is Pareto-distributed above the one asked for.
    const best = span.shareDifficulty / (1 - random() ** (1 / found))
    if (Number.isFinite(best)) this.bestDifficulty = Math.max(this.bestDifficulty, best)
  }

  reset(): void {
    this.accepted = 0
    this.rejected = 0
    this.stale = 0
    this.lastShareAtMs = 0
    this.bestDifficulty = 0
    this.hashes = 0
    this.acceptedByDevice.fill(0)
    this.rejectedByDevice.fill(0)
  }
}
