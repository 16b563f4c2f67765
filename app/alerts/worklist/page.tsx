import type { Metadata } from 'next'
import { listIncidents } from '#lib/services/alerts/list-incidents'
import { runningServer } from '#lib/services/running-server'
import { mainSite } from '../../fleet/main-site'
import { requireSession } from '../../session'
import { AlertsFrame } from '../alerts-frame'
import { FollowIncidents } from '../follow-incidents.client'
import { Worklist } from './worklist.client'

export const metadata: Metadata = { title: 'Worklist' }

const AT_MOST = 2000

export default async function WorklistPage() {
  const session = await requireSession()
  const server = runningServer()
  const { incidents, total } = await listIncidents(server, { state: 'open', worklist: true, limit: AT_MOST })
  const fleet = server.fleet.snapshot()
  return (
    <AlertsFrame worklist={total}>
      <FollowIncidents />
      <Worklist
        incidents={incidents}
        timeZone={mainSite(fleet)?.timeZone ?? 'UTC'}
        mayChange={session.role === 'owner'}
        rigs={fleet.totals.expectedRigs}
      />
    </AlertsFrame>
  )
}
