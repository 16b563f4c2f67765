import { describeAlgorithm } from '#lib/domain/algorithms'
import { coinBySymbol, reasonNotToMine } from '#lib/domain/coins'
import { expectedCoins, hashesPerBlock, soloOdds } from '#lib/domain/expected-coin'
import { type Assignment, type Rates, type RevenuePart, SOLO } from '#lib/domain/explained-money'
import { SECONDS_PER_DAY } from '#lib/domain/units'

/** Work of one algorithm over a span; `hashes` is absent where the miner told no rate. */
export type WorkSpan = { algorithm: string; seconds: number; hashes?: number }

/**
 * What work is worth, in parts that carry all they were made of. A pool pays hashes ÷ hashes per block × reward ×
 * (1 − fee) coins, a marketplace hashes × coins per hash × (1 − fee); times the coin's price. Merged mining gives a
 * second part of the same hashes. What cannot be valued says why; work of 0 hashes is worth 0 whatever the rates.
 */
export function revenueParts(work: WorkSpan, assignment: Assignment | undefined, rates: Rates): RevenuePart[] {
  if (!assignment) {
    const label = describeAlgorithm(work.algorithm).label
    const base = { ...spanOf(work), payer: 'pool', scheme: 'unknown', assumed: true, poolFeePercent: 0 } as const
    return [priced(base, undefined, rates, `Which coin ${label} mines here is not known: choose one`)]
  }
  if (assignment.payer === 'nicehash') return [marketplacePart(work, assignment, rates)]
  const part = poolPart(work, assignment, assignment.coin, rates)
  const merged = coinBySymbol(assignment.coin)?.mergedWith
  if (merged === undefined || reasonNotToMine(assignment.coin, work.algorithm) !== undefined) return [part]
  return [part, { ...poolPart(work, assignment, merged, rates), mergedWith: part.coin }]
}

function poolPart(work: WorkSpan, assignment: Assignment, coin: string, rates: Rates): RevenuePart {
  const { scheme, assumed, poolFeePercent } = assignment
  const base: RevenuePart = { ...spanOf(work), payer: 'pool', scheme, coin, assumed, poolFeePercent }
  const reason = reasonNotToMine(coin, work.algorithm)
  if (reason !== undefined) return priced(base, undefined, rates, reason)
  const network = rates.network(coin)
  const perBlock = network && hashesPerBlock(coin, network.difficulty)
  if (!network || perBlock === undefined) return priced(base, undefined, rates, `No difficulty of ${coin} is known`)
  const part: RevenuePart = {
    ...base,
    difficulty: network.difficulty,
    rewardPerBlock: network.rewardPerBlock,
    hashesPerBlock: perBlock,
    networkSource: network.source,
    networkAtMs: network.observedAtMs,
  }
  if (scheme === 'solo') return withOdds(part, perBlock, rates)
  const { rewardPerBlock } = network
  const coinsOf = (hashes: number) =>
    expectedCoins({ hashes, hashesPerBlock: perBlock, rewardPerBlock, poolFeePercent })
  return priced(part, coinsOf, rates)
}

function marketplacePart(work: WorkSpan, assignment: Assignment, rates: Rates): RevenuePart {
  const { payer, scheme, assumed, poolFeePercent } = assignment
  const base: RevenuePart = { ...spanOf(work), payer, scheme, coin: assignment.coin, assumed, poolFeePercent }
  const rate = rates.marketplace(payer, work.algorithm)
  if (!rate) {
    const label = describeAlgorithm(work.algorithm).label
    return priced(base, undefined, rates, `What NiceHash pays for ${label} is not known`)
  }
  const { coin, coinPerHash, source, observedAtMs } = rate
  const part: RevenuePart = { ...base, coin, coinPerHash, rateSource: source, rateAtMs: observedAtMs }
  return priced(part, (hashes) => hashes * coinPerHash * (1 - poolFeePercent / 100), rates)
}

/** A block or nothing: the odds and what the coin costs are shown, but no income. */
function withOdds(part: RevenuePart, perBlock: number, rates: Rates): RevenuePart {
  const { hashesPerSecond } = part
  const soloOddsPerDay =
    hashesPerSecond === undefined
      ? undefined
      : soloOdds({ hashesPerSecond, hashesPerBlock: perBlock, seconds: SECONDS_PER_DAY })
  return { ...withPrice(part, rates), soloOddsPerDay, unknown: SOLO }
}

function priced(
  part: RevenuePart,
  coinsOf: ((hashes: number) => number) | undefined,
  rates: Rates,
  reason?: string,
): RevenuePart {
  const { hashes } = part
  if (hashes === 0) return { ...withPrice(part, rates), coinAmount: 0, revenue: 0 }
  if (hashes === undefined) return { ...part, unknown: 'The miner does not tell its hash rate' }
  if (!coinsOf) return { ...part, unknown: reason }
  const coinAmount = coinsOf(hashes)
  const known = withPrice(part, rates)
  if (known.price === undefined) {
    return { ...known, coinAmount, unknown: `No price of ${part.coin} in ${rates.currency} is known` }
  }
  return { ...known, coinAmount, revenue: coinAmount * known.price }
}

function withPrice(part: RevenuePart, rates: Rates): RevenuePart {
  const price = part.coin === undefined ? undefined : rates.price(part.coin)
  if (!price) return part
  return { ...part, price: price.price, priceSource: price.source, priceAtMs: price.observedAtMs }
}

function spanOf({ algorithm, seconds, hashes }: WorkSpan) {
  return {
    algorithm,
    seconds,
    hashes,
    hashesPerSecond: hashes === undefined || seconds <= 0 ? undefined : hashes / seconds,
  }
}
