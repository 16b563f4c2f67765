import { z } from 'zod'
import { type NamedPrice, OPEN_END_MS } from '#lib/domain/energy-prices'
import type { PriceSourceSettings } from '#lib/domain/tariff-parts'
import { fetchJson } from '../fetch-json.ts'
import type { FetchResult } from '../market-source.ts'
import { type EnergySource, inOrder, inWords, whyUnusable } from './energy-source.ts'

const PENCE_PER_POUND = 100
const ROWS_PER_PAGE = 1500
const MOST_PAGES = 20
const PROBLEMS_TOLD = 3

const page = z.object({ next: z.string().nullable(), results: z.array(z.unknown()).max(ROWS_PER_PAGE) })
const moment = z.iso.datetime({ offset: true }).transform(Date.parse)
const row = z.object({
  value_exc_vat: z.number(),
  value_inc_vat: z.number(),
  valid_from: moment,
  valid_to: moment.nullable(),
  payment_method: z.string().nullish(),
})

type Tariff = Omit<Extract<PriceSourceSettings, { source: 'octopus' }>, 'source'>

/**
 * Unit rates of a tariff by Octopus Energy: `GET
 * /v1/products/{product}/electricity-tariffs/{tariff}/standard-unit-rates/?period_from=…&period_to=…` answers pages of
 * `{ count, next, previous, results: [{ value_exc_vat, value_inc_vat, valid_from, valid_to, payment_method }] }` in
 * pence and UTC; a rate without `valid_to` holds until further notice (developer.octopus.energy, REST, "Products"). Where
 * a rate depends on how one pays, that by direct debit is taken.
 *
 * @param baseUrl such as `https://api.octopus.energy/v1`
 */
export function octopus(baseUrl: string, tariff: Tariff, options: { timeoutMs?: number } = {}): EnergySource {
  return {
    name: 'octopus',
    hosts: [new URL(baseUrl).host],
    currency: 'GBP',
    async fetchPrices(fromMs, toMs) {
      const rows = await allPages(firstPage(baseUrl, tariff, fromMs, toMs), options.timeoutMs)
      if (!rows.ok) return rows
      const prices: NamedPrice[] = []
      const problems: string[] = []
      for (const sent of rows.found) {
        const price = read(sent, tariff.vat)
        if (typeof price === 'string') problems.push(price)
        else if (price) prices.push(price)
      }
      const { found, gaps } = inOrder('Octopus Energy', prices)
      return { ok: true, found, problems: [...problems.slice(0, PROBLEMS_TOLD), ...gaps] }
    },
  }
}

function firstPage(baseUrl: string, { productCode, tariffCode }: Tariff, fromMs: number, toMs: number): string {
  const query = new URLSearchParams({
    period_from: new Date(fromMs).toISOString(),
    period_to: new Date(toMs).toISOString(),
    page_size: String(ROWS_PER_PAGE),
  })
  const product = encodeURIComponent(productCode)
  return `${baseUrl}/products/${product}/electricity-tariffs/${encodeURIComponent(tariffCode)}/standard-unit-rates/?${query}`
}

async function allPages(first: string, timeoutMs: number | undefined): Promise<FetchResult<unknown>> {
  const found: unknown[] = []
  let address: string | null = first
  for (let pages = 0; address !== null; pages++) {
    if (pages === MOST_PAGES) return { ok: false, reason: `Octopus Energy sent more than ${MOST_PAGES} pages` }
    const fetched = await fetchJson(address, timeoutMs)
    if (!fetched.ok) return fetched
    const parsed = page.safeParse(fetched.body)
    if (!parsed.success) return { ok: false, reason: 'Octopus Energy answered in a form that is not known' }
    found.push(...parsed.data.results)
    address = parsed.data.next
    // The list of hosts we contact stays true.
    if (address !== null && !isSameOrigin(address, first)) {
      return { ok: false, reason: 'Octopus Energy pointed to another host for its next page' }
    }
  }
  return { ok: true, found, problems: [] }
}

function isSameOrigin(address: string, first: string): boolean {
  return URL.canParse(address) && new URL(address).origin === new URL(first).origin
}

/** The price, why it was left out, or nothing where it is for other customers. */
function read(sent: unknown, vat: Tariff['vat']): NamedPrice | string | undefined {
  const parsed = row.safeParse(sent)
  if (!parsed.success) return 'Octopus Energy told a price in a form that is not known'
  const { valid_from: fromMs, valid_to, value_exc_vat, value_inc_vat, payment_method } = parsed.data
  if (payment_method && payment_method !== 'DIRECT_DEBIT') return undefined
  const pence = vat === 'included' ? value_inc_vat : value_exc_vat
  const price = { fromMs, toMs: valid_to ?? OPEN_END_MS, pricePerKwh: pence / PENCE_PER_POUND, source: 'octopus' }
  const why = whyUnusable(price)
  return why ? `Octopus Energy told a price that was left out, ${inWords(fromMs)}: ${why}` : price
}
