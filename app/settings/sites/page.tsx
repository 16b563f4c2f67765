import type { Metadata } from 'next'
import { listCurrencies } from '#lib/services/list-currencies'
import { runningServer } from '#lib/services/running-server'
import { requireSession } from '../../session'
import classes from '../settings.module.css'
import { AddSite } from './add-site.client'
import { CurrencyCard } from './currency-card.client'
import { SiteCard } from './site-card.client'

export const metadata: Metadata = { title: 'Sites and tariffs' }

export default async function Sites() {
  const session = await requireSession()
  const { fleet } = runningServer()
  const { currency } = fleet.snapshot()
  const mayChange = session.role === 'owner'
  const sites = [...fleet.sites.values()]
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
      {mayChange ? <AddSite currency={currency} /> : null}
      <CurrencyCard currency={currency} codes={listCurrencies()} mayChange={mayChange} />
    </div>
  )
}
