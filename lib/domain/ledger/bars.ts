import { localPeriods } from '#lib/domain/calendar'
import { addDays, isoOfDate, lastDateOfMonth } from '#lib/domain/local-dates'

/** What a bar of earnings stands for. */
export type BarLength = 'day' | 'week' | 'month' | 'year'

/** Days or months of the ledger to be read; both ends included. */
export type LedgerSpan = { level: 'day' | 'month'; fromPeriod: number; toPeriod: number }

/** A span of dates as whole months, which are few rows, and the days that stick out at its ends. */
export function spansOfDates(fromDate: number, toDate: number): LedgerSpan[] {
  if (fromDate > toDate) return []
  const firstMonth = fromDate % 100 === 1 ? monthOf(fromDate) : nextMonth(monthOf(fromDate))
  const endsMonth = lastDateOfMonth(monthOf(toDate)) === toDate
  const lastMonth = endsMonth ? monthOf(toDate) : previousMonth(monthOf(toDate))
  if (firstMonth > lastMonth) return [{ level: 'day', fromPeriod: fromDate, toPeriod: toDate }]
  const spans: LedgerSpan[] = []
  const monthsBegin = firstMonth * 100 + 1
  const monthsEnd = lastDateOfMonth(lastMonth)
  if (fromDate < monthsBegin) spans.push({ level: 'day', fromPeriod: fromDate, toPeriod: addDays(monthsBegin, -1) })
  spans.push({ level: 'month', fromPeriod: firstMonth, toPeriod: lastMonth })
  if (toDate > monthsEnd) spans.push({ level: 'day', fromPeriod: addDays(monthsEnd, 1), toPeriod: toDate })
  return spans
}

/** What to read for bars: those shorter than a month are made of days. */
export function spansForBars(length: BarLength, fromDate: number, toDate: number): LedgerSpan[] {
  if (length === 'month' || length === 'year') return spansOfDates(fromDate, toDate)
  return fromDate > toDate ? [] : [{ level: 'day', fromPeriod: fromDate, toPeriod: toDate }]
}

/** The bar that a period of the ledger belongs to: `2026-11-27`, `2026-W48`, `2026-11` or `2026`. */
export function barOf(length: BarLength, period: number): string {
  const text = String(period)
  if (length === 'year') return text.slice(0, 4)
  if (length === 'month') return `${text.slice(0, 4)}-${text.slice(4, 6)}`
  return length === 'day' ? isoOfDate(period) : weekOf(period)
}

function weekOf(date: number): string {
  const atMs = Date.parse(`${isoOfDate(date)}T00:00:00Z`)
  return localPeriods('week', atMs, atMs + 1, 'UTC')[0]?.label ?? ''
}

/** All bars of a span of dates in order, with the dates within the span that each covers. */
export function barsOfDates(
  length: BarLength,
  fromDate: number,
  toDate: number,
): { label: string; fromDate: number; toDate: number }[] {
  const bars: { label: string; fromDate: number; toDate: number }[] = []
  for (let date = fromDate; date <= toDate; date = addDays(date, 1)) {
    const label = barOf(length, date)
    const last = bars.at(-1)
    if (last?.label === label) last.toDate = date
    else bars.push({ label, fromDate: date, toDate: date })
  }
  return bars
}

function monthOf(date: number): number {
  return Math.floor(date / 100)
}

function nextMonth(month: number): number {
  return month % 100 === 12 ? month + 89 : month + 1
}

function previousMonth(month: number): number {
  return month % 100 === 1 ? month - 89 : month - 1
}
