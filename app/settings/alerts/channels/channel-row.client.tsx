'use client'

import { Button } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { ChannelRow } from '#lib/wire/alerts'
import { confirmDeed } from '../../../forms/confirm.client'
import forms from '../../../forms/forms.module.css'
import { Problem } from '../../../forms/problem'
import { useDeed } from '../../../forms/use-saving.client'
import { Age } from '../../../ui/age.client'
import { Card } from '../../../ui/card'
import { LinkButton } from '../../../ui/link-button'
import pressable from '../../../ui/pressable.module.css'
import { StateMark } from '../../../ui/state-mark'
import settings from '../../settings.module.css'
import { type ScopeNames, scopeWords } from '../scope-words'
import { removeChannel, tryChannel } from './actions'
import { Answer } from './answer'
import { CHANNEL_KINDS } from './channel-kinds'

/** With where its messages go, without anything secret. */
export type ListedChannelRow = ChannelRow & { goesTo?: string }

const FROM = { critical: 'only critical', warning: 'warnings and critical', info: 'everything' } as const

/** A channel: whether its messages arrive and, where not, since when and in the service's own words why. */
export function ChannelCard({
  channel,
  names,
  timeZone,
  mayChange,
}: {
  channel: ListedChannelRow
  names: ScopeNames
  timeZone: string
  mayChange: boolean
}) {
  const router = useRouter()
  const { run, running, problem } = useDeed()
  const [answer, setAnswer] = useState<{ ok: boolean; answer: string }>()
  const { id, name, kind, goesTo, leastSeverity, scope, goodNews } = channel
  const about = scopeWords(scope, names)
  return (
    <Card
      title={name}
      note={[CHANNEL_KINDS[kind].label, goesTo].filter(Boolean).join(' · ')}
      aside={<ChannelState channel={channel} timeZone={timeZone} />}
    >
      <div className={settings.stack}>
        <Problem>{problem}</Problem>
        {channel.failingSinceMs !== undefined && channel.lastProblem ? <Problem>{channel.lastProblem}</Problem> : null}
        <p className={forms.hint}>
          Takes {FROM[leastSeverity]}
          {goodNews ? ', and good news' : ''}
          {about === 'all' ? '' : `, of ${about}`}.
        </p>
        {answer ? <Answer {...answer} /> : null}
        {mayChange ? (
          <div className={forms.buttons}>
            <button
              type="button"
              className={pressable.quiet}
              disabled={running}
              onClick={() =>
                void run(
                  async () => ({ ok: true as const, result: await tryChannel(id) }),
                  ({ result }) => {
                    setAnswer(result)
                    router.refresh()
                  },
                )
              }
            >
              {running ? 'Sending …' : 'Send test'}
              <span className="visually-hidden"> through {name}</span>
            </button>
            <LinkButton href={`/settings/alerts/channels/${id}`}>
              Change<span className="visually-hidden"> {name}</span>
            </LinkButton>
            <Button
              variant="subtle"
              color="critical"
              size="compact-md"
              disabled={running}
              onClick={() =>
                confirmDeed(
                  {
                    title: `Delete ${name}?`,
                    words: 'Its secrets go with it, and what it had not delivered yet is not sent.',
                    deed: 'Delete channel',
                  },
                  () =>
                    void run(
                      () => removeChannel(id),
                      () => router.refresh(),
                    ),
                )
              }
            >
              Delete<span className="visually-hidden"> {name}</span>
            </Button>
          </div>
        ) : null}
      </div>
    </Card>
  )
}

function ChannelState({ channel, timeZone }: { channel: ListedChannelRow; timeZone: string }) {
  const { enabled, failingSinceMs, lastDeliveredAtMs } = channel
  if (!enabled) return <StateMark mark="paused" word="off" />
  const delivered =
    lastDeliveredAtMs === undefined ? null : (
      <span>
        delivered <Age atMs={lastDeliveredAtMs} timeZone={timeZone} />
      </span>
    )
  if (failingSinceMs !== undefined) {
    return (
      <>
        {delivered}
        <span style={{ display: 'inline-flex', gap: 4, color: 'var(--critical)' }}>
          <StateMark mark="offline" word="failing for" /> <Age atMs={failingSinceMs} timeZone={timeZone} />
        </span>
      </>
    )
  }
  return delivered ? (
    <>
      <StateMark mark="hashing" word="works" />
      {delivered}
    </>
  ) : (
    <StateMark mark="never" word="nothing sent yet" />
  )
}
