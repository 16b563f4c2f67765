import type { EarningsGrouping } from '#lib/wire/earnings'

export const GROUPING_NAMES: Record<EarningsGrouping, string> = {
  site: 'site',
  rig: 'rig',
  tag: 'tag',
  coin: 'coin',
  payer: 'payer',
  kind: 'own and rented',
}

/** Why a part has no cost, in words. */
export function noCostReason(by: EarningsGrouping): string {
  return by === 'coin' || by === 'payer'
    ? `Energy is bought for a rig, not for a ${by}: see parts by rig or site`
    : 'nothing was measured'
}
