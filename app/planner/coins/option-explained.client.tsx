'use client'

import type { ExplainedMoney } from '#lib/domain/explained-money'
import type { MiningOption } from '#lib/domain/planner/alternatives'
import { SECONDS_PER_DAY } from '#lib/domain/units'
import { ExplainedMoneyView } from '../../money/explained-money.client'
import type { ToldOptions } from './told-options'

/** A day of one way to mine, taken apart like any other amount. */
export function OptionExplained({
  option,
  currency,
  told,
}: {
  option: MiningOption
  currency: string
  told: ToldOptions
}) {
  const { revenue, cost, profit, unknown, parts, watts } = option
  const explained: ExplainedMoney = {
    currency,
    seconds: SECONDS_PER_DAY,
    revenue,
    cost,
    profit,
    unknown,
    revenueParts: parts,
    costParts: [
      {
        kind: 'energy',
        siteName: told.siteName,
        seconds: SECONDS_PER_DAY,
        wallWatts: watts,
        energyWattHours: watts === undefined ? undefined : watts * 24,
        overheadPercent: told.overheadPercent,
        pricePerKwh: told.pricePerKwh,
        cost,
        unknown: cost === undefined ? unknown : undefined,
      },
    ],
  }
  return <ExplainedMoneyView explained={explained} timeZone={told.timeZone} span="a day" />
}
