'use client'

import { Button } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { SilenceRow } from '#lib/wire/alerts'
import { kindLabel } from '../../../alerts/kind-labels'
import { untilWords } from '../../../alerts/snooze-times'
import forms from '../../../forms/forms.module.css'
import { Problem } from '../../../forms/problem'
import { useDeed } from '../../../forms/use-saving.client'
import { useServerNow } from '../../../live/clock.client'
import { Card } from '../../../ui/card'
import settings from '../../settings.module.css'
import { type ScopeNames, scopeWords } from '../scope-words'
import { finishSilence } from './actions'
import { SilenceForm } from './silence-form.client'

/** What is not told until a moment: incidents come and go on their page, and nobody is sent anything. */
export function SilencesCard({
  silences,
  names,
  timeZone,
  mayChange,
}: {
  silences: SilenceRow[]
  names: ScopeNames
  timeZone: string
  mayChange: boolean
}) {
  const router = useRouter()
  const nowMs = useServerNow(30)
  const [open, setOpen] = useState(false)
  const { run, running, problem } = useDeed()
  return (
    <Card title="Silences" note="nothing is sent; the incidents page shows it all the same">
      <div className={settings.stack}>
        <Problem>{problem}</Problem>
        {silences.length === 0 && !open ? <p className={forms.hint}>Nothing is silenced.</p> : null}
        {silences.length > 0 ? (
          <ul className={settings.list} aria-label="Silences">
            {silences.map((silence) => (
              <li key={silence.id}>
                <strong>{silence.reason || 'No reason given'}</strong>
                <span className={settings.muted}>{matcherWords(silence, names)}</span>
                <span className={settings.muted}>
                  {silence.active
                    ? untilWords(silence.untilMs, nowMs, timeZone)
                    : silence.fromMs > nowMs
                      ? `from ${untilWords(silence.fromMs, nowMs, timeZone).replace('until ', '')}`
                      : 'over'}
                  {silence.createdBy ? `, by ${silence.createdBy}` : ''}
                </span>
                {mayChange && silence.untilMs > nowMs ? (
                  <Button
                    variant="subtle"
                    size="compact-sm"
                    disabled={running}
                    onClick={() =>
                      void run(
                        () => finishSilence(silence.id),
                        () => router.refresh(),
                      )
                    }
                  >
                    End now<span className="visually-hidden">: {silence.reason}</span>
                  </Button>
                ) : null}
              </li>
            ))}
          </ul>
        ) : null}
        {open ? (
          <SilenceForm
            names={names}
            onDone={() => {
              setOpen(false)
              router.refresh()
            }}
            onCancel={() => setOpen(false)}
          />
        ) : mayChange ? (
          <div>
            <Button variant="default" size="compact-md" onClick={() => setOpen(true)}>
              Silence something
            </Button>
          </div>
        ) : null}
      </div>
    </Card>
  )
}

function matcherWords({ kinds, severities, scope }: SilenceRow, names: ScopeNames): string {
  const what = kinds?.length ? kinds.map(kindLabel).join(', ') : 'everything'
  const bad = severities?.length ? ` (${severities.join(', ')})` : ''
  return `${what}${bad}, ${scopeWords(scope, names)}`
}
