'use client'

import { Button } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { formatDuration } from '#lib/domain/format'
import type { PolicyForm } from '#lib/wire/alerts'
import { confirmDeed } from '../../../forms/confirm.client'
import forms from '../../../forms/forms.module.css'
import { Problem } from '../../../forms/problem'
import { useDeed } from '../../../forms/use-saving.client'
import { Card } from '../../../ui/card'
import settings from '../../settings.module.css'
import { type ScopeNames, scopeWords } from '../scope-words'
import { removePolicy } from './actions'
import { PolicyEditor } from './policy-editor.client'

/** Who is told first, and after how long whom next. Without any, every channel is told at once. */
export function PoliciesCard({
  policies,
  channels,
  names,
  mayChange,
}: {
  policies: PolicyForm[]
  channels: { id: number; name: string }[]
  names: ScopeNames
  mayChange: boolean
}) {
  const router = useRouter()
  const [open, setOpen] = useState<number | 'new'>()
  const { run, running, problem } = useDeed()
  const nameOf = (id: number) => channels.find((each) => each.id === id)?.name ?? 'a channel that is gone'
  const close = () => {
    setOpen(undefined)
    router.refresh()
  }
  return (
    <Card title="Who is told first">
      <div className={settings.stack}>
        <Problem>{problem}</Problem>
        {policies.length === 0 && open === undefined ? (
          <p className={forms.hint}>
            Every channel is told at once, of what it takes. Add an order to let one person sleep until another did not
            answer.
          </p>
        ) : null}
        {policies.map((policy) =>
          open === policy.id ? (
            <PolicyEditor
              key={policy.id}
              initial={policy}
              channels={channels}
              names={names}
              onDone={close}
              onCancel={() => setOpen(undefined)}
            />
          ) : (
            <ul key={policy.id} className={settings.list} aria-label={policy.name}>
              <li>
                <strong>{policy.name}</strong>
                <span className={settings.muted}>
                  {policy.leastSeverity === 'critical'
                    ? 'critical'
                    : policy.leastSeverity === 'info'
                      ? 'everything'
                      : 'warnings and critical'}
                  , {scopeWords(policy.scope, names)}
                </span>
                {mayChange ? (
                  <span>
                    <Button variant="subtle" size="compact-sm" onClick={() => setOpen(policy.id)}>
                      Change<span className="visually-hidden"> {policy.name}</span>
                    </Button>
                    <Button
                      variant="subtle"
                      color="critical"
                      size="compact-sm"
                      disabled={running}
                      onClick={() =>
                        confirmDeed(
                          {
                            title: `Delete ${policy.name}?`,
                            words: 'What it was about is told to every channel at once again.',
                            deed: 'Delete order',
                          },
                          () => void run(() => removePolicy(policy.id ?? 0), close),
                        )
                      }
                    >
                      Delete<span className="visually-hidden"> {policy.name}</span>
                    </Button>
                  </span>
                ) : null}
              </li>
              {policy.steps.map((step) => (
                <li key={`${step.afterMs} ${step.channelIds.join()}`}>
                  <span className={settings.muted}>
                    {step.afterMs === 0 ? 'at once' : `after ${formatDuration(step.afterMs)}`}
                  </span>
                  <span style={{ marginLeft: 0 }}>{step.channelIds.map(nameOf).join(', ')}</span>
                </li>
              ))}
            </ul>
          ),
        )}
        {open === 'new' ? (
          <PolicyEditor
            initial={{
              name: policies.length === 0 ? 'Everybody in turn' : '',
              steps: [{ afterMs: 0, channelIds: [] }],
              scope: {},
              leastSeverity: 'warning',
            }}
            channels={channels}
            names={names}
            onDone={close}
            onCancel={() => setOpen(undefined)}
          />
        ) : null}
        {mayChange && open === undefined ? (
          <div>
            <Button variant="default" size="compact-md" disabled={channels.length === 0} onClick={() => setOpen('new')}>
              Add order
            </Button>
          </div>
        ) : null}
      </div>
    </Card>
  )
}
