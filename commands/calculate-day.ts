import { COINS, coinBySymbol, notMinable } from '#lib/domain/coins'
import { expectedCoinPerDay, hashesPerBlock } from '#lib/domain/expected-coin'
import { breakEvenPerKwh, joulesPerHash } from '#lib/domain/ratios'
import { subsidyToMiner } from '#lib/domain/subsidy'
import { parseHashRate } from '#lib/domain/units'

/** What a person gives, as written. */
export type CalculationOptions = {
  coin?: string
  hashrate?: string
  difficulty?: string
  height?: string
  reward?: string
  price?: string
  power?: string
  tariff?: string
  poolFee?: string
}

/** Of 24 hours; money in the currency of the price, which must be the tariff's too. */
export type CalculatedDay = {
  coinPerDay: number
  revenuePerDay: number
  energyKwhPerDay: number
  costPerDay: number
  profitPerDay: number
  joulesPerTerahash: number
  breakEvenTariff: number
}

export type CalculationResult = { ok: true; day: CalculatedDay } | { ok: false; reason: string }

/**
 * A day of mining at a steady hash rate, by the formulas of the domain. Nothing is assumed: what is not given and does not
 * follow from what is (the subsidy from the height or the date) is named in the reason.
 */
export function calculateDay(options: CalculationOptions, nowMs: number): CalculationResult {
  const gone = options.coin === undefined ? undefined : notMinable(options.coin)
  if (gone) return { ok: false, reason: gone.explanation }
  const coin = options.coin === undefined ? undefined : coinBySymbol(options.coin)
  if (options.coin !== undefined && !coin) {
    return {
      ok: false,
      reason: `--coin ${options.coin} is not known; there are ${COINS.map(({ symbol }) => symbol).join(', ')}`,
    }
  }
  const hashesPerSecond = options.hashrate === undefined ? undefined : parseHashRate(options.hashrate)
  const numbers = {
    difficulty: amount(options.difficulty),
    height: amount(options.height),
    reward: amount(options.reward),
    price: amount(options.price),
    power: amount(options.power),
    tariff: signed(options.tariff),
    'pool-fee': amount(options.poolFee ?? '0'),
  }
  const wrong = [
    ...(options.hashrate !== undefined && !hashesPerSecond
      ? [`--hashrate ${options.hashrate} (write it as 100TH or 95.5MH)`]
      : []),
    ...Object.entries(numbers).flatMap(([name, value]) =>
      Number.isNaN(value) ? [`--${name} (write a number, such as 0.07)`] : [],
    ),
    ...((numbers['pool-fee'] ?? 0) > 100 ? ['--pool-fee (write percent, at most 100)'] : []),
    ...(numbers.difficulty === 0 ? ['--difficulty (it is more than 0)'] : []),
  ]
  if (wrong.length > 0) return { ok: false, reason: `not understood: ${wrong.join(', ')}` }

  const { difficulty, height, price, power, tariff } = numbers
  const reward = numbers.reward ?? (coin && subsidyToMiner(coin.symbol, height, nowMs))
  const perBlock = coin && difficulty !== undefined ? hashesPerBlock(coin.symbol, difficulty) : undefined
  if (
    coin === undefined ||
    hashesPerSecond === undefined ||
    perBlock === undefined ||
    reward === undefined ||
    price === undefined ||
    power === undefined ||
    tariff === undefined
  ) {
    const missing = [
      ...(coin === undefined ? ['--coin'] : []),
      ...(hashesPerSecond === undefined ? ['--hashrate'] : []),
      ...(difficulty === undefined ? ['--difficulty'] : []),
      ...(reward === undefined
        ? [height === undefined ? '--height (or --reward, coins per block)' : '--reward (coins per block)']
        : []),
      ...(price === undefined ? ['--price'] : []),
      ...(power === undefined ? ['--power'] : []),
      ...(tariff === undefined ? ['--tariff'] : []),
    ]
    return { ok: false, reason: `not given and not known: ${missing.join(', ')}` }
  }

  const poolFeePercent = numbers['pool-fee'] ?? 0
  const coinPerDay = expectedCoinPerDay({
    hashesPerSecond,
    hashesPerBlock: perBlock,
    rewardPerBlock: reward,
    poolFeePercent,
  })
  const revenuePerDay = coinPerDay * price
  const energyKwhPerDay = (power * 24) / 1000
  const costPerDay = energyKwhPerDay * tariff
  const efficiency = joulesPerHash(power, hashesPerSecond)
  const breakEvenTariff = breakEvenPerKwh({ revenue: revenuePerDay, energyWattHours: energyKwhPerDay * 1000 })
  if (efficiency === undefined || breakEvenTariff === undefined) {
    return { ok: false, reason: 'nothing is drawn: --power must be more than 0' }
  }
  return {
    ok: true,
    day: {
      coinPerDay,
      revenuePerDay,
      energyKwhPerDay,
      costPerDay,
      profitPerDay: revenuePerDay - costPerDay,
      joulesPerTerahash: efficiency * 1e12,
      breakEvenTariff,
    },
  }
}

// NaN: there was a text, and it is no number.
function signed(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text.trim()) && Number.isFinite(Number(text))
    ? Number(text)
    : Number.NaN
}

function amount(text: string | undefined): number | undefined {
  const value = signed(text)
  return value !== undefined && value < 0 ? Number.NaN : value
}
