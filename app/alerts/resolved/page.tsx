import type { Metadata } from 'next'
import { listIncidents } from '#lib/services/alerts/list-incidents'
import { runningServer } from '#lib/services/running-server'
import { mainSite } from '../../fleet/main-site'
import { requireSession } from '../../session'
import { AlertsFrame } from '../alerts-frame'
import { ResolvedIncidents } from './resolved-incidents.client'
import { filterOf, queryOf } from './resolved-query'

export const metadata: Metadata = { title: 'Resolved incidents' }

const ON_A_PAGE = 200

export default async function Resolved({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  await requireSession()
  const address = await searchParams
  const filter = filterOf(address)
  const cursor = typeof address.after === 'string' ? address.after.slice(0, 100) : undefined
  const server = runningServer()
  const { incidents, total, nextCursor } = await listIncidents(server, queryOf(filter, ON_A_PAGE, cursor))
  const fleet = server.fleet.snapshot()
  return (
    <AlertsFrame>
      <ResolvedIncidents
        incidents={incidents}
        total={total}
        nextCursor={nextCursor}
        isFirst={cursor === undefined}
        filter={filter}
        sites={fleet.sites.map(({ id, name }) => ({ id, name }))}
        timeZone={mainSite(fleet)?.timeZone ?? 'UTC'}
      />
    </AlertsFrame>
  )
}
