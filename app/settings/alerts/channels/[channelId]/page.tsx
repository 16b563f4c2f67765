import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { listChannels } from '#lib/services/notify/list-channels'
import { runningServer } from '#lib/services/running-server'
import { requireOwner } from '../../../../session'
import settings from '../../../settings.module.css'
import { scopeNames } from '../../scope-names'
import { channelDraft } from '../channel-draft'
import { ChannelForm } from '../channel-form.client'

export const metadata: Metadata = { title: 'Channel' }

export default async function ChangeChannel({ params }: { params: Promise<{ channelId: string }> }) {
  await requireOwner()
  const id = Number((await params).channelId)
  const channel = (await listChannels(runningServer())).find((each) => each.id === id)
  if (!channel) notFound()
  return (
    <div className={settings.narrow}>
      <ChannelForm initial={channelDraft(channel)} secretsSet={channel.secretsSet} names={scopeNames()} />
    </div>
  )
}
