import { canonicalAlgorithm } from '#lib/domain/algorithms'
import { COINS, coinBySymbol, notMinable, reasonNotToMine } from '#lib/domain/coins'
import { MARKETPLACES, marketplaceNamed } from '#lib/domain/payers'
import { parseHashRate } from '#lib/domain/units'
import { givenAmount, givenNumber } from './given-number.ts'

/** What a person gives, as written. */
export type CalculationOptions = {
  coin?: string
  marketplace?: string
  algorithm?: string
  hashrate?: string
  difficulty?: string
  networkHashrate?: string
  height?: string
  reward?: string
  mergedDifficulty?: string
  mergedPrice?: string
  coinPerHashDay?: string
  price?: string
  power?: string
  tariff?: string
  poolFee?: string
}

/** What is wrong with options as they stand, whatever else may be missing; undefined where nothing is. */
export function whatIsWrong(options: CalculationOptions): string | undefined {
  return wrongName(options) ?? wrongFigure(options) ?? wrongCompany(options)
}

function wrongName({ coin, marketplace, algorithm }: CalculationOptions): string | undefined {
  if (marketplace !== undefined) {
    const market = marketplaceNamed(marketplace)
    if (!market) return `--marketplace ${marketplace} is not known; there are ${MARKETPLACES.join(', ')}`
    if (coin !== undefined && !/^[a-z0-9]{2,10}$/i.test(coin)) return `not understood: --coin ${coin} (such as BTC)`
    // NiceHash's payouts are bitcoin; the price would be another coin's.
    if (market === 'nicehash' && coin !== undefined && coin.toUpperCase() !== 'BTC') {
      return 'NiceHash pays in BTC whatever is mined: leave --coin out and give the price of BTC'
    }
    return algorithm?.trim() === '' ? 'not understood: --algorithm (such as kawpow)' : undefined
  }
  if (coin === undefined) return undefined
  const gone = notMinable(coin)
  if (gone) return `${gone.explanation} Use --coin ${gone.insteadSymbol}.`
  if (!coinBySymbol(coin)) {
    return `--coin ${coin} is not known; there are ${COINS.map(({ symbol }) => symbol).join(', ')}`
  }
  return algorithm === undefined ? undefined : reasonNotToMine(coin.toUpperCase(), canonicalAlgorithm(algorithm))
}

function wrongFigure(options: CalculationOptions): string | undefined {
  const amounts = {
    difficulty: options.difficulty,
    height: options.height,
    reward: options.reward,
    'merged-difficulty': options.mergedDifficulty,
    'merged-price': options.mergedPrice,
    'coin-per-hash-day': options.coinPerHashDay,
    price: options.price,
    power: options.power,
    'pool-fee': options.poolFee,
  }
  const rates = { hashrate: options.hashrate, 'network-hashrate': options.networkHashrate }
  const wrong = [
    ...Object.entries(rates).flatMap(([name, text]) =>
      text === undefined || parseHashRate(text) ? [] : [`--${name} ${text} (write it as 100TH or 95.5MH)`],
    ),
    ...Object.entries(amounts).flatMap(([name, text]) =>
      Number.isNaN(givenAmount(text)) ? [`--${name} (write a number, such as 0.07)`] : [],
    ),
    ...(Number.isNaN(givenNumber(options.tariff)) ? ['--tariff (write a number, such as 0.07)'] : []),
    ...((givenAmount(options.poolFee) ?? 0) > 100 ? ['--pool-fee (write percent, at most 100)'] : []),
    ...(['difficulty', 'merged-difficulty', 'coin-per-hash-day'] as const).flatMap((name) =>
      givenAmount(amounts[name]) === 0 ? [`--${name} (it is more than 0)`] : [],
    ),
  ]
  return wrong.length > 0 ? `not understood: ${wrong.join(', ')}` : undefined
}

/** Options that say nothing beside the others are named instead of passed over. */
function wrongCompany(options: CalculationOptions): string | undefined {
  const ofChain = {
    difficulty: options.difficulty,
    'network-hashrate': options.networkHashrate,
    height: options.height,
    reward: options.reward,
  }
  const ofMerged = { 'merged-difficulty': options.mergedDifficulty, 'merged-price': options.mergedPrice }
  if (options.marketplace !== undefined) {
    const idle = givenNames({ ...ofChain, ...ofMerged })
    return idle === undefined ? undefined : `a marketplace pays for hashes, whatever they find: leave out ${idle}`
  }
  if (options.coinPerHashDay !== undefined) return '--coin-per-hash-day is what a --marketplace pays: name it'
  if (options.difficulty !== undefined && options.networkHashrate !== undefined) {
    return '--difficulty and --network-hashrate tell the same: give one of them'
  }
  const idle = givenNames(ofMerged)
  if (idle === undefined || options.coin === undefined || coinBySymbol(options.coin)?.mergedWith) return undefined
  return `nothing is mined along with ${options.coin.toUpperCase()}: leave out ${idle}`
}

function givenNames(options: Record<string, string | undefined>): string | undefined {
  const names = Object.keys(options).filter((name) => options[name] !== undefined)
  return names.length > 0 ? names.map((name) => `--${name}`).join(', ') : undefined
}
