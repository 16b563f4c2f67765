'use client'

import { formatDuration, formatMoney } from '#lib/domain/format'
import type { DowntimeToday } from '#lib/wire/dashboard-events'
import { MoneyButton } from '../money/money-button.client'
import { Lines } from '../planner/lines'
import planner from '../planner/planner.module.css'

/** What standing still cost today: between what would have been earned, and that less all the power it may have saved. */
export function Downtime({ downtime, currency }: { downtime: DowntimeToday; currency: string }) {
  const { lostRevenue, savedAtMost, rigs, seconds } = downtime
  const least = lostRevenue === undefined || savedAtMost === undefined ? undefined : lostRevenue - savedAtMost
  const explain = <DowntimeExplained downtime={downtime} currency={currency} />
  const money = (amount: number | undefined, label: string) => (
    <MoneyButton
      amount={amount}
      currency={currency}
      label={label}
      unknown="what the rigs would have earned is not known"
      explain={explain}
    />
  )
  return (
    <span className={planner.words}>
      lost to downtime {money(least, 'Lost to downtime today, at least')}
      {savedAtMost ? <> to {money(lostRevenue, 'Lost to downtime today, at most')}</> : null} ·{' '}
      {rigs === 1 ? '1 rig' : `${rigs} rigs`}, {formatDuration(seconds * 1000)}
    </span>
  )
}

function DowntimeExplained({ downtime, currency }: { downtime: DowntimeToday; currency: string }) {
  const { lostRevenue, savedAtMost, rigs, seconds, unknownRigs } = downtime
  const least = lostRevenue === undefined || savedAtMost === undefined ? undefined : lostRevenue - savedAtMost
  return (
    <div className={planner.explained}>
      <Lines
        lines={[
          ['Rigs that stood still today', String(rigs)],
          ['Time of all of them together', formatDuration(seconds * 1000)],
          ['Not earned: time × revenue a day when they run', formatMoney(lostRevenue, currency)],
          ['Energy not bought, had they drawn nothing', formatMoney(savedAtMost, currency)],
          ['Lost at least: the one less the other', formatMoney(least, currency, { signed: false })],
        ]}
      />
      <p className={planner.words}>
        Counted is the time since the first full hour of each site’s day in which a rig in service neither hashed nor
        was paused by choice, at the hash rate and power it had last and at present rates. What a rig draws that is not
        heard of nobody knows: the truth lies between the two amounts.
        {unknownRigs > 0
          ? ` Of ${unknownRigs} of them it is not known what they would have earned or used: they are left out of the amounts.`
          : ''}
      </p>
    </div>
  )
}
