'use client'

import { Textarea } from '@mantine/core'
import type { ReactNode } from 'react'
import { DecimalInput } from '../forms/decimal-input.client'
import { DynamicFields } from './dynamic-fields.client'
import { SeasonList } from './season-list.client'
import { SumList } from './sum-list.client'
import classes from './tariff.module.css'
import type { TariffDraft } from './tariff-draft'

/** What only some bills have, folded away until it is wanted or complained of. */
export function MoreFields({
  value,
  onChange,
  problems,
  currency,
  path,
}: {
  value: TariffDraft
  onChange: (part: Partial<TariffDraft>) => void
  problems: Record<string, ReactNode>
  currency: string
  path: string
}) {
  const complained = (...fields: string[]) =>
    Object.keys(problems).some((key) => fields.some((field) => key.startsWith(`${path}.${field}`)))
  const dated = value.seasons.length > 0 || value.holidays.trim() !== ''
  const summed = value.levies.length + value.charges.length > 0 || value.energyTaxPercent + value.fixedTaxPercent !== ''
  const holidayProblem = Object.entries(problems).find(([key]) => key.startsWith(`${path}.holidays`))?.[1]
  return (
    <>
      <details open={value.dynamic.source !== 'none' || complained('dynamic')}>
        <summary>Prices by the hour, named by a supplier</summary>
        <div className={classes.folded}>
          <DynamicFields
            value={value.dynamic}
            onChange={(dynamic) => onChange({ dynamic })}
            problems={problems}
            path={`${path}.dynamic`}
          />
        </div>
      </details>
      <details open={dated || complained('seasons', 'holidays')}>
        <summary>Seasons and holidays</summary>
        <div className={classes.folded}>
          <SeasonList
            seasons={value.seasons}
            onChange={(seasons) => onChange({ seasons })}
            problems={problems}
            currency={currency}
            path={path}
            withHolidays={value.holidays.trim() !== ''}
          />
          <Textarea
            label="Holidays"
            description="Dates that count as Sundays, one on a line."
            placeholder="2026-12-25"
            autosize
            minRows={2}
            maxRows={8}
            value={value.holidays}
            onChange={(event) => onChange({ holidays: event.currentTarget.value })}
            error={holidayProblem}
            data-path={`${path}.holidays`}
          />
        </div>
      </details>
      <details open={summed || complained('levies', 'charges', 'energyTaxPercent', 'fixedTaxPercent')}>
        <summary>Grid fees, taxes and other charges</summary>
        <div className={classes.folded}>
          <SumList
            words={{ legend: 'Levies per kWh', add: 'Add a levy per kWh', example: 'Grid fee' }}
            sums={value.levies}
            onChange={(levies) => onChange({ levies })}
            problems={problems}
            unit={`${currency}/kWh`}
            path={`${path}.levies`}
            amountField="perKwh"
          />
          <DecimalInput
            label="Tax on energy"
            description="Added to price and levies. Leave it empty where prices have it already."
            unit="%"
            placeholder="0"
            value={value.energyTaxPercent}
            onChange={(energyTaxPercent) => onChange({ energyTaxPercent })}
            error={problems[`${path}.energyTaxPercent`]}
            path={`${path}.energyTaxPercent`}
          />
          <SumList
            words={{ legend: 'Charges per month', add: 'Add a charge per month', example: 'Meter' }}
            sums={value.charges}
            onChange={(charges) => onChange({ charges })}
            problems={problems}
            unit={currency}
            path={`${path}.charges`}
            amountField="perMonth"
          />
          <DecimalInput
            label="Tax on what is paid by the month"
            unit="%"
            placeholder="0"
            value={value.fixedTaxPercent}
            onChange={(fixedTaxPercent) => onChange({ fixedTaxPercent })}
            error={problems[`${path}.fixedTaxPercent`]}
            path={`${path}.fixedTaxPercent`}
          />
        </div>
      </details>
    </>
  )
}
