import { breakEvenCoinPrice, type ContractTerms, contractMoney } from '#lib/domain/cloud-contract'
import { COINS, coinBySymbol, notMinable } from '#lib/domain/coins'
import { daysToPayBack, forecastTermination } from '#lib/domain/contract-termination'
import type { Rates } from '#lib/domain/explained-money'
import { subsidyToMiner } from '#lib/domain/subsidy'
import { parseHashRate, SECONDS_PER_DAY } from '#lib/domain/units'

/** What a person gives, as written. */
export type ContractOptions = {
  coin?: string
  hashrate?: string
  difficulty?: string
  height?: string
  reward?: string
  price?: string
  currency?: string
  feePerThDay?: string
  feeCurrency?: string
  feeRate?: string
  paid?: string
  days?: string
  daysBelowFee?: string
  belowDays?: string
  graceDays?: string
  difficultyGrowth?: string
  priceGrowth?: string
}

/** Of 24 hours at the given rates, in the currency of the price. Null is never, or not asked. */
export type CalculatedContract = {
  coinPerDay: number
  revenuePerDay: number
  feePerDay: number
  netPerDay: number
  breakEvenPrice: number | null
  daysToPayBack: number | null
  daysUntilTermination: number | null
  assumptions: string[]
}

type Result = { ok: true; contract: CalculatedContract } | { ok: false; reason: string }

const NUMBERS = {
  difficulty: 'difficulty',
  height: 'height',
  reward: 'reward',
  price: 'price',
  feePerThDay: 'fee-per-th-day',
  feeRate: 'fee-rate',
  paid: 'paid',
  days: 'days',
  daysBelowFee: 'days-below-fee',
  belowDays: 'below-days',
  graceDays: 'grace-days',
  difficultyGrowth: 'difficulty-growth',
  priceGrowth: 'price-growth',
} as const

/**
 * A day of a contract, its break-even and its end, by the functions that value contracts live. What is not given and does
 * not follow is named in the reason; what is assumed stands in the answer.
 */
export function calculateContract(options: ContractOptions, nowMs: number): Result {
  const gone = options.coin === undefined ? undefined : notMinable(options.coin)
  if (gone) return { ok: false, reason: gone.explanation }
  const coin = options.coin === undefined ? undefined : coinBySymbol(options.coin)
  if (options.coin !== undefined && !coin) {
    const known = COINS.map(({ symbol }) => symbol).join(', ')
    return { ok: false, reason: `--coin ${options.coin} is not known; there are ${known}` }
  }
  const given: Partial<Record<keyof typeof NUMBERS, number>> = {}
  const wrong: string[] = []
  for (const name of Object.keys(NUMBERS) as (keyof typeof NUMBERS)[]) {
    const written = options[name]
    if (written === undefined) continue
    const value = written.trim() === '' ? Number.NaN : Number(written)
    const mayFall = name === 'difficultyGrowth' || name === 'priceGrowth'
    if (!Number.isFinite(value) || value < (mayFall ? -99 : 0)) wrong.push(`--${NUMBERS[name]} ${written}`)
    else given[name] = value
  }
  const hashesPerSecond = options.hashrate === undefined ? undefined : parseHashRate(options.hashrate)
  if (options.hashrate !== undefined && !hashesPerSecond) wrong.push(`--hashrate ${options.hashrate} (such as 1PH)`)
  if (given.difficulty === 0) wrong.push('--difficulty (it is more than 0)')
  if (wrong.length > 0) return { ok: false, reason: `not understood: ${wrong.join(', ')}` }

  const reward = given.reward ?? (coin && subsidyToMiner(coin.symbol, given.height, nowMs))
  const { difficulty, price, feePerThDay } = given
  if (
    !coin ||
    !hashesPerSecond ||
    difficulty === undefined ||
    reward === undefined ||
    price === undefined ||
    feePerThDay === undefined
  ) {
    const missing = [
      coin ? '' : '--coin',
      hashesPerSecond ? '' : '--hashrate',
      difficulty === undefined ? '--difficulty' : '',
      reward === undefined ? '--height (or --reward, coins per block)' : '',
      price === undefined ? '--price' : '',
      feePerThDay === undefined ? '--fee-per-th-day' : '',
    ].filter((name) => name !== '')
    return { ok: false, reason: `not given and not known: ${missing.join(', ')}` }
  }
  const currency = (options.currency ?? 'USD').toUpperCase()
  const feeCurrency = (options.feeCurrency ?? currency).toUpperCase()
  const seen = { source: 'given', observedAtMs: nowMs }
  const rates: Rates = {
    currency,
    price: (symbol) => (symbol === coin.symbol ? { coin: symbol, currency, price, ...seen } : undefined),
    network: (symbol) =>
      symbol === coin.symbol ? { coin: symbol, difficulty, rewardPerBlock: reward, ...seen } : undefined,
    marketplace: () => undefined,
  }
  const rule = { consecutiveDaysBelowFee: given.belowDays ?? 0, graceDays: given.graceDays ?? 60 }
  const terms: ContractTerms = {
    provider: 'given',
    algorithm: coin.algorithm,
    coin: coin.symbol,
    hashesPerSecond,
    startsAtMs: 0,
    ...(feePerThDay > 0 ? { fee: { perUnitDay: feePerThDay, unitHashes: 1e12, currency: feeCurrency } } : {}),
    rule,
  }
  const day = contractMoney(terms, SECONDS_PER_DAY, nowMs, rates, () => given.feeRate)
  if (day.revenue === undefined || day.cost === undefined) {
    return { ok: false, reason: `${day.unknown}: give --fee-rate, the price of one ${feeCurrency} in ${currency}` }
  }
  const netPerDay = day.revenue - day.cost
  const scenario = {
    name: 'given',
    difficultyPercent: given.difficultyGrowth ?? 0,
    pricePercent: given.priceGrowth ?? 0,
  }
  const [end] = forecastTermination(
    {
      revenuePerDay: day.revenue,
      feePerDay: day.cost,
      feeInCoin: feeCurrency === coin.symbol,
      daysBelowFee: given.daysBelowFee ?? 0,
      rule,
      ...(given.days === undefined ? {} : { daysOfTerm: given.days }),
    },
    [scenario],
  )
  const payBack = given.paid === undefined ? undefined : daysToPayBack(given.paid, 0, netPerDay)
  const within = payBack !== undefined && (given.days === undefined || payBack <= given.days)
  return {
    ok: true,
    contract: {
      coinPerDay: day.revenueParts[0]?.coinAmount ?? 0,
      revenuePerDay: day.revenue,
      feePerDay: day.cost,
      netPerDay,
      breakEvenPrice: breakEvenCoinPrice(terms, day) ?? null,
      daysToPayBack: within ? payBack : null,
      daysUntilTermination: end?.days ?? null,
      assumptions: [
        `difficulty changes by ${scenario.difficultyPercent}% each 14 days and the price by ${scenario.pricePercent}% each 30 days until termination`,
        `ended after ${rule.consecutiveDaysBelowFee} days in a row below the fee and ${rule.graceDays} days of grace`,
        'payback holds the present net a day; nothing is left at the end',
        'the provider credits the whole expected output, with neither a pool fee nor luck',
      ],
    },
  }
}
