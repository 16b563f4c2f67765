import type { Metadata } from 'next'
import { listChannels } from '#lib/services/notify/list-channels'
import { pushKeys } from '#lib/services/notify/push-keys'
import { runningServer } from '#lib/services/running-server'
import { mainSite } from '../../../fleet/main-site'
import { Note } from '../../../forms/note'
import { requireSession } from '../../../session'
import settings from '../../settings.module.css'
import { scopeNames } from '../scope-names'
import { ChannelsList } from './channels-list.client'
import { ThisDevice } from './this-device.client'

export const metadata: Metadata = { title: 'Channels' }

export default async function Channels() {
  const session = await requireSession()
  const server = runningServer()
  const [channels, keys] = await Promise.all([listChannels(server), pushKeys(server)])
  return (
    <div className={`${settings.stack} ${settings.narrow}`}>
      <ChannelsList
        channels={channels}
        names={scopeNames()}
        timeZone={mainSite(server.fleet.snapshot())?.timeZone ?? 'UTC'}
        mayChange={session.role === 'owner'}
      />
      <ThisDevice publicKey={keys.publicKey} />
      {server.config.publicUrl === undefined ? (
        <Note>
          Messages carry no link yet: nobody told this server its own address. Set <code>DAVYLAMP_PUBLIC_URL</code> to
          the one you open it at.
        </Note>
      ) : null}
    </div>
  )
}
