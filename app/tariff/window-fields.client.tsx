'use client'

import { Button, Chip, TextInput } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { HOLIDAY } from '#lib/domain/tariff-parts'
import { DecimalInput } from '../forms/decimal-input.client'
import classes from './tariff.module.css'
import type { WindowDraft } from './tariff-draft'

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].map((name, index) => ({ name, day: index + 1 }))
const HOLIDAYS = { name: 'Holidays', day: HOLIDAY }

/** Hours with another price, and the days on which they begin. */
export function WindowFields({
  number,
  window,
  currency,
  path,
  problems,
  withHolidays,
  onChange,
  onRemove,
}: {
  number: number
  window: WindowDraft
  currency: string
  path: string
  problems: Record<string, ReactNode>
  /** Offers holidays as a day of their own. */
  withHolidays: boolean
  onChange: (part: Partial<WindowDraft>) => void
  onRemove: () => void
}) {
  const overMidnight = window.from !== '' && window.to !== '' && window.to <= window.from
  return (
    <fieldset className={classes.window}>
      <legend className="visually-hidden">Other price {number}</legend>
      <div className={classes.windowFields}>
        <TextInput
          label="Name"
          value={window.label}
          onChange={(event) => onChange({ label: event.currentTarget.value })}
          error={problems[`${path}.label`]}
          data-path={`${path}.label`}
        />
        <TextInput
          label="From"
          type="time"
          value={window.from}
          onChange={(event) => onChange({ from: event.currentTarget.value })}
          error={window.from === '' ? 'Write a time' : problems[`${path}.fromMinute`]}
          data-path={`${path}.fromMinute`}
        />
        <TextInput
          label="To"
          type="time"
          value={window.to}
          onChange={(event) => onChange({ to: event.currentTarget.value })}
          error={window.to === '' ? 'Write a time' : problems[`${path}.toMinute`]}
          data-path={`${path}.toMinute`}
        />
        <DecimalInput
          label="Price of a kWh"
          unit={currency}
          placeholder="0.19"
          value={window.pricePerKwh}
          onChange={(pricePerKwh) => onChange({ pricePerKwh })}
          path={`${path}.pricePerKwh`}
          error={problems[`${path}.pricePerKwh`]}
        />
      </div>
      <div className={classes.windowFoot}>
        <Chip.Group
          multiple
          value={window.days.map(String)}
          onChange={(days) => onChange({ days: days.map(Number).sort((one, other) => one - other) })}
        >
          {/* biome-ignore lint/a11y/useSemanticElements: it stands in a fieldset already */}
          <div className={classes.days} role="group" aria-label="Days on which it begins">
            {(withHolidays || window.days.includes(HOLIDAY) ? [...DAYS, HOLIDAYS] : DAYS).map(({ name, day }) => (
              <Chip key={name} value={String(day)} size="xs" radius="sm" variant="outline">
                {name}
              </Chip>
            ))}
          </div>
        </Chip.Group>
        <Button
          variant="subtle"
          color="critical"
          size="compact-sm"
          leftSection={<IconTrash size={16} />}
          onClick={onRemove}
        >
          Remove these hours
        </Button>
      </div>
      {problems[`${path}.days`] ? <span className={classes.complaint}>{problems[`${path}.days`]}</span> : null}
      {overMidnight ? (
        <span className={classes.dayName}>Runs over midnight, until {window.to} of the next day.</span>
      ) : null}
    </fieldset>
  )
}
