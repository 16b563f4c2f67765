import type { Metadata } from 'next'
import { listCurrencies } from '#lib/services/list-currencies'
import { showMeters } from '#lib/services/meters/show-meters'
import { runningServer } from '#lib/services/running-server'
import { requireSession } from '../../session'
import classes from '../settings.module.css'
import { AddSite } from './add-site.client'
import { CurrencyCard } from './currency-card.client'
import { MeterCard } from './meter-card.client'
import { SiteCard } from './site-card.client'

export const metadata: Metadata = { title: 'Sites and tariffs' }

export default async function Sites() {
  const session = await requireSession()
  const { database, fleet } = runningServer()
  const { currency } = fleet.snapshot()
  const mayChange = session.role === 'owner'
  const sites = [...fleet.sites.values()]
  const meters = await showMeters(database, sites)
  return (
    <div className={`${classes.stack} ${classes.narrow}`}>
      {sites.map((site) => (
        <SiteCard
          key={site.id}
          site={site}
          currency={currency}
          mayChange={mayChange}
          nowMs={Date.now()}
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
