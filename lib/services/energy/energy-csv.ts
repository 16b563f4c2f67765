import Papa from 'papaparse'
import { z } from 'zod'
import type { NamedPrice } from '#lib/domain/energy-prices'
import { MINUTE_MS, QUARTER_MS } from '#lib/domain/units'

const LARGEST_FILE = 20_000_000
const LARGEST_PRICE = 1000
const PROBLEMS_SHOWN = 50
const COLUMNS = ['from', 'price']

const row = z
  .object({
    from: z
      .string()
      .transform(moment)
      .refine(Number.isFinite, 'must be ISO 8601 with a zone (2026-11-22T14:00:00Z) or epoch ms'),
    to: z.string().optional(),
    minutes: z.string().optional(),
    price: z
      .string()
      .transform(decimal)
      .refine((price) => Number.isFinite(price), 'must be a number')
      .refine((price) => !(Math.abs(price) > LARGEST_PRICE), `must lie between -${LARGEST_PRICE} and ${LARGEST_PRICE}`),
  })
  .refine(({ to, minutes }) => Boolean(to) !== Boolean(minutes), {
    path: ['to'],
    message: 'or minutes: one of both is needed',
  })
  .transform(({ from, to, minutes, price }) => ({
    fromMs: from,
    toMs: to ? moment(to) : from + Number(minutes) * MINUTE_MS,
    pricePerKwh: price,
    source: 'csv',
  }))

/** Prices oldest first, or what is wrong by line. */
export type ReadEnergyCsv = { ok: true; prices: NamedPrice[] } | { ok: false; problems: Record<string, string> }

/**
 * Reads a file of prices: columns `from`, `to` or `minutes`, and `price` per kWh in the installation's currency, before
 * levies and tax. Spans are on quarter-hours and do not overlap. A decimal comma is understood where columns are parted
 * by semicolons.
 */
export function readEnergyCsv(csv: string): ReadEnergyCsv {
  if (csv.length > LARGEST_FILE) return { ok: false, problems: { csv: 'The file is larger than 20 MB' } }
  const file = Papa.parse<Record<string, string>>(csv.replace(/^\uFEFF/, ''), {
    header: true,
    skipEmptyLines: 'greedy',
    transformHeader: (name) => name.trim().toLowerCase(),
    transform: (value) => value.trim(),
  })
  const missing = COLUMNS.filter((column) => !file.meta.fields?.includes(column))
  if (missing.length > 0) return { ok: false, problems: { csv: `The file has no column ${missing.join(' and ')}` } }
  if (file.data.length === 0) return { ok: false, problems: { csv: 'The file has no rows' } }
  const problems: Record<string, string> = {}
  const read: { line: number; price: NamedPrice }[] = []
  const complain = (line: number, problem: string) => {
    if (Object.keys(problems).length < PROBLEMS_SHOWN) problems[`line ${line}`] ??= problem
  }
  for (const [index, fields] of file.data.entries()) {
    const line = index + 2
    const parsed = row.safeParse(fields)
    if (!parsed.success) {
      complain(line, parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; '))
      continue
    }
    const problem = whyRefused(parsed.data)
    if (problem) complain(line, problem)
    else read.push({ line, price: parsed.data })
  }
  read.sort((one, other) => one.price.fromMs - other.price.fromMs)
  for (const [index, { line, price }] of read.entries()) {
    const before = read[index - 1]
    if (before && price.fromMs < before.price.toMs) complain(line, `overlaps with line ${before.line}`)
  }
  if (Object.keys(problems).length > 0) return { ok: false, problems }
  return { ok: true, prices: read.map(({ price }) => price) }
}

function whyRefused({ fromMs, toMs }: NamedPrice): string | undefined {
  if (!Number.isFinite(toMs)) return 'to or minutes is none'
  if (toMs <= fromMs) return 'ends before it begins'
  if (fromMs % QUARTER_MS !== 0 || toMs % QUARTER_MS !== 0) return 'is not on quarter-hours'
  return undefined
}

// A moment without a zone would be read by the server's own clock.
function moment(text: string): number {
  if (/^\d{12,14}$/.test(text)) return Number(text)
  return /(Z|[+-]\d{2}:?\d{2})$/i.test(text) && /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/.test(text)
    ? Date.parse(text)
    : Number.NaN
}

function decimal(text: string): number {
  return /^-?\d+([.,]\d+)?$/.test(text) ? Number(text.replace(',', '.')) : Number.NaN
}
