'use client'

import { Button } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { speaksAt } from '#lib/domain/dated'
import { formatMoney, formatPercent } from '#lib/domain/format'
import { monthlyCost, type Tariff } from '#lib/domain/tariff'
import { confirmDeed } from '../../forms/confirm.client'
import forms from '../../forms/forms.module.css'
import { Problem } from '../../forms/problem'
import { useDeed } from '../../forms/use-saving.client'
import { PriceBars } from '../../tariff/price-bars'
import { priceDays } from '../../tariff/price-days'
import { Card } from '../../ui/card'
import classes from '../settings.module.css'
import { removeSite } from './actions'
import { DatedTariffs } from './dated-tariffs.client'
import { NamedPrices } from './named-prices.client'
import type { ShownSite } from './shown-site'
import { SiteForm } from './site-form.client'
import { TariffForm } from './tariff-form.client'

/** A site: what a kWh costs there now, what it cost before, and the forms that change it. */
export function SiteCard({
  site,
  currency,
  mayChange,
  nowMs,
  onlyOne,
}: {
  site: ShownSite
  currency: string
  mayChange: boolean
  nowMs: number
  onlyOne: boolean
}) {
  const router = useRouter()
  const [open, setOpen] = useState<'words' | 'tariff'>()
  const { run, running, problem } = useDeed()
  const tariff = speaksAt(site.tariffs, nowMs)?.tariff
  const done = () => {
    setOpen(undefined)
    router.refresh()
  }
  return (
    <Card title={site.name} note={site.timeZone}>
      <div className={classes.stack}>
        <Problem>{problem}</Problem>
        {tariff ? (
          <PriceBars days={site.named?.days ?? priceDays(tariff)} currency={currency} />
        ) : (
          <p className={classes.muted}>No tariff yet: cost is not known.</p>
        )}
        {site.named ? (
          <NamedPrices
            site={site}
            named={site.named}
            source={tariff?.dynamic?.source}
            currency={currency}
            mayChange={mayChange}
          />
        ) : null}
        {tariff && extrasOf(tariff, currency) ? <p className={forms.hint}>{extrasOf(tariff, currency)}</p> : null}
        {site.tariffs.length > 1 ? (
          <DatedTariffs
            site={site}
            currency={currency}
            mayChange={mayChange}
            nowMs={nowMs}
            onChange={() => router.refresh()}
          />
        ) : null}
        {mayChange && open === undefined ? (
          <div className={forms.buttons}>
            <Button variant="default" size="compact-md" onClick={() => setOpen('tariff')}>
              Change the tariff
            </Button>
            <Button variant="default" size="compact-md" onClick={() => setOpen('words')}>
              Change name or time zone
            </Button>
            {onlyOne ? null : (
              <Button
                variant="subtle"
                color="critical"
                size="compact-md"
                loading={running}
                onClick={() =>
                  confirmDeed(
                    {
                      title: `Delete ${site.name}?`,
                      words: 'Its tariffs go with it. A site where rigs stood cannot be deleted.',
                      deed: 'Delete site',
                    },
                    () => void run(() => removeSite(site.id), done),
                  )
                }
              >
                Delete site
              </Button>
            )}
          </div>
        ) : null}
        {open === 'words' ? <SiteForm site={site} onDone={done} onCancel={() => setOpen(undefined)} /> : null}
        {open === 'tariff' ? (
          <TariffForm
            site={site}
            tariff={tariff}
            currency={currency}
            onDone={done}
            onCancel={() => setOpen(undefined)}
          />
        ) : null}
      </div>
    </Card>
  )
}

function extrasOf(tariff: Tariff, currency: string): string {
  const { overheadPercent, siteEnergy, seasons = [], levies = [], energyTaxPercent = 0 } = tariff
  const parts = []
  if (seasons.length > 0) parts.push(seasons.length === 1 ? 'another price in a season' : `${seasons.length} seasons`)
  if (levies.length > 0) parts.push(levies.map(({ label }) => label).join(', '))
  if (energyTaxPercent > 0) parts.push(`${formatPercent(energyTaxPercent / 100, 4)} tax`)
  if (siteEnergy === 'meter') parts.push('what the site’s meter counts beside the rigs')
  else if (overheadPercent > 0) parts.push(`${formatPercent(overheadPercent / 100, 4)} overhead`)
  const perMonth = monthlyCost(tariff)
  if (perMonth > 0) parts.push(`${formatMoney(perMonth, currency)} a month fixed`)
  return parts.length === 0 ? '' : `With ${parts.join(', ')}.`
}
