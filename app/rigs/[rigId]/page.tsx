import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { listIncidents } from '#lib/services/alerts/list-incidents'
import { hasHistoryBefore } from '#lib/services/has-history'
import { runningServer } from '#lib/services/running-server'
import { FollowIncidents } from '../../alerts/follow-incidents.client'
import { requireSession } from '../../session'
import { CHART_RANGES, chartRange, SHORT_HISTORY_MS } from './chart-range'
import { RigPage } from './rig-page.client'

type Props = { params: Promise<{ rigId: string }>; searchParams: Promise<{ range?: string | string[] }> }

/** Incidents are marked on the charts, and listed, as far back as the longest of these goes. */
const LONGEST_MS = Math.max(...CHART_RANGES.map(({ spanMs }) => spanMs))
const MOST_INCIDENTS = 100

const findRig = cache(async (rigId: string) => {
  const id = Number(rigId)
  return Number.isSafeInteger(id) && id > 0 ? runningServer().fleet.rig(id) : undefined
})

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  await requireSession()
  return { title: (await findRig((await params).rigId))?.row.name ?? 'No such rig' }
}

export default async function Rig({ params, searchParams }: Props) {
  const session = await requireSession()
  const rig = await findRig((await params).rigId)
  if (!rig) notFound()
  const server = runningServer()
  const { database } = server
  const long = () => hasHistoryBefore(database, rig.row.id, rig.serverAtMs - SHORT_HISTORY_MS)
  const range = chartRange((await searchParams).range) ?? ((await long()) ? '24h' : '1h')
  const { incidents } = await listIncidents(server, {
    state: 'all',
    inhibited: true,
    rigId: rig.row.id,
    fromMs: rig.serverAtMs - LONGEST_MS,
    limit: MOST_INCIDENTS,
  })
  return (
    <>
      <FollowIncidents atMostEveryMs={10_000} />
      <RigPage initial={rig} initialRange={range} incidents={incidents} mayChange={session.role === 'owner'} />
    </>
  )
}
