import type { Metadata } from 'next'
import { readAlertSettings } from '#lib/services/alerts/alert-settings'
import { listMaintenance } from '#lib/services/alerts/list-maintenance'
import { listSilences } from '#lib/services/alerts/list-silences'
import { runningServer } from '#lib/services/running-server'
import { mainSite } from '../../../fleet/main-site'
import { requireSession } from '../../../session'
import settings from '../../settings.module.css'
import { scopeNames } from '../scope-names'
import { MaintenanceCard } from './maintenance-card.client'
import { QuietHoursCard } from './quiet-hours-card.client'
import { SilencesCard } from './silences-card.client'

export const metadata: Metadata = { title: 'Quiet times' }

export default async function QuietTimes() {
  const session = await requireSession()
  const { database, fleet } = runningServer()
  const [kept, silences, windows] = await Promise.all([
    readAlertSettings(database),
    listSilences(database),
    listMaintenance(database),
  ])
  const mayChange = session.role === 'owner'
  const names = scopeNames()
  const timeZone = mainSite(fleet.snapshot())?.timeZone ?? 'UTC'
  return (
    <div className={`${settings.stack} ${settings.narrow}`}>
      <QuietHoursCard kept={kept.quietHours} timeZone={timeZone} mayChange={mayChange} />
      <SilencesCard silences={silences} names={names} timeZone={timeZone} mayChange={mayChange} />
      <MaintenanceCard
        windows={windows}
        names={names}
        sites={[...fleet.sites.values()].map(({ id, name, timeZone: zone }) => ({ id, name, timeZone: zone }))}
        mayChange={mayChange}
      />
    </div>
  )
}
