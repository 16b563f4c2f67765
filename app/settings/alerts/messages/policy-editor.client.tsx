'use client'

import { Button, MultiSelect, Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Severity } from '#lib/domain/alert-types'
import type { PolicyForm } from '#lib/wire/alerts'
import { DecimalInput } from '../../../forms/decimal-input.client'
import forms from '../../../forms/forms.module.css'
import { Problem } from '../../../forms/problem'
import { useDeed } from '../../../forms/use-saving.client'
import shared from '../alert-settings.module.css'
import { durationText, parseDuration } from '../duration-text'
import { ScopeFields } from '../scope-fields.client'
import type { ScopeNames } from '../scope-words'
import { writePolicy } from './actions'

const SEVERITIES: { value: Severity; label: string }[] = [
  { value: 'critical', label: 'Critical' },
  { value: 'warning', label: 'Warnings and critical' },
  { value: 'info', label: 'Everything' },
]

const MOST_STEPS = 6

type Step = { key: number; after: string; channelIds: string[] }

/** An order being written: a step for each who is told, and how long nobody may have answered before it. */
export function PolicyEditor({
  initial,
  channels,
  names,
  onDone,
  onCancel,
}: {
  initial: PolicyForm
  channels: { id: number; name: string }[]
  names: ScopeNames
  onDone: () => void
  onCancel: () => void
}) {
  const [policy, setPolicy] = useState(initial)
  const [steps, setSteps] = useState<Step[]>(() =>
    initial.steps.map(({ afterMs, channelIds }, key) => ({
      key,
      after: afterMs === 0 ? '' : durationText(afterMs),
      channelIds: channelIds.map(String),
    })),
  )
  const [wrong, setWrong] = useState<Record<string, string>>({})
  const { run, running, problem } = useDeed()
  const data = channels.map(({ id, name }) => ({ value: String(id), label: name }))
  const change = (key: number, part: Partial<Step>) =>
    setSteps((before) => before.map((step) => (step.key === key ? { ...step, ...part } : step)))

  const save = () => {
    const made = steps.map(({ after, channelIds }) => ({
      afterMs: after.trim() === '' ? 0 : parseDuration(after),
      channelIds: channelIds.map(Number),
    }))
    const bad = Object.fromEntries(
      made.flatMap((step, index): [string, string][] => [
        ...(Number.isFinite(step.afterMs) ? [] : [[`after.${index}`, 'Such as 15 min'] as [string, string]]),
        ...(step.channelIds.length > 0 ? [] : [[`channels.${index}`, 'Choose whom to tell'] as [string, string]]),
      ]),
    )
    setWrong(bad)
    if (Object.keys(bad).length === 0) void run(() => writePolicy({ ...policy, steps: made }), onDone)
  }

  return (
    <form
      className={forms.form}
      noValidate
      aria-label={initial.name || 'New order'}
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <Problem>{problem}</Problem>
      <div className={forms.pair}>
        <TextInput
          label="Name"
          value={policy.name}
          onChange={(event) => setPolicy({ ...policy, name: event.currentTarget.value })}
        />
        <Select
          label="For"
          data={SEVERITIES}
          value={policy.leastSeverity}
          allowDeselect={false}
          onChange={(value) =>
            setPolicy({
              ...policy,
              leastSeverity: SEVERITIES.find((each) => each.value === value)?.value ?? 'warning',
            })
          }
        />
      </div>
      <ScopeFields
        scope={policy.scope}
        names={names}
        machines={false}
        onChange={(scope) => setPolicy({ ...policy, scope })}
      />
      {steps.map((step, index) => (
        <div key={step.key} className={shared.step}>
          <DecimalInput
            label={index === 0 ? 'First, after' : 'Unanswered for'}
            placeholder="at once"
            value={step.after}
            onChange={(after) => change(step.key, { after })}
            error={wrong[`after.${index}`]}
            path={`after.${index}`}
          />
          <MultiSelect
            label="Tell"
            data={data}
            value={step.channelIds}
            onChange={(channelIds) => change(step.key, { channelIds })}
            error={wrong[`channels.${index}`]}
          />
          {steps.length > 1 ? (
            <Button
              variant="subtle"
              color="critical"
              onClick={() => setSteps(steps.filter((each) => each.key !== step.key))}
            >
              Remove<span className="visually-hidden"> step {index + 1}</span>
            </Button>
          ) : null}
        </div>
      ))}
      <div className={forms.buttons}>
        <Button type="submit" loading={running}>
          Save order
        </Button>
        {steps.length < MOST_STEPS ? (
          <Button
            variant="default"
            onClick={() =>
              setSteps([
                ...steps,
                { key: Math.max(...steps.map((each) => each.key)) + 1, after: '15 min', channelIds: [] },
              ])
            }
          >
            Then tell …
          </Button>
        ) : null}
        <Button variant="default" onClick={onCancel}>
          Leave as it was
        </Button>
      </div>
    </form>
  )
}
