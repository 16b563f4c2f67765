import type { Tariff } from '#lib/domain/tariff'
import { parseDecimal, parseOptionalDecimal } from '../forms/decimal'

/** A tariff while somebody writes it: figures as they are typed. */
export type TariffDraft = {
  pricePerKwh: string
  windows: WindowDraft[]
  fixedPerMonth: string
  overheadPercent: string
}

export type WindowDraft = {
  label: string
  days: number[]
  /** `22:00`, by the clock on the wall. */
  from: string
  to: string
  pricePerKwh: string
}

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]

/** Nothing written yet: the price is what a person must say. */
export function emptyTariff(): TariffDraft {
  return { pricePerKwh: '', windows: [], fixedPerMonth: '', overheadPercent: '' }
}

/** The commonest second price: cheaper at night, over midnight. */
export function nightWindow(): WindowDraft {
  return { label: 'Night', days: EVERY_DAY, from: '22:00', to: '06:00', pricePerKwh: '' }
}

export function draftOf(tariff: Tariff): TariffDraft {
  return {
    pricePerKwh: String(tariff.pricePerKwh),
    fixedPerMonth: tariff.fixedPerMonth === 0 ? '' : String(tariff.fixedPerMonth),
    overheadPercent: tariff.overheadPercent === 0 ? '' : String(tariff.overheadPercent),
    windows: tariff.windows.map(({ label, days, fromMinute, toMinute, pricePerKwh }) => ({
      label: label ?? '',
      days,
      from: clockOf(fromMinute),
      to: clockOf(toMinute),
      pricePerKwh: String(pricePerKwh),
    })),
  }
}

/** What was written so far; a price or time not written is NaN, which the service complains of by field. */
export function tariffOf(draft: TariffDraft): Tariff {
  return {
    pricePerKwh: parseDecimal(draft.pricePerKwh),
    fixedPerMonth: parseOptionalDecimal(draft.fixedPerMonth) ?? 0,
    overheadPercent: parseOptionalDecimal(draft.overheadPercent) ?? 0,
    windows: draft.windows.map(({ label, days, from, to, pricePerKwh }) => ({
      ...(label.trim() === '' ? {} : { label: label.trim() }),
      days: [...days].sort((one, other) => one - other),
      fromMinute: minuteOf(from),
      toMinute: minuteOf(to),
      pricePerKwh: parseDecimal(pricePerKwh),
    })),
  }
}

/** Whether all that a price depends on is written, so that it can be drawn. */
export function isComplete(tariff: Tariff): boolean {
  return [tariff, ...tariff.windows]
    .flatMap((part) => Object.values(part).filter((value) => typeof value === 'number'))
    .every((value) => Number.isFinite(value))
}

function minuteOf(clock: string): number {
  const [, hours, minutes] = /^(\d{2}):(\d{2})$/.exec(clock) ?? []
  return hours === undefined ? Number.NaN : Number(hours) * 60 + Number(minutes)
}

function clockOf(minute: number): string {
  const pad = (value: number) => String(value).padStart(2, '0')
  return `${pad(Math.floor(minute / 60) % 24)}:${pad(minute % 60)}`
}
