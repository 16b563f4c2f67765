import { z } from 'zod'
import { isTimeZone, startOfLocalDay } from '#lib/domain/calendar'
import { parseHashRate } from '#lib/domain/units'
import { dateOrders, readMoment } from '#lib/domain/written-moment'
import { csvRows, plainNumber } from '../csv-rows.ts'
import type { ContractInput } from './save-contract.ts'
import type { OrderInput } from './save-order.ts'

/** What a column of a file of contracts or orders may mean; the first pattern that fits a heading is the guess. */
export const CONTRACT_COLUMNS = {
  name: /^(contract|name|contract name)$/i,
  provider: /^provider/i,
  algorithm: /^algorithm/i,
  coin: /^coin/i,
  hashRate: /^hash ?rate/i,
  starts: /^(start|from|began|date)/i,
  ends: /^(end|to$|until|term)/i,
  fee: /^(maintenance|fee)(?!.*currency)/i,
  feeCurrency: /^fee.*currency/i,
  paid: /^(paid|price|cost)(?!.*currency)/i,
  paidCurrency: /^(paid.*currency|currency)/i,
} as const

export const ORDER_COLUMNS = {
  name: /^(order|name|order name)$/i,
  externalId: /^(id|order id)$/i,
  algorithm: /^algorithm/i,
  coin: /^(coin|mines)/i,
  spent: /^(spent|paid|amount|payed)/i,
  starts: /^(start|from|began|date)/i,
  ends: /^(end|to$|until)/i,
} as const

export type TermsKind = 'contracts' | 'orders'

/** Which column means what, and how dates are written. A column that is not there stays unknown. */
export const termsMapping = z.object({
  columns: z.record(z.string().max(40), z.string().max(200)),
  timeZone: z.string().refine(isTimeZone, 'This time zone is not known').default('UTC'),
  dateOrder: z.enum(dateOrders).default('day-first'),
})
export type TermsMapping = z.output<typeof termsMapping>

export type ReadLine<Input> = { line: number; input: Input }
export type ReadTerms<Input> = { read: ReadLine<Input>[]; refused: { line: number; reason: string }[] }

/** The columns of a file, and what they seem to mean. */
export function describeTerms(csv: string, kind: TermsKind): { columns: string[]; guess: Record<string, string> } {
  const { columns } = csvRows(csv)
  const patterns = Object.entries(kind === 'contracts' ? CONTRACT_COLUMNS : ORDER_COLUMNS)
  const guess = patterns.flatMap(([field, pattern]) => {
    const found = columns.find((name) => pattern.test(name))
    return found === undefined ? [] : [[field, found] as const]
  })
  return { columns, guess: Object.fromEntries(guess) }
}

/** Contracts of a file, for a site. A fee is a TH/s and day's, in its own currency or `currency`. */
export function readContracts(
  csv: string,
  mapping: TermsMapping,
  { siteId, currency }: { siteId: number; currency: string },
): ReadTerms<ContractInput> {
  return readLines(csv, mapping, ({ cell, number, moment }) => {
    // A bare number would be read as so many hashes, which nobody rents.
    const hashesPerSecond = /[a-z]/i.test(cell('hashRate')) ? parseHashRate(cell('hashRate')) : undefined
    if (!hashesPerSecond) return `"${cell('hashRate')}" is no hash rate with its unit, such as 10 TH/s`
    const startsAtMs = moment('starts')
    if (startsAtMs === undefined) return `"${cell('starts')}" is no date that is known here`
    const termEndsAtMs = cell('ends') === '' ? undefined : moment('ends')
    if (cell('ends') !== '' && termEndsAtMs === undefined) return `"${cell('ends')}" is no date that is known here`
    const [fee, paid] = [number('fee'), number('paid')]
    if (Number.isNaN(fee) || Number.isNaN(paid)) return 'Its fee or what was paid is no number'
    return {
      ...{ name: cell('name'), provider: cell('provider'), algorithm: cell('algorithm'), coin: cell('coin') },
      ...{ hashesPerSecond, startsAtMs, siteId },
      ...(termEndsAtMs === undefined ? {} : { termEndsAtMs }),
      ...(fee ? { fee: { perUnitDay: fee, currency: cell('feeCurrency') || currency } } : {}),
      ...(paid ? { paid: { amount: paid, currency: (cell('paidCurrency') || currency).toUpperCase() } } : {}),
    }
  })
}

/** Orders of a file. What was spent is in BTC. */
export function readOrders(csv: string, mapping: TermsMapping): ReadTerms<OrderInput> {
  return readLines(csv, mapping, ({ cell, number, moment }) => {
    const spent = number('spent')
    if (spent === undefined || Number.isNaN(spent)) return `"${cell('spent')}" is no amount`
    const startsAtMs = moment('starts')
    if (startsAtMs === undefined) return `"${cell('starts')}" is no date that is known here`
    const endsAtMs = moment('ends')
    const externalId = cell('externalId')
    return {
      ...{ name: cell('name') || externalId, algorithm: cell('algorithm'), coin: cell('coin'), spent, startsAtMs },
      marketplace: 'nicehash',
      ...(externalId === '' ? {} : { externalId }),
      ...(endsAtMs === undefined ? {} : { endsAtMs }),
    }
  })
}

type Cells = {
  /** Trimmed; empty where there is no such column. */
  cell: (field: string) => string
  /** NaN for what is written and no number. */
  number: (field: string) => number | undefined
  moment: (field: string) => number | undefined
}

function readLines<Input extends object>(
  csv: string,
  { columns, timeZone, dateOrder }: TermsMapping,
  read: (cells: Cells) => Input | string,
): ReadTerms<Input> {
  const done: ReadTerms<Input> = { read: [], refused: [] }
  for (const [index, row] of csvRows(csv).rows.entries()) {
    const cell = (field: string) => (row[columns[field] ?? ''] ?? '').trim().slice(0, 200)
    const number = (field: string) => (cell(field) === '' ? undefined : Number(plainNumber(cell(field))))
    const moment = (field: string) => {
      const atMs = readMoment(cell(field), timeZone, dateOrder)
      // A day without a time begins with it.
      return atMs === undefined || cell(field).includes(':') ? atMs : startOfLocalDay(atMs, timeZone)
    }
    const outcome = read({ cell, number, moment })
    if (typeof outcome === 'string') done.refused.push({ line: index + 2, reason: outcome })
    else done.read.push({ line: index + 2, input: outcome })
  }
  return done
}
