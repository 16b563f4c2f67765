import type { Metadata } from 'next'
import { speaksAt } from '#lib/domain/dated'
import { energyStatus } from '#lib/services/energy/energy-status'
import { listCurrencies } from '#lib/services/list-currencies'
import { showMeters } from '#lib/services/meters/show-meters'
import { runningServer } from '#lib/services/running-server'
import { requireSession } from '../../session'
import { namedDays } from '../../tariff/named-days'
import classes from '../settings.module.css'
import { AddSite } from './add-site.client'
import { CurrencyCard } from './currency-card.client'
import { MeterCard } from './meter-card.client'
import type { ShownSite } from './shown-site'
import { SiteCard } from './site-card.client'

export const metadata: Metadata = { title: 'Sites and tariffs' }

export default async function Sites() {
  const session = await requireSession()
  const { database, fleet } = runningServer()
  const { currency } = fleet.snapshot()
  const mayChange = session.role === 'owner'
  const nowMs = Date.now()
  const sites = [...fleet.sites.values()]
  const shown = await Promise.all(
    sites.map(async ({ id, name, timeZone, tariffs, energyPrices }): Promise<ShownSite> => {
      const tariff = speaksAt(tariffs, nowMs)?.tariff
      // A function of all prices stays here: a card needs two days.
      const site = { id, name, timeZone, tariffs }
      if (!tariff?.dynamic) return site
      const { problem, lastSuccessAtMs } = (await energyStatus(database, id)) ?? {}
      const days = namedDays(tariff, timeZone, energyPrices, nowMs)
      return { ...site, named: { days, problem, lastSuccessAtMs } }
    }),
  )
  const meters = await showMeters(database, sites)
  return (
    <div className={`${classes.stack} ${classes.narrow}`}>
      {shown.map((site) => (
        <SiteCard
          key={site.id}
          site={site}
          currency={currency}
          mayChange={mayChange}
          nowMs={nowMs}
          onlyOne={sites.length === 1}
        />
      ))}
      {sites.map(({ id, name, timeZone }) => (
        <MeterCard key={id} site={{ id, name, timeZone }} meter={meters.get(id)} mayChange={mayChange} />
      ))}
      {mayChange ? <AddSite currency={currency} /> : null}
      <CurrencyCard currency={currency} codes={listCurrencies()} mayChange={mayChange} />
    </div>
  )
}
