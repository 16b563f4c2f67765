import type { Tariff } from '#lib/domain/tariff'

/** A site as its card shows it; tariffs oldest first. */
export type ShownSite = {
  id: number
  name: string
  timeZone: string
  tariffs: { fromMs: number; tariff: Tariff }[]
}
