'use client'

import { IconSend } from '@tabler/icons-react'
import { Card } from '../../../ui/card'
import { EmptyState } from '../../../ui/empty-state'
import { LinkButton } from '../../../ui/link-button'
import settings from '../../settings.module.css'
import type { ScopeNames } from '../scope-words'
import type { ListedChannelRow } from './channel-row.client'
import { ChannelCard } from './channel-row.client'

/** Where messages go, and whether they arrive. */
export function ChannelsList({
  channels,
  names,
  timeZone,
  mayChange,
}: {
  channels: ListedChannelRow[]
  names: ScopeNames
  timeZone: string
  mayChange: boolean
}) {
  const add = mayChange ? <LinkButton href="/settings/alerts/channels/new">Add channel</LinkButton> : null
  if (channels.length === 0) {
    return (
      <Card>
        <EmptyState
          icon={<IconSend size={32} stroke={1.4} aria-hidden="true" />}
          title="Nobody is told yet."
          action={
            mayChange ? (
              <LinkButton href="/settings/alerts/channels/new" strong>
                Add channel
              </LinkButton>
            ) : null
          }
        >
          Incidents stand on their page, and nowhere else. Add e-mail, Telegram, ntfy or another way, and you hear of
          them once, in time, and again when they are over.
        </EmptyState>
      </Card>
    )
  }
  return (
    <>
      <div className={settings.bar}>
        <span className={settings.muted}>{channels.length === 1 ? '1 channel' : `${channels.length} channels`}</span>
        {add}
      </div>
      {channels.map((channel) => (
        <ChannelCard key={channel.id} channel={channel} names={names} timeZone={timeZone} mayChange={mayChange} />
      ))}
    </>
  )
}
