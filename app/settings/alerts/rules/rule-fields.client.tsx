'use client'

import { MultiSelect, Select, Switch, TextInput } from '@mantine/core'
import type { Severity } from '#lib/domain/alert-types'
import { RULE_KINDS } from '#lib/domain/alerts/rule-kinds'
import { describeAlgorithm } from '#lib/domain/algorithms'
import { DecimalInput } from '../../../forms/decimal-input.client'
import forms from '../../../forms/forms.module.css'
import { ScopeFields } from '../scope-fields.client'
import type { ScopeNames } from '../scope-words'
import { OwnLimits } from './own-limits.client'
import { type RuleDraft, SENSORS, unitOf, unitWord } from './rule-draft'

const SEVERITIES: { value: Severity; label: string }[] = [
  { value: 'critical', label: 'Critical: wakes people' },
  { value: 'warning', label: 'Warning: by day' },
  { value: 'info', label: 'Info' },
]

const AGAINST = [
  { value: 'nominal', label: 'What its model does' },
  { value: 'median', label: 'Its own median of a day' },
  { value: 'absolute', label: 'A number of your own' },
] as const

/** The fields of a rule's kind, in the units people use, and which rigs it is about. */
export function RuleFields({
  draft,
  onChange,
  problems,
  names,
  algorithms,
}: {
  draft: RuleDraft
  onChange: (draft: RuleDraft) => void
  problems: Record<string, string>
  names: ScopeNames
  algorithms: string[]
}) {
  const { fields, subject } = RULE_KINDS[draft.kind]
  const change = (part: Partial<RuleDraft>) => onChange({ ...draft, ...part })
  const wantsAlgorithm = draft.kind === 'inefficient' || draft.kind === 'low-hash'
  return (
    <>
      <TextInput
        label="Name"
        value={draft.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
        error={problems.name}
        data-path="name"
      />
      {draft.against ? (
        <Select
          label="Held against"
          data={[...AGAINST]}
          value={draft.against}
          allowDeselect={false}
          onChange={(value) => change({ against: AGAINST.find((each) => each.value === value)?.value ?? 'nominal' })}
        />
      ) : null}
      {wantsAlgorithm ? (
        <Select
          label="Algorithm"
          description={draft.kind === 'inefficient' ? 'Efficiencies of two algorithms cannot be compared.' : undefined}
          placeholder="Any"
          clearable
          data={[...new Set([...algorithms, draft.algorithm])]
            .filter(Boolean)
            .map((value) => ({ value, label: describeAlgorithm(value).label }))}
          value={draft.algorithm || null}
          onChange={(value) => change({ algorithm: value ?? '' })}
          error={problems['settings.algorithm']}
        />
      ) : null}
      {draft.kind === 'overheat' ? (
        <MultiSelect
          label="Sensors"
          placeholder={draft.sensors.length > 0 ? undefined : 'All'}
          data={[...SENSORS]}
          value={draft.sensors}
          onChange={(chosen) =>
            change({ sensors: SENSORS.filter(({ value }) => chosen.includes(value)).map(({ value }) => value) })
          }
        />
      ) : null}
      <div className={forms.pair}>
        {fields.map((field) => {
          const unit = unitOf(field, draft)
          return (
            <DecimalInput
              key={field.setting}
              label={field.label}
              unit={unitWord(unit, draft.algorithm)}
              placeholder={field.setting === 'criticalForMs' ? 'as long' : unit === 'milliseconds' ? 'at once' : ''}
              value={draft.numbers[field.setting] ?? ''}
              onChange={(text) => change({ numbers: { ...draft.numbers, [field.setting]: text } })}
              error={problems[`numbers.${field.setting}`]}
              path={`numbers.${field.setting}`}
            />
          )
        })}
        {draft.severity ? (
          <Select
            label="Severity"
            data={SEVERITIES}
            value={draft.severity}
            allowDeselect={false}
            onChange={(value) =>
              change({ severity: SEVERITIES.find((each) => each.value === value)?.value ?? 'warning' })
            }
          />
        ) : null}
      </div>
      {draft.kind === 'overheat' ? (
        <OwnLimits limits={draft.limits} problems={problems} onChange={(limits) => change({ limits })} />
      ) : null}
      {subject === 'rig' || subject === 'site' ? (
        <ScopeFields
          scope={draft.scope}
          names={names}
          onChange={(scope) => change({ scope })}
          machines={subject === 'rig'}
        />
      ) : null}
      <Switch
        label="The rule is on"
        checked={draft.enabled}
        onChange={(event) => change({ enabled: event.currentTarget.checked })}
      />
    </>
  )
}
