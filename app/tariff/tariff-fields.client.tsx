'use client'

import { NativeSelect } from '@mantine/core'
import type { ReactNode } from 'react'
import { DecimalInput } from '../forms/decimal-input.client'
import { MoreFields } from './more-fields.client'
import { PriceBars } from './price-bars'
import { priceDays } from './price-days'
import classes from './tariff.module.css'
import { isComplete, type TariffDraft, tariffOf } from './tariff-draft'
import { WindowList } from './window-list.client'

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
      <WindowList
        windows={value.windows}
        onChange={(windows) => change({ windows })}
        currency={currency}
        path={path}
        problems={problems}
        withHolidays={value.holidays.trim() !== ''}
      />
      {value.windows.length > 0 && value.dynamic.source === 'none' && isComplete(tariff) ? (
        <PriceBars days={priceDays(tariff)} currency={currency} />
      ) : null}
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
          <MoreFields value={value} onChange={change} problems={problems} currency={currency} path={path} />
        </>
      )}
    </div>
  )
}
