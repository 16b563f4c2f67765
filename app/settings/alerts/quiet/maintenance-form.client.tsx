'use client'

import { Button, Checkbox, Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { MaintenanceRow } from '#lib/wire/alerts'
import forms from '../../../forms/forms.module.css'
import { Problem } from '../../../forms/problem'
import { useDeed } from '../../../forms/use-saving.client'
import settings from '../../settings.module.css'
import shared from '../alert-settings.module.css'
import { clockText, minuteOf, WEEKDAYS } from '../minute-text'
import { ScopeFields } from '../scope-fields.client'
import type { ScopeNames } from '../scope-words'
import { writeMaintenance } from './actions'

/** A site with its clock. */
export type Place = { id: number; name: string; timeZone: string }

/** A window being written. One that ends before it begins goes on into the next day. */
export function MaintenanceForm({
  initial,
  sites,
  names,
  onDone,
  onCancel,
}: {
  initial: MaintenanceRow | undefined
  sites: Place[]
  names: ScopeNames
  onDone: () => void
  onCancel: () => void
}) {
  const [name, setName] = useState(initial?.name ?? '')
  const [siteId, setSiteId] = useState(initial?.siteId ?? sites[0]?.id ?? 0)
  const [days, setDays] = useState<string[]>((initial?.days ?? [7]).map(String))
  const [from, setFrom] = useState(clockText(initial?.fromMinute ?? 9 * 60))
  const [to, setTo] = useState(clockText(initial?.toMinute ?? 11 * 60))
  const [scope, setScope] = useState(initial?.scope ?? {})
  const [problems, setProblems] = useState<Record<string, string>>({})
  const { run, running, problem } = useDeed()
  const zone = sites.find(({ id }) => id === siteId)?.timeZone

  const save = () => {
    const fromMinute = minuteOf(from)
    const toMinute = minuteOf(to)
    const wrong = {
      ...(Number.isNaN(fromMinute) ? { fromMinute: 'Write a time' } : {}),
      ...(Number.isNaN(toMinute) ? { toMinute: 'Write a time' } : {}),
      ...(days.length === 0 ? { days: 'Choose a day' } : {}),
    }
    setProblems(wrong)
    if (Object.keys(wrong).length > 0) return
    void run(async () => {
      const answer = await writeMaintenance({
        ...(initial ? { id: initial.id } : {}),
        ...{ name: name.trim(), siteId, fromMinute, toMinute, scope, enabled: initial?.enabled ?? true },
        days: days.map(Number).sort((one, other) => one - other),
      })
      setProblems(answer.ok ? {} : answer.problems)
      return answer
    }, onDone)
  }

  return (
    <form
      className={forms.form}
      noValidate
      aria-label={initial?.name ?? 'New maintenance window'}
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <Problem>{problem}</Problem>
      <div className={forms.pair}>
        <TextInput
          label="Name"
          placeholder="Filters on Sunday"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={problems.name}
        />
        <Select
          label="On the clock of"
          data={sites.map(({ id, name: label }) => ({ value: String(id), label }))}
          value={String(siteId)}
          allowDeselect={false}
          onChange={(value) => setSiteId(Number(value))}
          description={zone}
          error={problems.siteId}
        />
      </div>
      <fieldset className={settings.bare}>
        <Checkbox.Group label="Begins on" value={days} onChange={setDays} error={problems.days}>
          <div className={shared.days}>
            {WEEKDAYS.map((day) => (
              <Checkbox key={day.value} value={String(day.value)} label={day.short} aria-label={day.name} />
            ))}
          </div>
        </Checkbox.Group>
      </fieldset>
      <div className={forms.pair}>
        <TextInput
          type="time"
          label="From"
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
          error={problems.fromMinute}
        />
        <TextInput
          type="time"
          label="To"
          value={to}
          onChange={(event) => setTo(event.currentTarget.value)}
          error={problems.toMinute}
        />
      </div>
      <ScopeFields scope={scope} names={names} onChange={setScope} />
      <div className={forms.buttons}>
        <Button type="submit" loading={running}>
          {initial ? 'Save window' : 'Add window'}
        </Button>
        <Button variant="default" onClick={onCancel}>
          {initial ? 'Leave as it was' : 'Not now'}
        </Button>
      </div>
    </form>
  )
}
