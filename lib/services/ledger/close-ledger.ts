import type { LedgerRow } from '#lib/db/ledger-row'
import { speaksAt } from '#lib/domain/dated'
import { basisOf } from '#lib/domain/ledger/basis'
import { type BasisValue, type LedgerBasis, type LedgerQuarters, NO_SITE, type Subject } from '#lib/domain/ledger/entry'
import { QUARTER_MS } from '#lib/domain/units'
import type { FleetSettings, SiteSettings } from '../fleet-settings.ts'
import type { MeteredEnergy } from '../meters/site-meter-charges.ts'
import type { ValuedHours } from '../value-hours.ts'
import { ledgerRow } from './ledger-row.ts'

/** Texts of bases, each held once: the rigs of a farm share a few. */
export class KnownBases {
  readonly #texts = new Map<string, string>()

  once(row: LedgerRow): LedgerRow {
    const known = this.#texts.get(row.basis)
    if (known !== undefined) return { ...row, basis: known }
    if (this.#texts.size > MOST_BASES) this.#texts.clear()
    this.#texts.set(row.basis, row.basis)
    return row
  }
}

const MOST_BASES = 1_000

/** A valued hour as the ledger keeps it: its rigs, and what each site costs beside them. */
export function* ledgerRowsOf(
  { sites }: Pick<FleetSettings, 'sites'>,
  valued: ValuedHours,
  hourMs: number,
  known: KnownBases,
  { siteIds, rigIds }: { siteIds?: number[]; rigIds?: number[] } = {},
): Generator<LedgerRow> {
  const { currency } = valued
  const row = (subject: Subject, basis: LedgerBasis, quarters: LedgerQuarters) =>
    known.once(ledgerRow({ subject, hourMs, currency, basis, quarters }))
  const isWantedSite = siteIds && new Set(siteIds)
  const isWantedRig = rigIds && new Set(rigIds)
  for (const { rigId, quarters, values } of valued.rigs) {
    if (isWantedRig && !isWantedRig.has(rigId)) continue
    if (isWantedSite && !quarters.some(({ siteId }) => siteId === NO_SITE || isWantedSite.has(siteId))) continue
    yield row(`rig:${rigId}`, basisOf(values), quarters)
  }
  const settings = new Map(sites.map((site) => [site.id, site]))
  for (const { siteId, quarters, metered } of valued.sites) {
    // What rigs had is taken from what the meter counted: another figure of a rig alters the site's too.
    if (isWantedRig && metered.length === 0) continue
    const site = settings.get(siteId)
    if (!site || (isWantedSite && !isWantedSite.has(siteId))) continue
    yield row(`site:${siteId}`, siteBasis(site, hourMs, metered), quarters)
  }
}

/**
 * Fixed charges as the tariff names them, one for each quarter where they change within the hour; and for each quarter
 * that is charged by meter what the meter counted and for how long, what the rigs had of it, and at which price.
 */
function siteBasis(site: SiteSettings, hourMs: number, metered: MeteredEnergy[]): LedgerBasis {
  const texts = new Map<string, BasisValue>()
  for (const index of [0, 1, 2, 3]) {
    const tariff = speaksAt(site.tariffs, hourMs + index * QUARTER_MS)?.tariff
    if (!tariff) continue
    const { fixedPerMonth, charges, fixedTaxPercent } = tariff
    const fixed = {
      fixedPerMonth,
      charges: charges?.map(({ label, perMonth }) => ({ label, perMonth })),
      fixedTaxPercent: fixedTaxPercent || undefined,
    }
    texts.set(JSON.stringify(fixed), fixed)
  }
  const meter = metered.map(({ quarterMs, meter, rigsMilliWh, extraMilliWh, prices }) => ({
    quarterMs,
    meterWh: meter?.energyWh,
    meterSeconds: meter?.seconds,
    rigsMilliWh: String(rigsMilliWh),
    extraMilliWh: extraMilliWh === undefined ? undefined : String(extraMilliWh),
    unknown: extraMilliWh === undefined ? 'the meter knows less than 80% of this quarter-hour' : undefined,
    prices: prices.map((price) => ({ ...price })),
  }))
  return { fixed: [...texts.values()], ...(meter.length === 0 ? {} : { meter }) }
}
