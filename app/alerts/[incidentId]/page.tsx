import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { incidentDetail } from '#lib/services/alerts/incident-detail'
import { runningServer } from '#lib/services/running-server'
import { Note } from '../../forms/note'
import { requireSession } from '../../session'
import { PageHeader } from '../../shell/page-header'
import { LinkButton } from '../../ui/link-button'
import { FollowIncidents } from '../follow-incidents.client'
import { IncidentActions } from './incident-actions.client'
import { IncidentChart } from './incident-chart.client'
import classes from './incident-page.module.css'
import { IncidentState } from './incident-state.client'
import { IncidentTiles } from './incident-tiles.client'
import { Inhibited } from './inhibited'
import { NoteForm } from './note-form.client'
import { Timeline } from './timeline'

type Props = { params: Promise<{ incidentId: string }> }

const findIncident = cache(async (text: string) => {
  const id = Number(text)
  return Number.isSafeInteger(id) && id > 0 ? incidentDetail(runningServer(), id) : undefined
})

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  await requireSession()
  return { title: (await findIncident((await params).incidentId))?.title ?? 'No such incident' }
}

export default async function Incident({ params }: Props) {
  const session = await requireSession()
  const incident = await findIncident((await params).incidentId)
  if (!incident) notFound()
  const mayChange = session.role === 'owner'
  const { subject, rule, chart, rigId } = incident
  return (
    <>
      <FollowIncidents />
      <PageHeader
        title={incident.title}
        live
        crumb={<Link href={incident.resolvedAtMs === undefined ? '/alerts' : '/alerts/resolved'}>Alerts</Link>}
        beside={
          <>
            <IncidentState incident={incident} />
            {incident.siteName ? <span>{incident.siteName}</span> : null}
          </>
        }
        actions={
          <>
            {subject.href ? <LinkButton href={subject.href}>{subject.name}</LinkButton> : null}
            {rule ? <LinkButton href={`/settings/alerts/rules/${rule.id}`}>Rule</LinkButton> : null}
            {mayChange ? <IncidentActions incident={incident} /> : null}
          </>
        }
      />
      <div className={classes.page}>
        {incident.inhibitedById === undefined ? null : (
          <Note>
            Told to nobody: <Link href={`/alerts/${incident.inhibitedById}`}>another incident</Link> explains it.
          </Note>
        )}
        <IncidentTiles incident={incident} currency={runningServer().fleet.snapshot().currency} />
        {chart && rigId !== undefined ? (
          <IncidentChart incident={incident} rigId={rigId} metric={chart.metric} />
        ) : null}
        <div className={classes.split}>
          <Timeline incident={incident} />
          <div className={classes.column}>
            <NoteForm
              key={incident.notes ?? ''}
              incidentId={incident.id}
              kept={incident.notes ?? ''}
              mayChange={mayChange}
            />
            <Inhibited incidents={incident.inhibited} total={incident.inhibits} />
          </div>
        </div>
      </div>
    </>
  )
}
