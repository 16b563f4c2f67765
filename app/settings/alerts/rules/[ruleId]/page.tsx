import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { listRules } from '#lib/services/alerts/list-rules'
import { runningServer } from '#lib/services/running-server'
import { mainSite } from '../../../../fleet/main-site'
import { requireSession } from '../../../../session'
import { scopeNames } from '../../scope-names'
import { draftOf } from '../rule-draft'
import { Workshop } from '../workshop.client'

export const metadata: Metadata = { title: 'Rule' }

export default async function ChangeRule({ params }: { params: Promise<{ ruleId: string }> }) {
  const session = await requireSession()
  const { database, fleet } = runningServer()
  const id = Number((await params).ruleId)
  const rule = (await listRules(database)).find((each) => each.id === id)
  if (!rule) notFound()
  const { builtIn: _, ...rest } = rule
  const snapshot = fleet.snapshot()
  return (
    <Workshop
      initial={draftOf(rest)}
      names={scopeNames()}
      algorithms={snapshot.totals.algorithms.map(({ algorithm }) => algorithm)}
      timeZone={mainSite(snapshot)?.timeZone ?? 'UTC'}
      mayChange={session.role === 'owner'}
    />
  )
}
