import { ETH_MINED_UNTIL_MS } from '#lib/domain/coins'
import { expectedCoins } from '#lib/domain/expected-coin'
import type { Rates, RevenuePart } from '#lib/domain/explained-money'
import { revenueParts } from '#lib/domain/revenue'
import { SECONDS_PER_DAY } from '#lib/domain/units'

/** What a provider takes for running the hash power: `perUnitDay` for each `unitHashes` a second (1e12: a TH/s) and day. */
export type ContractFee = { perUnitDay: number; unitHashes: number; currency: string }

/**
 * When a provider suspends and ends a contract: after so many days in a row with a fee above the output it is suspended,
 * and after so many more it ends. Genesis Mining: 0 and 60 (its terms: terminated after 60 days); HashFlare: 28 and 0.
 */
export type TerminationRule = { consecutiveDaysBelowFee: number; graceDays: number }

/** Rented hash power. Without `endsAtMs` it is open-ended; without `fee` there is none. */
export type ContractTerms = {
  provider: string
  algorithm: string
  coin: string
  hashesPerSecond: number
  startsAtMs: number
  endsAtMs?: number
  fee?: ContractFee
  rule?: TerminationRule
}

/** One unit of a fiat currency in another at a moment; undefined where that is not known. */
export type FiatRateAt = (currency: string, quote: string) => number | undefined

/** The fee of a span, in its own currency and in that of the installation. */
export type FeePart = {
  seconds: number
  feeCurrency: string
  perUnitDay: number
  unitHashes: number
  units: number
  /** In `feeCurrency`. */
  amount: number
  /** Of one unit of `feeCurrency` in the installation's currency: a coin's price or a fiat rate. */
  rate?: number
  cost?: number
  unknown?: string
}

/** What a span of a contract brings and costs. Amounts are in `currency`; unknown is absent, with the reason in words. */
export type ContractMoney = {
  currency: string
  seconds: number
  revenue?: number
  cost?: number
  profit?: number
  unknown?: string
  revenueParts: RevenuePart[]
  fee?: FeePart
}

/** Seconds of `[fromMs, toMs)` in which the contract runs. */
export function contractSeconds(terms: Pick<ContractTerms, 'startsAtMs' | 'endsAtMs'>, fromMs: number, toMs: number) {
  const from = Math.max(fromMs, terms.startsAtMs)
  const to = Math.min(toMs, terms.endsAtMs ?? toMs)
  return Math.max(0, to - from) / 1000
}

/**
 * What `seconds` of a contract are worth at the rates of `atMs`: its work as {@link revenueParts} values it, without a
 * pool's fee, less the maintenance fee. A fee in a coin is converted at the coin's price, one in another fiat currency at
 * `fiatRate`. The fee is taken in full, also while a provider has suspended the contract.
 */
export function contractMoney(
  terms: ContractTerms,
  seconds: number,
  atMs: number,
  rates: Rates,
  fiatRate: FiatRateAt,
): ContractMoney {
  const parts = revenueOf(terms, seconds, atMs, rates)
  const fee = terms.fee && feeOf(terms, terms.fee, seconds, rates, fiatRate)
  const revenue = sum(parts)
  const cost = fee ? fee.cost : 0
  const reasons = [...new Set([...parts.map((part) => part.unknown), fee?.unknown])].filter((one) => one !== undefined)
  return {
    currency: rates.currency,
    seconds,
    revenueParts: parts,
    ...(revenue === undefined ? {} : { revenue }),
    ...(cost === undefined ? {} : { cost }),
    ...(revenue === undefined || cost === undefined ? {} : { profit: revenue - cost }),
    ...(reasons.length > 0 ? { unknown: reasons.join('. ') } : {}),
    ...(fee ? { fee } : {}),
  }
}

function revenueOf(terms: ContractTerms, seconds: number, atMs: number, rates: Rates): RevenuePart[] {
  const { algorithm, coin, hashesPerSecond } = terms
  const work = { algorithm, seconds, hashes: hashesPerSecond * seconds }
  const payer = { payer: 'pool', scheme: 'unknown', poolFeePercent: 0, assumed: false } as const
  if (coin === 'ETH' && atMs < ETH_MINED_UNTIL_MS) return [etherOfOld({ ...work, ...payer }, hashesPerSecond, rates)]
  const [first] = revenueParts(work, { ...payer, algorithm, coin, fromMs: terms.startsAtMs }, rates)
  // A provider pays the coin of the contract; what else the hashes find is not in its terms.
  return first ? [first] : []
}

/** Before the Merge: Ethereum's difficulty is the hashes expected for a block, as Ethereum Classic's still is. */
function etherOfOld(
  base: Pick<RevenuePart, 'algorithm' | 'seconds' | 'payer' | 'scheme' | 'poolFeePercent' | 'assumed'> & {
    hashes: number
  },
  hashesPerSecond: number,
  rates: Rates,
): RevenuePart {
  const part: RevenuePart = { ...base, hashesPerSecond, coin: 'ETH' }
  const network = rates.network('ETH')
  const price = rates.price('ETH')
  if (price) Object.assign(part, { price: price.price, priceSource: price.source, priceAtMs: price.observedAtMs })
  if (!network || !(network.difficulty > 0)) return { ...part, unknown: 'No difficulty of ETH of then is known' }
  const { difficulty, rewardPerBlock } = network
  const coinAmount = expectedCoins({
    hashes: base.hashes,
    hashesPerBlock: difficulty,
    rewardPerBlock,
    poolFeePercent: 0,
  })
  const mined: RevenuePart = {
    ...part,
    difficulty,
    rewardPerBlock,
    hashesPerBlock: difficulty,
    networkSource: network.source,
    networkAtMs: network.observedAtMs,
    coinAmount,
  }
  return price
    ? { ...mined, revenue: coinAmount * price.price }
    : { ...mined, unknown: `No price of ETH in ${rates.currency} is known` }
}

function feeOf(terms: ContractTerms, fee: ContractFee, seconds: number, rates: Rates, fiatRate: FiatRateAt): FeePart {
  const { perUnitDay, unitHashes, currency } = fee
  const units = terms.hashesPerSecond / unitHashes
  const amount = (units * perUnitDay * seconds) / SECONDS_PER_DAY
  const part: FeePart = { seconds, feeCurrency: currency, perUnitDay, unitHashes, units, amount }
  const rate = currency === rates.currency ? 1 : (rates.price(currency)?.price ?? fiatRate(currency, rates.currency))
  if (rate === undefined) return { ...part, unknown: `What one ${currency} is worth in ${rates.currency} is not known` }
  return { ...part, rate, cost: amount * rate }
}

function sum(parts: readonly RevenuePart[]): number | undefined {
  let total: number | undefined
  for (const { revenue } of parts) {
    if (revenue === undefined) return undefined
    total = (total ?? 0) + revenue
  }
  return total
}

/** The price of one coin at which the output pays for the fee; undefined where the fee is in the coin itself or unknown. */
export function breakEvenCoinPrice(terms: ContractTerms, day: ContractMoney): number | undefined {
  const coins = day.revenueParts[0]?.coinAmount
  if (terms.fee?.currency === terms.coin || !terms.fee || day.cost === undefined || !coins) return undefined
  return day.cost / coins
}

/** Cumulative net against what was paid, in one currency: −1 is all lost, 0 paid back, with no value left at the end. */
export function returnOnOutlay(netNano: bigint, paidNano: bigint): number | undefined {
  return paidNano > 0n ? Number(netNano - paidNano) / Number(paidNano) : undefined
}
