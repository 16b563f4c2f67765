import type { Tariff } from '#lib/domain/tariff'
import type { DynamicPrices, PriceSourceSettings, Season, TariffWindow } from '#lib/domain/tariff-parts'
import { parseDecimal, parseOptionalDecimal } from '../forms/decimal'

/** A tariff while somebody writes it: figures as they are typed. */
export type TariffDraft = {
  pricePerKwh: string
  windows: WindowDraft[]
  fixedPerMonth: string
  overheadPercent: string
  /** Written elsewhere: by whom chooses a meter. */
  siteEnergy?: Tariff['siteEnergy']
  seasons: SeasonDraft[]
  /** Dates such as `2026-12-25`, between them whatever a person puts there. */
  holidays: string
  levies: SumDraft[]
  energyTaxPercent: string
  charges: SumDraft[]
  fixedTaxPercent: string
  dynamic: DynamicDraft
}

export type SeasonDraft = {
  label: string
  /** `11-01`. */
  from: string
  to: string
  pricePerKwh: string
  windows: WindowDraft[]
}

/** A named sum: a levy per kWh or a charge per month. */
export type SumDraft = { label: string; amount: string }

/** What each source needs is kept while another is chosen. */
export type DynamicDraft = {
  source: PriceSourceSettings['source'] | 'none'
  productCode: string
  tariffCode: string
  vat: 'included' | 'excluded'
  country: 'at' | 'de'
  whenMissing: DynamicPrices['whenMissing']
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

const NO_SOURCE: DynamicDraft = {
  source: 'none',
  productCode: '',
  tariffCode: '',
  vat: 'included',
  country: 'de',
  whenMissing: 'unknown',
}

/** Nothing written yet: the price is what a person must say. */
export function emptyTariff(): TariffDraft {
  return {
    pricePerKwh: '',
    windows: [],
    fixedPerMonth: '',
    overheadPercent: '',
    seasons: [],
    holidays: '',
    levies: [],
    energyTaxPercent: '',
    charges: [],
    fixedTaxPercent: '',
    dynamic: NO_SOURCE,
  }
}

/** The commonest second price: cheaper at night, over midnight. */
export function nightWindow(): WindowDraft {
  return { label: 'Night', days: EVERY_DAY, from: '22:00', to: '06:00', pricePerKwh: '' }
}

/** The winter half of a year, which is the dearer one where there are two. */
export function winterSeason(): SeasonDraft {
  return { label: 'Winter', from: '11-01', to: '03-31', pricePerKwh: '', windows: [] }
}

/** The same tariff to be written on; {@link tariffOf} makes it again, field by field. */
export function draftOf(tariff: Tariff): TariffDraft {
  return {
    pricePerKwh: String(tariff.pricePerKwh),
    windows: tariff.windows.map(windowDraft),
    fixedPerMonth: figureText(tariff.fixedPerMonth),
    overheadPercent: figureText(tariff.overheadPercent),
    ...(tariff.siteEnergy ? { siteEnergy: tariff.siteEnergy } : {}),
    seasons: (tariff.seasons ?? []).map(({ label, from, to, pricePerKwh, windows }) => ({
      label: label ?? '',
      from,
      to,
      pricePerKwh: String(pricePerKwh),
      windows: windows.map(windowDraft),
    })),
    holidays: (tariff.holidays ?? []).join('\n'),
    levies: (tariff.levies ?? []).map(({ label, perKwh }) => ({ label, amount: String(perKwh) })),
    energyTaxPercent: figureText(tariff.energyTaxPercent),
    charges: (tariff.charges ?? []).map(({ label, perMonth }) => ({ label, amount: String(perMonth) })),
    fixedTaxPercent: figureText(tariff.fixedTaxPercent),
    dynamic: { ...NO_SOURCE, ...tariff.dynamic },
  }
}

/** What was written so far; a price or time not written is NaN, which the service complains of by field. */
export function tariffOf(draft: TariffDraft): Tariff {
  const { siteEnergy } = draft
  const holidays = draft.holidays.split(/[\s,;]+/).filter((date) => date !== '')
  const energyTaxPercent = parseOptionalDecimal(draft.energyTaxPercent)
  const fixedTaxPercent = parseOptionalDecimal(draft.fixedTaxPercent)
  const dynamic = dynamicOf(draft.dynamic)
  return {
    pricePerKwh: parseDecimal(draft.pricePerKwh),
    windows: draft.windows.map(windowOf),
    fixedPerMonth: parseOptionalDecimal(draft.fixedPerMonth) ?? 0,
    overheadPercent: parseOptionalDecimal(draft.overheadPercent) ?? 0,
    ...(siteEnergy ? { siteEnergy } : {}),
    ...(draft.seasons.length > 0 ? { seasons: draft.seasons.map(seasonOf) } : {}),
    ...(holidays.length > 0 ? { holidays } : {}),
    ...(draft.levies.length > 0
      ? { levies: draft.levies.map(({ label, amount }) => ({ label: label.trim(), perKwh: parseDecimal(amount) })) }
      : {}),
    ...(energyTaxPercent === undefined ? {} : { energyTaxPercent }),
    ...(draft.charges.length > 0
      ? { charges: draft.charges.map(({ label, amount }) => ({ label: label.trim(), perMonth: parseDecimal(amount) })) }
      : {}),
    ...(fixedTaxPercent === undefined ? {} : { fixedTaxPercent }),
    ...(dynamic ? { dynamic } : {}),
  }
}

function windowDraft({ label, days, fromMinute, toMinute, pricePerKwh }: TariffWindow): WindowDraft {
  return {
    label: label ?? '',
    days,
    from: clockOf(fromMinute),
    to: clockOf(toMinute),
    pricePerKwh: String(pricePerKwh),
  }
}

function windowOf({ label, days, from, to, pricePerKwh }: WindowDraft): TariffWindow {
  return {
    ...(label.trim() === '' ? {} : { label: label.trim() }),
    days: [...days].sort((one, other) => one - other),
    fromMinute: minuteOf(from),
    toMinute: minuteOf(to),
    pricePerKwh: parseDecimal(pricePerKwh),
  }
}

function seasonOf({ label, from, to, pricePerKwh, windows }: SeasonDraft): Season {
  return {
    ...(label.trim() === '' ? {} : { label: label.trim() }),
    from: from.trim(),
    to: to.trim(),
    pricePerKwh: parseDecimal(pricePerKwh),
    windows: windows.map(windowOf),
  }
}

function dynamicOf(draft: DynamicDraft): DynamicPrices | undefined {
  const { source, whenMissing, country, vat } = draft
  if (source === 'none') return undefined
  if (source === 'awattar') return { source, country, whenMissing }
  if (source === 'csv') return { source, whenMissing }
  const [productCode, tariffCode] = [draft.productCode.trim(), draft.tariffCode.trim()]
  return { source, productCode, tariffCode, vat, whenMissing }
}

function figureText(figure: number | undefined): string {
  return figure === undefined || figure === 0 ? '' : String(figure)
}

/** Whether all that a price depends on is written, so that it can be drawn. */
export function isComplete(tariff: Tariff): boolean {
  const { windows, seasons = [], levies = [], charges = [] } = tariff
  return [tariff, ...windows, ...seasons, ...seasons.flatMap((season) => season.windows), ...levies, ...charges]
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
