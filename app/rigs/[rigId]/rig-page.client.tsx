'use client'

import Link from 'next/link'
import { DEFAULT_INTERVAL_SECONDS } from '#lib/domain/reading'
import type { IncidentRow } from '#lib/wire/alerts'
import type { RigSnapshot } from '#lib/wire/dashboard-events'
import { useRig } from '../../live/use-live.client'
import { PageHeader } from '../../shell/page-header'
import { LinkButton } from '../../ui/link-button'
import type { ChartRange } from './chart-range'
import { ContradictedPayers } from './contradicted-payers'
import { Details } from './details.client'
import { Devices } from './devices'
import { MachineErrors } from './machine-errors'
import { NeverSeen } from './never-seen'
import { RigCharts } from './rig-charts.client'
import { RigIncidents } from './rig-incidents.client'
import classes from './rig-page.module.css'
import { RigState } from './rig-state.client'
import { RigTiles } from './rig-tiles.client'

/** One rig, live: how it fares, what it earns, each of its devices, and its last hours or weeks. */
export function RigPage({
  initial,
  initialRange,
  incidents,
  mayChange,
}: {
  initial: RigSnapshot
  initialRange: ChartRange
  /** Of the last 30 days, the latest first. */
  incidents: IncidentRow[]
  mayChange: boolean
}) {
  const rig = useRig(initial)
  const { row, reading, site } = rig
  return (
    <>
      <PageHeader
        title={row.name}
        live
        crumb={<Link href="/rigs">Rigs</Link>}
        beside={<RigState rig={rig} />}
        actions={
          <>
            {rig.minerPageUrl ? <LinkButton href={rig.minerPageUrl}>Miner’s page ↗</LinkButton> : null}
            {mayChange ? <LinkButton href={`/settings/rigs/${row.id}`}>Change</LinkButton> : null}
          </>
        }
      />
      <div className={classes.page}>
        {row.state === 'never' ? <NeverSeen rig={rig} mayChange={mayChange} /> : <RigTiles rig={rig} />}
        <ContradictedPayers rig={rig} mayChange={mayChange} />
        {reading?.errors && reading.errors.length > 0 ? <MachineErrors errors={reading.errors} /> : null}
        {reading ? <Devices reading={reading} stale={row.state === 'offline'} /> : null}
        {row.state === 'never' ? null : (
          <RigCharts
            rigId={row.id}
            initialRange={initialRange}
            intervalSeconds={reading?.intervalSeconds ?? DEFAULT_INTERVAL_SECONDS}
            seenAtMs={row.seenAtMs}
            timeZone={site.timeZone}
            hottest={row.hottest}
            powerSource={row.powerSource}
            incidents={incidents}
          />
        )}
        <RigIncidents incidents={incidents} rigName={row.name} timeZone={site.timeZone} />
        <Details rig={rig} mayChange={mayChange} />
      </div>
    </>
  )
}
