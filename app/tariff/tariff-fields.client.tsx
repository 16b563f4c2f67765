'use client'

import { Button, Chip, NativeSelect, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { DecimalInput } from '../forms/decimal-input.client'
import { PriceBars } from './price-bars'
import classes from './tariff.module.css'
import { isComplete, nightWindow, type TariffDraft, tariffOf, type WindowDraft } from './tariff-draft'

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** A tariff being written: one price, other prices at other hours, and what is added. Problems stand by their fields. */
export function TariffFields({
  value,
  onChange,
  problems,
  currency,
  path = 'tariff',
  short,
}: {
  value: TariffDraft
  onChange: (tariff: TariffDraft) => void
  /** By path, such as `tariff.windows.0.days`. */
  problems: Record<string, ReactNode>
  currency: string
  path?: string
  /** Leaves out what a first tariff seldom needs. */
  short?: boolean
}) {
  const change = (part: Partial<TariffDraft>) => onChange({ ...value, ...part })
  const changeWindow = (index: number, part: Partial<WindowDraft>) =>
    change({ windows: value.windows.map((window, at) => (at === index ? { ...window, ...part } : window)) })
  const tariff = tariffOf(value)
  return (
    <div className={classes.fields}>
      <DecimalInput
        label="Price of a kWh"
        description={
          value.windows.length > 0
            ? 'Outside the hours below. What your bill says, taxes included.'
            : 'What your bill says, taxes included. 0 if you do not pay for it.'
        }
        unit={currency}
        placeholder="0.28"
        value={value.pricePerKwh}
        onChange={(pricePerKwh) => change({ pricePerKwh })}
        path={`${path}.pricePerKwh`}
        error={problems[`${path}.pricePerKwh`]}
      />
      {value.windows.map((window, index) => (
        <WindowFields
          // biome-ignore lint/suspicious/noArrayIndexKey: windows have no identity but their place
          key={index}
          number={index + 1}
          window={window}
          currency={currency}
          path={`${path}.windows.${index}`}
          problems={problems}
          onChange={(part) => changeWindow(index, part)}
          onRemove={() => change({ windows: value.windows.filter((_, at) => at !== index) })}
        />
      ))}
      <div>
        <Button
          variant="default"
          size="compact-md"
          leftSection={<IconPlus size={16} />}
          onClick={() => change({ windows: [...value.windows, nightWindow()] })}
        >
          {value.windows.length === 0 ? 'Another price at night or other hours' : 'Add hours with another price'}
        </Button>
      </div>
      {value.windows.length > 0 && isComplete(tariff) ? <PriceBars tariff={tariff} currency={currency} /> : null}
      {short ? null : (
        <>
          <NativeSelect
            label="Energy beside the rigs"
            description="With a meter, what it counts more than the rigs draw is charged, and no percentage."
            data={[
              { value: 'percent', label: 'A percentage of the rigs’ energy' },
              { value: 'meter', label: 'As the site’s meter counts it' },
            ]}
            value={value.siteEnergy ?? 'percent'}
            onChange={({ currentTarget }) =>
              change({ siteEnergy: currentTarget.value === 'meter' ? 'meter' : 'percent' })
            }
          />
          <DecimalInput
            label="Overhead of the site"
            description="Cooling, fans and losses, in percent of what the rigs draw. It is added to their energy."
            unit="%"
            placeholder="0"
            value={value.overheadPercent}
            onChange={(overheadPercent) => change({ overheadPercent })}
            error={problems[`${path}.overheadPercent`]}
            path={`${path}.overheadPercent`}
          />
          <DecimalInput
            label="Fixed cost a month"
            description="Standing charge, rent, hosting. It is spread over the month."
            unit={currency}
            placeholder="0"
            value={value.fixedPerMonth}
            onChange={(fixedPerMonth) => change({ fixedPerMonth })}
            error={problems[`${path}.fixedPerMonth`]}
            path={`${path}.fixedPerMonth`}
          />
        </>
      )}
    </div>
  )
}

function WindowFields({
  number,
  window,
  currency,
  path,
  problems,
  onChange,
  onRemove,
}: {
  number: number
  window: WindowDraft
  currency: string
  path: string
  problems: Record<string, ReactNode>
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
            {DAYS.map((name, index) => (
              <Chip key={name} value={String(index + 1)} size="xs" radius="sm" variant="outline">
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
