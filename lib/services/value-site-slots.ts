import type { Database } from '#lib/db/database'
import { hoursBetween } from '#lib/db/hours'
import type { ReadingStore } from '#lib/db/reading-store'
import { HOUR_MS } from '#lib/domain/units'
import { currencyAt } from './currency.ts'
import { type FleetSettings, loadFleetSettings } from './fleet-settings.ts'
import { ratesBetween } from './load-rates.ts'
import { bindRates, type RateBook } from './rate-book.ts'
import { valueHours } from './value-hours.ts'

const HOURS_AT_ONCE = 24

/**
 * Makes the fleet series of the closed hours `[fromMs, toMs)` anew from the rigs' hours, the rates of each hour and the
 * dated settings. Works a day at a time, so that a year costs little memory and holds nobody up for long. Give the
 * settings where they are at hand.
 */
export async function valueSiteSlots(
  context: { database: Database; store: Pick<ReadingStore, 'saveSiteSlots'> },
  span: { fromMs: number; toMs: number },
  given?: FleetSettings,
): Promise<void> {
  const { database, store } = context
  const settings = given ?? (await loadFleetSettings(database))
  const stepMs = HOURS_AT_ONCE * HOUR_MS
  for (let fromMs = span.fromMs; fromMs < span.toMs; fromMs += stepMs) {
    const toMs = Math.min(fromMs + stepMs, span.toMs)
    const [hours, rates] = await Promise.all([
      hoursBetween(database, fromMs, toMs),
      datedRates(database, settings, fromMs, toMs),
    ])
    const slots = []
    const work = []
    for (let hourMs = fromMs; hourMs < toMs; hourMs += HOUR_MS) {
      const valued = valueHours(settings, rates, hourMs, hours)
      slots.push(...valued.slots)
      work.push(...valued.work)
    }
    await store.saveSiteSlots(slots, work)
  }
}

/** The rates of a span, each hour in the currency that the installation had then. */
export async function datedRates(
  database: Database,
  settings: Pick<FleetSettings, 'currencies'>,
  fromMs: number,
  toMs: number,
): Promise<RateBook> {
  const { currencies } = settings
  const currencyOf = (atMs: number) => currencyAt(currencies, atMs)
  const within = currencies.filter((row) => row.fromMs > fromMs && row.fromMs <= toMs)
  const wanted = new Set([currencyOf(fromMs), ...within.map(({ currency }) => currency)])
  const books = new Map<string, RateBook>()
  for (const currency of wanted) books.set(currency, await ratesBetween(database, currency, fromMs, toMs))
  const none = bindRates(currencyOf(fromMs), { prices: [], networks: [], marketplaces: [] }, NOTHING_TYPED)
  return { at: (atMs) => (books.get(currencyOf(atMs)) ?? none).at(atMs) }
}

const NOTHING_TYPED = { prices: new Map(), networks: new Map(), marketplaces: new Map() }
