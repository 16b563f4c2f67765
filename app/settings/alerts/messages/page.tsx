import type { Metadata } from 'next'
import { readAlertSettings } from '#lib/services/alerts/alert-settings'
import { listPolicies } from '#lib/services/alerts/list-policies'
import { lastHeartbeat } from '#lib/services/notify/heartbeat'
import { listChannels } from '#lib/services/notify/list-channels'
import { runningServer } from '#lib/services/running-server'
import { mainSite } from '../../../fleet/main-site'
import { requireSession } from '../../../session'
import settings from '../../settings.module.css'
import { scopeNames } from '../scope-names'
import { DigestCard } from './digest-card.client'
import { HeartbeatCard } from './heartbeat-card.client'
import { PoliciesCard } from './policies-card.client'
import { RemindersCard } from './reminders-card.client'

export const metadata: Metadata = { title: 'Who is told, and when' }

export default async function Messages() {
  const session = await requireSession()
  const server = runningServer()
  const [kept, policies, listed, heartbeat] = await Promise.all([
    readAlertSettings(server.database),
    listPolicies(server.database),
    listChannels(server),
    lastHeartbeat(server),
  ])
  const timeZone = mainSite(server.fleet.snapshot())?.timeZone ?? 'UTC'
  const mayChange = session.role === 'owner'
  const channels = listed.map(({ id, name, kind }) => ({ id, name, kind }))
  return (
    <div className={`${settings.stack} ${settings.narrow}`}>
      <PoliciesCard policies={policies} channels={channels} names={scopeNames()} mayChange={mayChange} />
      <RemindersCard kept={kept} mayChange={mayChange} />
      <DigestCard kept={kept.digest} channels={channels} mayChange={mayChange} />
      <HeartbeatCard kept={kept} status={heartbeat} timeZone={timeZone} mayChange={mayChange} />
    </div>
  )
}
