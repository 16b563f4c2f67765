'use client'

import { useMemo } from 'react'
import type { FleetSnapshot } from '#lib/wire/dashboard-events'
import type { WhatChanged } from '#lib/wire/planner'
import { useFleet } from '../live/use-live.client'
import { PageHeader } from '../shell/page-header'
import { LinkButton } from '../ui/link-button'
import { Algorithms } from './algorithms.client'
import classes from './fleet.module.css'
import { MarketWords } from './market-words.client'
import { NeedsYouList } from './needs-you-list.client'
import { NoRigsYet } from './no-rigs-yet'
import { RigsCard } from './rigs-card.client'
import { Tiles } from './tiles.client'
import { TodayCard } from './today-card.client'
import { WhatChangedCard } from './what-changed.client'

/** Is everything running, is it making money, does anything need me? */
export function FleetPage({
  initial,
  changed,
  mayChange,
}: {
  initial: FleetSnapshot
  changed: WhatChanged
  mayChange: boolean
}) {
  const fleet = useFleet(initial)
  const sites = useMemo(() => new Map(fleet.sites.map((site) => [site.id, site])), [fleet.sites])
  const actions = mayChange ? (
    <LinkButton href="/add-rig" strong>
      Add rig
    </LinkButton>
  ) : null
  if (fleet.rigs.length === 0) {
    return (
      <>
        <PageHeader title="Fleet" live actions={actions} />
        <NoRigsYet mayChange={mayChange} />
      </>
    )
  }
  return (
    <>
      <PageHeader title="Fleet" live actions={actions} />
      <div className={classes.page}>
        <Tiles fleet={fleet} />
        <div className={classes.middle}>
          <TodayCard fleet={fleet} />
          <NeedsYouList rigs={fleet.rigs} sites={sites} currency={fleet.currency} />
        </div>
        <Algorithms fleet={fleet} />
        <WhatChangedCard initial={changed} />
        <RigsCard fleet={fleet} />
        <p className={classes.market}>
          <MarketWords market={fleet.market} />
        </p>
      </div>
    </>
  )
}
