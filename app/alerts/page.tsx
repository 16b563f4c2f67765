import type { Metadata } from 'next'
import { listIncidents } from '#lib/services/alerts/list-incidents'
import { runningServer } from '#lib/services/running-server'
import { mainSite } from '../fleet/main-site'
import { requireSession } from '../session'
import { AlertsFrame } from './alerts-frame'
import { FollowIncidents } from './follow-incidents.client'
import { OpenIncidents } from './open-incidents.client'

export const metadata: Metadata = { title: 'Alerts' }

/** More than a person will ever look through; a farm with so many has one cause. */
const AT_MOST = 2000

export default async function Alerts() {
  const session = await requireSession()
  const server = runningServer()
  const [{ incidents, total }, pending] = await Promise.all([
    listIncidents(server, { phases: ['firing', 'acknowledged'], worklist: false, limit: AT_MOST }),
    listIncidents(server, { phases: ['pending'], worklist: false, limit: AT_MOST }),
  ])
  const fleet = server.fleet.snapshot()
  return (
    <AlertsFrame open={total}>
      <FollowIncidents />
      <OpenIncidents
        incidents={incidents}
        pending={pending.incidents}
        total={total}
        sites={fleet.sites.map(({ id, name }) => ({ id, name }))}
        timeZone={mainSite(fleet)?.timeZone ?? 'UTC'}
        rigs={fleet.totals.expectedRigs}
        mayChange={session.role === 'owner'}
      />
    </AlertsFrame>
  )
}
