import type { CloudContract } from '#lib/db/cloud-contracts'
import type { ContractMoney } from '#lib/domain/cloud-contract'
import type { Outlook } from '#lib/domain/contract-termination'
import { DAY_MS } from '#lib/domain/units'

/** What the end of a running contract is forecast from; undefined where its present profit is not known. */
export function outlookOf(
  { fee, coin, rule, endsAtMs }: CloudContract,
  { revenue, cost }: Pick<ContractMoney, 'revenue' | 'cost'>,
  daysBelowFee: number,
  nowMs: number,
): Outlook | undefined {
  if (revenue === undefined || cost === undefined) return undefined
  return {
    ...{ revenuePerDay: revenue, feePerDay: cost, feeInCoin: fee?.currency === coin, daysBelowFee },
    ...(rule ? { rule } : {}),
    ...(endsAtMs === undefined ? {} : { daysOfTerm: Math.ceil((endsAtMs - nowMs) / DAY_MS) }),
  }
}
