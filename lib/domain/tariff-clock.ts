import { localClock, localDate } from '#lib/domain/calendar'
import { HOLIDAY, type PriceTable, type Season, type Tariff, type TariffWindow } from '#lib/domain/tariff-parts'
import { DAY_MS } from '#lib/domain/units'

const SUNDAY = 7

/** What the tariff itself says for a moment by the site's wall clock, before levies and tax. */
export function clockPrice(tariff: Tariff, timeZone: string, atMs: number): { pricePerKwh: number; label?: string } {
  const { seasons, holidays } = tariff
  const date = seasons?.length || holidays?.length ? localDate(atMs, timeZone) : undefined
  const season = date === undefined ? undefined : seasons?.find((one) => holds(one, date.slice(5)))
  const table: PriceTable = season ?? tariff
  const { weekday, minute } = localClock(atMs, timeZone)
  const today = dayOf(weekday, date, holidays)
  const yesterday = dayOf(weekday === 1 ? SUNDAY : weekday - 1, date && dayBefore(date), holidays)
  const window = table.windows.find((candidate) => covers(candidate, today, yesterday, minute))
  const label = [season?.label, window?.label].filter((part) => part !== undefined).join(', ')
  const { pricePerKwh } = window ?? table
  return label === '' ? { pricePerKwh } : { pricePerKwh, label }
}

type Day = { weekday: number; holiday: boolean }

function dayOf(weekday: number, date: string | undefined, holidays: string[] | undefined): Day {
  const holiday = date !== undefined && holidays?.includes(date) === true
  return { weekday: holiday ? SUNDAY : weekday, holiday }
}

function dayBefore(date: string): string {
  return new Date(Date.parse(date) - DAY_MS).toISOString().slice(0, 10)
}

/** `day` is a month and day such as `12-24`: such texts sort as days do. */
function holds({ from, to }: Season, day: string): boolean {
  return from <= to ? day >= from && day <= to : day >= from || day <= to
}

function covers({ days, fromMinute, toMinute }: TariffWindow, today: Day, yesterday: Day, minute: number): boolean {
  if (fromMinute < toMinute) return minute >= fromMinute && minute < toMinute && isOf(days, today)
  if (minute >= fromMinute) return isOf(days, today)
  return minute < toMinute && isOf(days, yesterday)
}

function isOf(days: number[], { weekday, holiday }: Day): boolean {
  return days.includes(weekday) || (holiday && days.includes(HOLIDAY))
}
