import Papa from 'papaparse'
import { z } from 'zod'
import type { Database } from '#lib/db/database'
import { type NetworkRow, type PriceRow, saveNetworks, savePrices } from '#lib/db/rates'
import { coinBySymbol, notMinable, notMinedAt } from '#lib/domain/coins'
import { subsidyToMiner } from '#lib/domain/subsidy'
import { HOUR_MS } from '#lib/domain/units'
import { isFiatCurrency } from '#lib/market/fiat-currencies'
import { closedHoursSince, refused, type Saved } from './saved.ts'

const LARGEST_FILE = 20_000_000
const PROBLEMS_SHOWN = 50

/** What others call our columns; `snapped_at` stands in the files of prices that CoinGecko lets people download. */
const HEADERS: Readonly<Record<string, string>> = { date: 'time', snapped_at: 'time' }

const figure = z
  .string()
  .transform((text) => (text === '' ? undefined : Number(text)))
  .refine((value) => value === undefined || (Number.isFinite(value) && value > 0), 'must be a number above 0')
  .optional()

const row = z.object({
  time: z.string().transform(moment).refine(Number.isFinite, 'must be ISO 8601 (2026-11-22T14:00:00Z) or epoch ms'),
  coin: z
    .string()
    .toUpperCase()
    .refine((symbol) => coinBySymbol(symbol) !== undefined || notMinable(symbol) !== undefined, 'is not a known coin'),
  currency: z
    .string()
    .toUpperCase()
    .refine((code) => code === '' || isFiatCurrency(code), 'is not a known currency')
    .optional(),
  price: figure,
  difficulty: figure,
  reward: figure,
  height: figure,
})

/**
 * Takes prices and difficulties of the past from a CSV file. Each row speaks from its hour on, replacing what was known
 * of that hour, until the next known one; a day without a time of day speaks from 00:00 UTC. `coin` is whose rates they
 * are where no column says so. One bad row, and nothing is taken: the answer names each by its line.
 */
export async function importRatesCsv(
  database: Database,
  input: { csv: string; currency: string; coin?: string },
  nowMs = Date.now(),
): Promise<Saved<{ prices: number; networks: number }>> {
  if (input.csv.length > LARGEST_FILE) return refused('csv', 'The file is larger than 20 MB')
  const file = Papa.parse<Record<string, string>>(input.csv.replace(/^\uFEFF/, ''), {
    header: true,
    skipEmptyLines: 'greedy',
    transformHeader: (name) => HEADERS[name.trim().toLowerCase()] ?? name.trim().toLowerCase(),
    transform: (value) => value.trim(),
  })
  const prices: PriceRow[] = []
  const networks: NetworkRow[] = []
  const problems: Record<string, string> = {}
  for (const [index, fields] of file.data.entries()) {
    const complain = (problem: string) => {
      if (Object.keys(problems).length < PROBLEMS_SHOWN) problems[`line ${index + 2}`] ??= problem
    }
    const parsed = row.safeParse({ ...fields, coin: fields.coin || input.coin })
    if (!parsed.success) {
      complain(parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; '))
      continue
    }
    const { time, coin, currency, price, difficulty, reward, height } = parsed.data
    if (time > nowMs) complain('lies in the future')
    const dated = { coin, hourMs: Math.floor(time / HOUR_MS) * HOUR_MS, source: 'csv', observedAtMs: time }
    if (price !== undefined) prices.push({ ...dated, currency: currency || input.currency, price })
    const gone = difficulty === undefined ? undefined : notMinedAt(coin, time)
    if (gone) complain(`has a difficulty: ${gone.explanation}`)
    else if (difficulty !== undefined) {
      const rewardPerBlock = reward ?? (height === undefined ? undefined : subsidyToMiner(coin, height, time))
      if (rewardPerBlock === undefined) complain('a difficulty needs a reward or a height')
      else networks.push({ ...dated, difficulty, rewardPerBlock, height })
    }
    if (price === undefined && difficulty === undefined) complain('has neither a price nor a difficulty')
  }
  if (file.data.length === 0) return refused('csv', 'The file has no rows')
  if (Object.keys(problems).length > 0) return { ok: false, problems }
  await database.$transaction(
    async (rows) => {
      await savePrices(rows, prices)
      await saveNetworks(rows, networks)
    },
    { timeout: 60_000 },
  )
  const firstMs = [...prices, ...networks].reduce((first, { hourMs }) => Math.min(first, hourMs), nowMs)
  const recompute = closedHoursSince(firstMs, nowMs, { what: 'money', reason: 'rates changed' })
  return { ok: true, changes: [{ kind: 'rates' }], recompute, prices: prices.length, networks: networks.length }
}

function moment(text: string): number {
  if (/^\d{12,14}$/.test(text)) return Number(text)
  const parts = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)(?: ?UTC)?$/.exec(text)
  // Without a zone a moment would be taken for one of this machine's.
  return Date.parse(parts ? `${parts[1]}T${parts[2]}Z` : text)
}
