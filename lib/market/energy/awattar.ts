import { z } from 'zod'
import type { NamedPrice } from '#lib/domain/energy-prices'
import { fetchJson } from '../fetch-json.ts'
import { type EnergySource, inOrder, inWords, whyUnusable } from './energy-source.ts'

const UNIT = 'Eur/MWh'
const KWH_PER_MWH = 1000
const PROBLEMS_TOLD = 3

const answer = z.object({ object: z.literal('list'), data: z.array(z.unknown()).max(10_000) })
const row = z.object({ start_timestamp: z.int(), end_timestamp: z.int(), marketprice: z.number(), unit: z.string() })

/**
 * Hourly day-ahead prices of Austria or Germany by aWATTar: `GET /v1/marketdata?start=…&end=…` (epoch ms) answers
 * `{ object: 'list', data: [{ start_timestamp, end_timestamp, marketprice: 42.09, unit: 'Eur/MWh' }] }`, without grid
 * fees and tax; a price may be negative (awattar.de/services/api). An address may ask 100 times a day.
 *
 * @param baseUrl such as `https://api.awattar.at/v1`
 */
export function awattar(baseUrl: string, options: { timeoutMs?: number } = {}): EnergySource {
  return {
    name: 'awattar',
    hosts: [new URL(baseUrl).host],
    currency: 'EUR',
    async fetchPrices(fromMs, toMs) {
      const fetched = await fetchJson(`${baseUrl}/marketdata?start=${fromMs}&end=${toMs}`, options.timeoutMs)
      if (!fetched.ok) return fetched
      const body = answer.safeParse(fetched.body)
      if (!body.success) return { ok: false, reason: 'aWATTar answered in a form that is not known' }
      const prices: NamedPrice[] = []
      const problems: string[] = []
      for (const sent of body.data.data) {
        const price = read(sent)
        if (typeof price === 'string') problems.push(price)
        else prices.push(price)
      }
      const { found, gaps } = inOrder('aWATTar', prices)
      return { ok: true, found, problems: [...problems.slice(0, PROBLEMS_TOLD), ...gaps] }
    },
  }
}

/** The price, or why it was left out. */
function read(sent: unknown): NamedPrice | string {
  const parsed = row.safeParse(sent)
  if (!parsed.success) return 'aWATTar told a price in a form that is not known'
  const { start_timestamp: fromMs, end_timestamp: toMs, marketprice, unit } = parsed.data
  if (unit !== UNIT) return `aWATTar told a price in ${unit.slice(0, 20)}, where ${UNIT} is known`
  const price = { fromMs, toMs, pricePerKwh: marketprice / KWH_PER_MWH, source: 'awattar' }
  const why = whyUnusable(price)
  return why ? `aWATTar told a price that was left out, ${inWords(fromMs)}: ${why}` : price
}
