'use client'

import { Button } from '@mantine/core'
import { dayInWords } from '#lib/domain/date-words'
import { speaksAt } from '#lib/domain/dated'
import { formatMoney } from '#lib/domain/format'
import type { Tariff } from '#lib/domain/tariff'
import { PRICE_SOURCES } from '#lib/domain/tariff-parts'
import { confirmDeed } from '../../forms/confirm.client'
import { Problem } from '../../forms/problem'
import { useDeed } from '../../forms/use-saving.client'
import classes from '../settings.module.css'
import { removeTariff } from './actions'
import type { ShownSite } from './shown-site'

/** What a kWh cost when: each tariff speaks from its day until the next one's. */
export function DatedTariffs({
  site,
  currency,
  mayChange,
  nowMs,
  onChange,
}: {
  site: ShownSite
  currency: string
  mayChange: boolean
  nowMs: number
  onChange: () => void
}) {
  const { run, running, problem } = useDeed()
  const present = speaksAt(site.tariffs, nowMs)
  return (
    <>
      <Problem>{problem}</Problem>
      <ul className={classes.list} aria-label={`Tariffs of ${site.name} by date`}>
        {[...site.tariffs].reverse().map((dated) => {
          const since = dated.fromMs === 0 ? 'from the beginning' : `from ${dayInWords(dated.fromMs, site.timeZone)}`
          return (
            <li key={dated.fromMs}>
              <span>{since}</span>
              <span className={classes.muted}>{inWords(dated.tariff, currency)}</span>
              {dated === present ? <span>now</span> : null}
              {mayChange ? (
                <Button
                  variant="subtle"
                  color="critical"
                  size="compact-sm"
                  disabled={running}
                  onClick={() =>
                    confirmDeed(
                      {
                        title: `Remove the tariff ${since}?`,
                        words: 'The one before it speaks on, and the cost of those hours is computed anew.',
                        deed: 'Remove tariff',
                      },
                      () => void run(() => removeTariff({ siteId: site.id, fromMs: dated.fromMs }), onChange),
                    )
                  }
                >
                  Remove<span className="visually-hidden"> the tariff {since}</span>
                </Button>
              ) : null}
            </li>
          )
        })}
      </ul>
    </>
  )
}

function inWords({ pricePerKwh, windows, dynamic }: Tariff, currency: string): string {
  if (dynamic) return `prices by ${PRICE_SOURCES[dynamic.source]}`
  const others = windows.map(
    (window) => `${window.label ?? 'other hours'} ${formatMoney(window.pricePerKwh, currency)}`,
  )
  return [formatMoney(pricePerKwh, currency, { perKwh: true }), ...others].join(', ')
}
