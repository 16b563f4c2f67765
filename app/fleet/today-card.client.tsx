'use client'

import { useMemo } from 'react'
import { startOfLocalDay, startOfNextLocalDay } from '#lib/domain/calendar'
import type { FleetSnapshot } from '#lib/wire/dashboard-events'
import { MoneyDay, MoneyLegend } from '../charts/money-day.client'
import { useServerNow } from '../live/clock.client'
import { Card } from '../ui/card'
import { dayPrices } from './day-prices'
import classes from './fleet.module.css'
import { mainSite } from './main-site'
import { useDayMoney } from './use-day-money.client'

/** Today's revenue against cost by quarter-hour, in the zone of the site with most rigs. */
export function TodayCard({ fleet }: { fleet: FleetSnapshot }) {
  const nowMs = useServerNow(60)
  const site = useMemo(() => mainSite(fleet), [fleet])
  const timeZone = site?.timeZone ?? 'UTC'
  const fromMs = startOfLocalDay(nowMs, timeZone)
  const toMs = startOfNextLocalDay(nowMs, timeZone)
  const { slots, problem } = useDayMoney(fromMs, toMs)
  const severalZones = new Set(fleet.sites.map((each) => each.timeZone)).size > 1
  const prices = useMemo(
    () => dayPrices(fleet.sites, timeZone, fleet.currency),
    [fleet.sites, timeZone, fleet.currency],
  )
  return (
    <Card
      title="Today, by quarter-hour"
      note={severalZones ? `times of ${site?.name ?? timeZone}` : undefined}
      aside={<MoneyLegend />}
    >
      {slots ? (
        <MoneyDay
          slots={slots}
          fromMs={fromMs}
          toMs={toMs}
          nowMs={nowMs}
          timeZone={timeZone}
          currency={fleet.currency}
          prices={prices}
        />
      ) : (
        <div className={classes.chartWaiting} role="status">
          {problem ? (
            `The chart could not be loaded: ${problem}. It is tried again every minute.`
          ) : (
            <span className="visually-hidden">Loading</span>
          )}
        </div>
      )}
    </Card>
  )
}
