import { describeAlgorithm } from '#lib/domain/algorithms'
import { coinBySymbol, reasonNotToMine } from '#lib/domain/coins'
import { expectedCoins, hashesPerBlock, soloOdds } from '#lib/domain/expected-coin'
import { type Assignment, type NetworkRate, type Rates, type RevenuePart, SOLO } from '#lib/domain/explained-money'
import { payerLabel } from '#lib/domain/payers'
import { subsidyToMiner } from '#lib/domain/subsidy'
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
    const part = partOf(work, { payer: 'pool', scheme: 'unknown', assumed: true, poolFeePercent: 0 })
    return [priced(part, undefined, rates, `Which coin ${label} mines here is not known: choose one`)]
  }
  if (assignment.payer !== 'pool') return [marketplacePart(work, assignment, rates)]
  const { coin } = assignment
  const part = poolPart(work, assignment, coin, rates)
  const mergedCoin = coinBySymbol(coin)?.mergedWith
  if (mergedCoin === undefined || reasonNotToMine(coin, work.algorithm) !== undefined) return [part]
  const merged = poolPart(work, assignment, mergedCoin, rates)
  merged.mergedWith = coin
  return [part, merged]
}

// Each part is filled in place: tens of thousands are made every second on a large farm.
function poolPart(work: WorkSpan, assignment: Assignment, coin: string, rates: Rates): RevenuePart {
  const part = partOf(work, assignment, coin)
  const reason = reasonNotToMine(coin, work.algorithm)
  if (reason !== undefined) return priced(part, undefined, rates, reason)
  const network = rates.network(coin)
  const perBlock = network && hashesPerBlock(coin, network.difficulty)
  if (!network || perBlock === undefined) return priced(part, undefined, rates, `No difficulty of ${coin} is known`)
  part.difficulty = network.difficulty
  part.rewardPerBlock = network.rewardPerBlock
  part.hashesPerBlock = perBlock
  part.networkSource = network.source
  part.networkAtMs = network.observedAtMs
  if (assignment.scheme === 'solo') return withOdds(part, perBlock, rates)
  if (assignment.scheme === 'pps') withoutFees(part, coin, network)
  const { poolFeePercent } = assignment
  const coinsPerHash = expectedCoins({
    hashes: 1,
    hashesPerBlock: perBlock,
    rewardPerBlock: part.paidPerBlock ?? network.rewardPerBlock,
    poolFeePercent,
  })
  return priced(part, coinsPerHash, rates)
}

/** PPS pays the coins that a block newly makes; its fees stay with the pool. Without a height they may be inseparable. */
function withoutFees(part: RevenuePart, coin: string, network: NetworkRate): void {
  const subsidy = subsidyToMiner(coin, network.height, network.observedAtMs)
  if (subsidy === undefined || subsidy <= 0) part.feesIncluded = true
  else if (subsidy < network.rewardPerBlock) part.paidPerBlock = subsidy
}

function marketplacePart(work: WorkSpan, assignment: Assignment, rates: Rates): RevenuePart {
  const part = partOf(work, assignment, assignment.coin)
  const rate = rates.marketplace(assignment.payer, work.algorithm)
  if (!rate) {
    const label = describeAlgorithm(work.algorithm).label
    return priced(part, undefined, rates, `What ${payerLabel(assignment.payer)} pays for ${label} is not known`)
  }
  part.coin = rate.coin
  part.coinPerHash = rate.coinPerHash
  part.rateSource = rate.source
  part.rateAtMs = rate.observedAtMs
  return priced(part, rate.coinPerHash * (1 - assignment.poolFeePercent / 100), rates)
}

/** A block or nothing: the odds and what the coin costs are shown, but no income. */
function withOdds(part: RevenuePart, perBlock: number, rates: Rates): RevenuePart {
  const { hashesPerSecond } = part
  addPrice(part, rates)
  part.unknown = SOLO
  if (hashesPerSecond !== undefined) {
    part.soloOddsPerDay = soloOdds({ hashesPerSecond, hashesPerBlock: perBlock, seconds: SECONDS_PER_DAY })
  }
  return part
}

/** Without coins per hash the `reason` says why there are none. */
function priced(part: RevenuePart, coinsPerHash: number | undefined, rates: Rates, reason?: string): RevenuePart {
  const { hashes } = part
  addPrice(part, rates)
  if (hashes === 0) {
    part.coinAmount = 0
    part.revenue = 0
  } else if (hashes === undefined) part.unknown = 'The miner does not tell its hash rate'
  else if (coinsPerHash === undefined) part.unknown = reason
  else {
    part.coinAmount = hashes * coinsPerHash
    if (part.price === undefined) part.unknown = `No price of ${part.coin} in ${rates.currency} is known`
    else part.revenue = part.coinAmount * part.price
  }
  return part
}

function addPrice(part: RevenuePart, rates: Rates): void {
  const price = part.coin === undefined ? undefined : rates.price(part.coin)
  if (!price) return
  part.price = price.price
  part.priceSource = price.source
  part.priceAtMs = price.observedAtMs
}

function partOf(
  { algorithm, seconds, hashes }: WorkSpan,
  {
    payer,
    pool,
    scheme,
    assumed,
    poolFeePercent,
  }: Pick<Assignment, 'payer' | 'pool' | 'scheme' | 'assumed' | 'poolFeePercent'>,
  coin?: string,
): RevenuePart {
  const hashesPerSecond = hashes === undefined || seconds <= 0 ? undefined : hashes / seconds
  return { algorithm, seconds, hashes, hashesPerSecond, payer, pool, scheme, coin, assumed, poolFeePercent }
}
