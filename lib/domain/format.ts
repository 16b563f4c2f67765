import { describeAlgorithm } from '#lib/domain/algorithms'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '#lib/domain/units'

/** Stands where a figure is not known. */
export const UNKNOWN = '—'

const MINUS = '−'

/** `97.4 MH/s`, `420 kSol/s`: three to four significant digits in one unit. */
export function formatHashRate(hashesPerSecond: number | undefined, algorithm: string): string {
  const { unit } = describeAlgorithm(algorithm)
  return scaled(hashesPerSecond, ['', 'k', 'M', 'G', 'T', 'P', 'E', 'Z'], `${unit}/s`)
}

/** `30.5 J/TH`, `2.35 J/MH`, `75 J/kH`: the unit in which the algorithm's machines are compared. */
export function formatEfficiency(joulesPerHash: number | undefined, algorithm: string): string {
  const { efficiencyPer, efficiencyUnit } = describeAlgorithm(algorithm)
  if (!isNumber(joulesPerHash)) return UNKNOWN
  return `${significant(joulesPerHash * efficiencyPer)} ${efficiencyUnit}`
}

/** `228 W`, `3.41 kW`, `1.20 MW`. */
export function formatPower(watts: number | undefined): string {
  return scaled(watts, ['', 'k', 'M', 'G'], 'W')
}

/** `850 Wh`, `81.8 kWh`, `2.45 MWh`. */
export function formatEnergy(wattHours: number | undefined): string {
  return scaled(wattHours, ['', 'k', 'M', 'G'], 'Wh')
}

/** `61 °C`. */
export function formatTemperature(celsius: number | undefined): string {
  return isNumber(celsius) ? `${withTrueMinus(String(Math.round(celsius) || 0))} °C` : UNKNOWN
}

/**
 * `99.4%`, also `2.25%` with the decimals that somebody wrote. What is not quite all or not quite nothing never reads as all or
 * nothing. Everything that shows a percentage does so through this.
 */
export function formatPercent(fraction: number | undefined, mostDecimals = 1): string {
  if (!isNumber(fraction)) return UNKNOWN
  const percent = fraction * 100
  const least = 10 ** -mostDecimals
  const written = (value: number) => value.toFixed(mostDecimals).replace(/\.?0+$/, '') || '0'
  if (percent > 0 && percent < least / 2) return `<${written(least)}%`
  if (percent < 100 && percent >= 100 - least / 2) return `>${written(100 - least)}%`
  return `${withTrueMinus(mostDecimals === 0 ? percent.toFixed(0) : written(percent))}%`
}

/** A bare number with separators: `1,234`. */
export function formatCount(count: number | undefined): string {
  return isNumber(count) ? withTrueMinus(grouped(0, 0).format(count)) : UNKNOWN
}

export type MoneyFormat = {
  /** `+` before a gain. */
  signed?: boolean
  /** A price of energy: up to four decimals and `/kWh`. */
  perKwh?: boolean
}

const CURRENCY_CODE = /^[A-Z]{3}$/

/**
 * `$4.12`, `+$4.12`, `−$0.38`, `$0.0043` (tiny amounts keep two significant digits), `$0.28/kWh`. The currency is a
 * three-letter code; another text stands after the number as it is.
 */
export function formatMoney(amount: number | undefined, currency: string, format: MoneyFormat = {}): string {
  if (!isNumber(amount)) return UNKNOWN
  const size = Math.abs(amount)
  const { money, digits } = currencyFormat(currency)
  const text = format.perKwh ? priced(size, currency, digits) : sized(size, currency, digits, money)
  const isNothing = !/[1-9]/.test(text)
  const sign = isNothing ? '' : amount < 0 ? MINUS : format.signed ? '+' : ''
  return `${sign}${text}${format.perKwh ? '/kWh' : ''}`
}

/**
 * `0.0119 LTC`, `47.78 DOGE`, `12,340 DOGE`; BTC below 0.001 in satoshi: `4,979 sat`. Amounts that are compared with one
 * another are given `beside` it, and where one of them is that small, all below a tenth of a BTC are in satoshi.
 */
export function formatCoin(amount: number | undefined, coin: string, beside: readonly number[] = []): string {
  if (!isNumber(amount)) return UNKNOWN
  const size = Math.abs(amount)
  const sign = amount < 0 ? MINUS : ''
  const sizes = [size, ...beside.map(Math.abs)]
  const inSatoshi = Math.max(...sizes) < 0.1 && sizes.some((each) => each > 0 && each < 0.001)
  if (coin === 'BTC' && inSatoshi) return `${sign}${coinDigits(size * 1e8, 3)} sat`
  return `${sign}${coinDigits(size, 4)} ${coin}`
}

/** `45 s`, `12 min`, `3 h 20 min`, `2 d 4 h`: the two largest parts. */
export function formatDuration(ms: number | undefined): string {
  if (!isNumber(ms)) return UNKNOWN
  const size = Math.max(0, ms)
  if (size < MINUTE_MS) return `${Math.floor(size / SECOND_MS)} s`
  if (size < HOUR_MS) return `${Math.floor(size / MINUTE_MS)} min`
  if (size < DAY_MS) return twoParts(size, HOUR_MS, 'h', MINUTE_MS, 'min')
  return twoParts(size, DAY_MS, 'd', HOUR_MS, 'h')
}

/** `just now`, `2 s ago`, `3 h ago`: the largest part. */
export function formatAge(ms: number | undefined): string {
  if (!isNumber(ms)) return UNKNOWN
  if (ms < SECOND_MS) return 'just now'
  if (ms < MINUTE_MS) return `${Math.floor(ms / SECOND_MS)} s ago`
  if (ms < HOUR_MS) return `${Math.floor(ms / MINUTE_MS)} min ago`
  if (ms < DAY_MS) return `${Math.floor(ms / HOUR_MS)} h ago`
  return `${Math.floor(ms / DAY_MS)} d ago`
}

/** `22 Nov 2026, 14:02:35` in the zone. */
export function formatInstant(atMs: number | undefined, timeZone: string): string {
  return isNumber(atMs) ? clock('instant', timeZone).format(atMs) : UNKNOWN
}

/** `14:02` in the zone. */
export function formatClock(atMs: number | undefined, timeZone: string): string {
  return isNumber(atMs) ? clock('clock', timeZone).format(atMs) : UNKNOWN
}

function isNumber(value: number | undefined): value is number {
  return value !== undefined && Number.isFinite(value)
}

/** In the largest unit that leaves at least 1; a value that rounds up to 1000 takes the next. */
function scaled(value: number | undefined, prefixes: readonly string[], unit: string): string {
  if (!isNumber(value)) return UNKNOWN
  let size = value
  let step = 0
  while (Math.abs(size) >= 999.95 && step < prefixes.length - 1) {
    size /= 1000
    step += 1
  }
  return `${significant(size)} ${prefixes[step] ?? ''}${unit}`
}

/** `9.53`, `97.4`, `953.1`, `1,234`, `0.0953`: three digits, four from 100 on; whole numbers below 100 keep no zeros. */
function significant(value: number): string {
  if (value === 0) return '0'
  const size = Math.abs(value)
  const sign = value < 0 ? MINUS : ''
  if (size >= 999.95) return sign + grouped(0, 0).format(size)
  if (size >= 99.95) return sign + size.toFixed(1).replace(/\.0$/, '')
  if (size >= 9.995) return sign + size.toFixed(1)
  if (size >= 0.9995) return sign + size.toFixed(2)
  return sign + plain(size, 3)
}

/** A small number without exponent, cut to significant digits, trailing zeros dropped. */
function plain(size: number, digits: number): string {
  return grouped(0, 20, digits).format(size)
}

function coinDigits(size: number, digits: number): string {
  if (size === 0) return '0'
  return size >= 1000 ? grouped(0, 0).format(size) : plain(size, digits)
}

function twoParts(size: number, largeMs: number, large: string, smallMs: number, small: string): string {
  const rest = Math.floor((size % largeMs) / smallMs)
  const head = `${Math.floor(size / largeMs)} ${large}`
  return rest === 0 ? head : `${head} ${rest} ${small}`
}

function withTrueMinus(text: string): string {
  return text.replace('-', MINUS)
}

/** Below ten of the smallest coin, two significant digits instead of two decimals. */
function sized(size: number, currency: string, digits: number, money: Intl.NumberFormat | undefined): string {
  const isTiny = size > 0 && size < 10 ** (1 - digits) && size >= 1e-9
  if (isTiny) return withCurrency(grouped(digits, 20, 2), size, currency)
  return money ? money.format(size) : withCurrency(grouped(digits, digits), size, currency)
}

function priced(size: number, currency: string, digits: number): string {
  return withCurrency(grouped(digits, Math.max(4, digits)), size, currency)
}

/** The number as given, with the currency's sign where that stands. */
function withCurrency(format: Intl.NumberFormat, size: number, currency: string): string {
  const { money } = currencyFormat(currency)
  const number = format.format(size)
  if (!money) return `${number} ${currency}`
  const sign = money.formatToParts(0)
  return sign
    .map((part) =>
      part.type === 'integer' ? number : part.type === 'currency' || part.type === 'literal' ? part.value : '',
    )
    .join('')
}

const currencies = new Map<string, { money?: Intl.NumberFormat; digits: number }>()

function currencyFormat(currency: string): { money?: Intl.NumberFormat; digits: number } {
  const known = currencies.get(currency)
  if (known) return known
  const money = CURRENCY_CODE.test(currency)
    ? new Intl.NumberFormat('en-US', { style: 'currency', currency })
    : undefined
  const made = { money, digits: money?.resolvedOptions().maximumFractionDigits ?? 2 }
  currencies.set(currency, made)
  return made
}

const numbers = new Map<string, Intl.NumberFormat>()

function grouped(minimum: number, maximum: number, significantDigits?: number): Intl.NumberFormat {
  const key = `${minimum} ${maximum} ${significantDigits}`
  const known = numbers.get(key)
  if (known) return known
  const decimals = { minimumFractionDigits: minimum, maximumFractionDigits: maximum }
  const made = new Intl.NumberFormat(
    'en-US',
    significantDigits === undefined ? decimals : { maximumSignificantDigits: significantDigits },
  )
  numbers.set(key, made)
  return made
}

const clocks = new Map<string, Intl.DateTimeFormat>()

function clock(kind: 'instant' | 'clock', timeZone: string): Intl.DateTimeFormat {
  const key = `${kind} ${timeZone}`
  const known = clocks.get(key)
  if (known) return known
  const time = { timeZone, hourCycle: 'h23', hour: '2-digit', minute: '2-digit' } as const
  const date = { day: 'numeric', month: 'short', year: 'numeric', second: '2-digit' } as const
  const made = new Intl.DateTimeFormat('en-GB', kind === 'clock' ? time : { ...time, ...date })
  clocks.set(key, made)
  return made
}
