import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { hasHistoryBefore } from '#lib/services/has-history'
import { runningServer } from '#lib/services/running-server'
import { requireSession } from '../../session'
import { chartRange, SHORT_HISTORY_MS } from './chart-range'
import { RigPage } from './rig-page.client'

type Props = { params: Promise<{ rigId: string }>; searchParams: Promise<{ range?: string | string[] }> }

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
  const { database } = runningServer()
  const long = () => hasHistoryBefore(database, rig.row.id, rig.serverAtMs - SHORT_HISTORY_MS)
  const range = chartRange((await searchParams).range) ?? ((await long()) ? '24h' : '1h')
  return <RigPage initial={rig} initialRange={range} mayChange={session.role === 'owner'} />
}
