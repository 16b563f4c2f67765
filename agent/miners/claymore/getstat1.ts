import { canonicalAlgorithm, KNOWN_ALGORITHMS } from '#lib/domain/algorithms'
import type { DeviceReport, WorkReport } from '#lib/domain/reading'
import { devicesRate, gpuMinerReading } from '../gpu-miner-reading'
import {
  busIdFrom,
  celsiusFrom,
  compact,
  countFrom,
  hashesPerSecondFrom,
  numberFrom,
  percentFrom,
  positiveFrom,
  present,
  secondsFrom,
  textFrom,
  wattsFrom,
} from '../lenient'
import type { MinerReading } from '../miner-reader'

/** What the first text names, as `miner.name`. */
export function softwareOf(rows: string[]): string {
  const text = rows[0] ?? ''
  const known: [RegExp, string][] = [
    [/^PM\b|phoenix/i, 'phoenixminer'],
    [/^TT-?Miner/i, 'ttminer'],
    [/lolminer/i, 'lolminer'],
    [/teamred|^TRM\b/i, 'teamredminer'],
    [/nanominer/i, 'nanominer'],
    // kawpowminer, serominer, progpowminer, …: all of them ethminer with another algorithm.
    [/(eth|pow|sero|ubq|zil|damo|teo|core|firo|nsf|energi)-?miner|^(ethcore|hashwarp)/i, 'ethminer'],
  ]
  return known.find(([pattern]) => pattern.test(text))?.[1] ?? 'claymore'
}

/**
 * The algorithm, where the first text tells: `PM 5.1c - ETH`, `12.6 - ZEC`, or a fork's own name (`kawpowminer-1.2.4`). ethminer itself
 * and TT-Miner do not tell.
 */
export function algorithmOf(text: string): string {
  const coin = /\s-\s*([A-Za-z0-9/_-]+)/.exec(text)?.[1]?.toUpperCase()
  if (coin !== undefined) return COINS[coin] ?? knownAlgorithm(coin)
  return knownAlgorithm(/^(\w+?)-?miner\b/i.exec(text)?.[1] ?? '')
}

const COINS: { [coin: string]: string } = {
  ETH: 'ethash',
  ETC: 'etchash',
  XMR: 'cryptonight',
  ZEC: 'equihash',
  BTG: 'equihash-144_5',
  RVN: 'kawpow',
}

/** Forks of ethminer that are named after a coin. */
const FORKS: { [name: string]: string } = { firo: 'firopow', zil: 'ethash' }

function knownAlgorithm(text: string): string {
  const fork = FORKS[text.toLowerCase()]
  if (fork !== undefined) return fork
  const name = canonicalAlgorithm(text)
  return KNOWN_ALGORITHMS.includes(name) && text.length > 4 ? name : 'unknown'
}

/** Each text's parts. */
function parts(row: string | undefined): string[] {
  return (row ?? '') === '' ? [] : (row ?? '').split(';').map((part) => part.trim())
}

const IMPOSSIBLE_HASHES_PER_SECOND = 1e9
/** The second algorithm (Decred, Sia, Pascal, …) is always in kH/s. */
const SECOND_SCALE = 1000

/**
 * kH/s for what mines as Ethereum did, plain solutions and hashes for Equihash and CryptoNight. Newer TT-Miners print H/s: a card that would
 * do more than 1 GH/s in kH/s did mean H/s.
 */
function scaleOf(algorithm: string, rates: (number | undefined)[]): number {
  if (/^(equihash|cryptonight|zelhash|randomx)/.test(algorithm)) return 1
  return rates.some((rate) => (rate ?? 0) * 1000 >= IMPOSSIBLE_HASHES_PER_SECOND) ? 1 : 1000
}

/** `off` and `stopped` are a card that does nothing; anything else that is no number is not known. */
function rateFrom(text: string | undefined): number | undefined {
  return text === 'off' || text === 'stopped' ? 0 : numberFrom(text)
}

/** `more` is the answer to `miner_getstat2`, which repeats the first and adds bus numbers. */
export function getstat1Reading(rows: string[], more?: string[]): MinerReading {
  const first = rows[0] ?? ''
  const algorithm = algorithmOf(first)
  // The unit depends on what it is: without a version nobody can tell.
  const isNamed = /\d\.\d/.test(first)
  const listed = isRateList(rows[3]) ? parts(rows[3]).map(rateFrom) : undefined
  const rates = listed ?? pairs(parts(rows[6])).map(() => undefined)
  const secondRates = parts(rows[5]).map(rateFrom)
  // Without a name for either, the two could not be told apart.
  const tellsFirst = algorithm !== 'unknown'
  const isDual =
    tellsFirst && [parts(rows[4])[0], ...secondRates].some((rate) => (hashesPerSecondFrom(rate, SECOND_SCALE) ?? 0) > 0)
  const inAll = !listed && isRateList(rows[2]) ? numberFrom(parts(rows[2])[0]) : undefined
  const scale = scaleOf(algorithm, listed ?? [(inAll ?? 0) / Math.max(1, rates.length)])
  const pools = parts(rows[7])
  const buses = parts(more?.[15])
  const watts = parts(rows[9])
  const sensors = pairedSensors(parts(rows[6]), rates.length)
  const devices = rates.map((rate, index): DeviceReport => {
    const work = [compact({ algorithm, hashesPerSecond: isNamed ? hashesPerSecondFrom(rate, scale) : undefined })]
    if (isDual) {
      work.push(
        compact({ algorithm: 'unknown', hashesPerSecond: hashesPerSecondFrom(secondRates[index], SECOND_SCALE) }),
      )
    }
    const temperatureCelsius = celsiusFrom(sensors[2 * index])
    return compact({
      index,
      kind: 'gpu' as const,
      busId: busIdFrom(positiveFrom(buses[index])),
      work,
      temperatureCelsius,
      // Without sensors both are 0.
      fanPercent: temperatureCelsius === undefined ? undefined : percentFrom(sensors[2 * index + 1]),
      powerWatts: watts.length === rates.length ? wattsFrom(watts[index]) : undefined,
    })
  })
  const sum = listed && devicesRate(devices)
  const work = [isNamed ? workOf(algorithm, parts(rows[2]), scale, sum, pools[0]) : { algorithm }]
  if (isDual) work.push(workOf('unknown', parts(rows[4]), SECOND_SCALE, devicesRate(devices, 1), pools[1]))
  const minutes = countFrom(rows[1])
  return gpuMinerReading({
    name: softwareOf(rows),
    version: versionOf(first),
    uptimeSeconds: minutes === undefined ? undefined : secondsFrom(minutes * 60),
    work,
    devices,
    // PhoenixMiner has printed what all its cards draw together.
    powerWatts: watts.length === 1 ? wattsFrom(watts[0]) : undefined,
  })
}

/** Numbers, or words for cards that do nothing, parted by semicolons; a card may say nonsense among the others. */
export function isRateList(row: string | undefined): boolean {
  return parts(row).some((part) => /^\d[\d.]{0,14}$|^(off|stopped)$/.test(part))
}

function pairs(list: string[]): string[] {
  return list.filter((_, position) => position % 2 === 0)
}

/** Claymore 9.3 forgot a separator (`72;47;72;4779;44`): whose temperature is whose is then not known, and a fan could be taken for one. */
function pairedSensors(sensors: string[], cards: number): string[] {
  return sensors.length === 2 * cards ? sensors : []
}

/** `rate;shares;rejected`. The total is an integer in the same unit as the cards' rates. */
function workOf(
  algorithm: string,
  [rate, shares, rejected]: string[],
  scale: number,
  devicesSum: number | undefined,
  url: string | undefined,
): WorkReport {
  return compact({
    algorithm,
    hashesPerSecond: hashesPerSecondFrom(rate, scale) ?? devicesSum,
    shares: present({ accepted: countFrom(shares), rejected: countFrom(rejected) }),
    pool: present({ url: textFrom(url) }),
  })
}

/** `11.8` of `11.8 - ETH`, `5.1c` of `PM 5.1c - ETH`, `0.16.0.dev0+commit.41639944` of ethminer's. */
export function versionOf(text: string): string | undefined {
  return /(?:^|[\s/v-])v?(\d+(?:\.\w+)*(?:[-+][\w.+-]+)?)/i.exec(text.replace(/\s-\s.*$/, ''))?.[1]
}
