import { coinBySymbol } from '#lib/domain/coins'
import { subsidyToMiner } from '#lib/domain/subsidy'

/** A coin's next change of what a block newly makes for its miner. `before` and `after` are coins a block. */
export type SubsidyChange = {
  coin: string
  atMs: number
  height?: number
  blocksLeft?: number
  before: number
  after: number
}

/** The height at which the block after this one may pay less; the rules stand, with their sources, in `subsidy.ts`. */
const NEXT_HEIGHT: Readonly<Record<string, (height: number) => number>> = {
  BTC: every(210_000),
  BCH: every(210_000),
  LTC: every(840_000),
  RVN: every(2_100_000),
  DASH: every(210_240),
  // Eras of ECIP-1017 end with the block of the round number.
  ETC: (height) => every(5_000_000)(height - 1) + 1,
  ERG: (height) => Math.min(525_600 + every(64_800)(height - 525_600), height < 2_080_800 ? 2_080_800 : Infinity),
}

/** More steps than this without a change of what the miner gets are not looked at. */
const STEPS = 12

/**
 * Blocks left × block time from a height that was known at `heightAtMs`. Undefined where nothing will change, or what comes
 * has no source. Kaspa's follows the calendar.
 */
export function nextSubsidy(coin: string, height: number | undefined, heightAtMs: number): SubsidyChange | undefined {
  const seconds = coinBySymbol(coin)?.blockSeconds
  if (coin === 'KAS') return nextKaspaMonth(heightAtMs)
  const next = NEXT_HEIGHT[coin]
  if (!next || seconds === undefined || height === undefined) return undefined
  const before = subsidyToMiner(coin, height)
  let at = height
  for (let step = 0; step < STEPS; step += 1) {
    at = next(at)
    const after = subsidyToMiner(coin, at)
    if (before === undefined || after === undefined) return undefined
    if (after === before) continue
    const blocksLeft = at - height
    return { coin, atMs: heightAtMs + blocksLeft * seconds * 1000, height: at, blocksLeft, before, after }
  }
  return undefined
}

const KASPA_START_MS = Date.UTC(2022, 4, 7)
const KASPA_MONTH_MS = 2_629_800_000

function nextKaspaMonth(atMs: number): SubsidyChange | undefined {
  const nextMs = KASPA_START_MS + (Math.floor((atMs - KASPA_START_MS) / KASPA_MONTH_MS) + 1) * KASPA_MONTH_MS
  const [before, after] = [subsidyToMiner('KAS', undefined, atMs), subsidyToMiner('KAS', undefined, nextMs)]
  return before === undefined || after === undefined ? undefined : { coin: 'KAS', atMs: nextMs, before, after }
}

function every(interval: number): (height: number) => number {
  return (height) => (Math.floor(height / interval) + 1) * interval
}
