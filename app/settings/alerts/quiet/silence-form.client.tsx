'use client'

import { Button, MultiSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { RuleKind, Scope, Severity } from '#lib/domain/alert-types'
import { RULE_KINDS } from '#lib/domain/alerts/rule-kinds'
import { isKind, kindOptions } from '../../../alerts/kind-labels'
import { DecimalInput } from '../../../forms/decimal-input.client'
import forms from '../../../forms/forms.module.css'
import { Problem } from '../../../forms/problem'
import { useDeed } from '../../../forms/use-saving.client'
import { serverNow } from '../../../live/clock.client'
import { parseDuration } from '../duration-text'
import { ScopeFields } from '../scope-fields.client'
import type { ScopeNames } from '../scope-words'
import { writeSilence } from './actions'

const KINDS = kindOptions(Object.keys(RULE_KINDS).filter(isKind))
const SEVERITIES: { value: Severity; label: string }[] = [
  { value: 'critical', label: 'Critical' },
  { value: 'warning', label: 'Warning' },
  { value: 'info', label: 'Info' },
]

/** What is to be silent, why, and for how long: a silence always ends. */
export function SilenceForm({
  names,
  onDone,
  onCancel,
}: {
  names: ScopeNames
  onDone: () => void
  onCancel: () => void
}) {
  const [reason, setReason] = useState('')
  const [lasts, setLasts] = useState('8 h')
  const [kinds, setKinds] = useState<RuleKind[]>([])
  const [severities, setSeverities] = useState<Severity[]>([])
  const [scope, setScope] = useState<Scope>({})
  const [problems, setProblems] = useState<Record<string, string>>({})
  const { run, running, problem } = useDeed()
  const save = () => {
    const ms = parseDuration(lasts)
    if (!(ms > 0)) return setProblems({ untilMs: 'Write a time, such as 8 h' })
    void run(async () => {
      const answer = await writeSilence({
        reason: reason.trim(),
        scope,
        untilMs: Math.round(serverNow() + ms),
        ...(kinds.length > 0 ? { kinds } : {}),
        ...(severities.length > 0 ? { severities } : {}),
      })
      setProblems(answer.ok ? {} : answer.problems)
      return answer
    }, onDone)
  }
  return (
    <form
      className={forms.form}
      noValidate
      aria-label="New silence"
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <Problem>{problem}</Problem>
      <div className={forms.pair}>
        <TextInput
          label="Reason"
          placeholder="New fans are being fitted"
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          error={problems.reason}
        />
        <DecimalInput
          label="For"
          placeholder="8 h"
          value={lasts}
          onChange={setLasts}
          error={problems.untilMs}
          path="untilMs"
        />
        <MultiSelect
          label="What"
          placeholder={kinds.length > 0 ? undefined : 'Everything'}
          searchable
          data={KINDS}
          value={kinds}
          onChange={(chosen) => setKinds(chosen.filter(isKind))}
        />
        <MultiSelect
          label="Severity"
          placeholder={severities.length > 0 ? undefined : 'Any'}
          data={SEVERITIES}
          value={severities}
          onChange={(chosen) =>
            setSeverities(SEVERITIES.filter(({ value }) => chosen.includes(value)).map(({ value }) => value))
          }
        />
      </div>
      <ScopeFields scope={scope} names={names} onChange={setScope} />
      <div className={forms.buttons}>
        <Button type="submit" loading={running}>
          Silence
        </Button>
        <Button variant="default" onClick={onCancel}>
          Not now
        </Button>
      </div>
    </form>
  )
}
