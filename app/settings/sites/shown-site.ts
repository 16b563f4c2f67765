import type { Tariff } from '#lib/domain/tariff'
import type { PriceDays } from '../../tariff/price-days'

/** A site as its card shows it; tariffs oldest first. */
export type ShownSite = {
  id: number
  name: string
  timeZone: string
  tariffs: { fromMs: number; tariff: Tariff }[]
  /** Where the present tariff is dynamic: today and tomorrow, and how who names them fared. */
  named?: { days: PriceDays[]; problem?: string; lastSuccessAtMs?: number }
}
