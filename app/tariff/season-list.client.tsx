'use client'

import { Button, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { DecimalInput } from '../forms/decimal-input.client'
import classes from './tariff.module.css'
import { type SeasonDraft, winterSeason } from './tariff-draft'
import { WindowList } from './window-list.client'

/** Parts of the year with prices of their own; the first that holds the date speaks. */
export function SeasonList({
  seasons,
  onChange,
  ...shared
}: {
  seasons: SeasonDraft[]
  onChange: (seasons: SeasonDraft[]) => void
  problems: Record<string, ReactNode>
  currency: string
  path: string
  withHolidays: boolean
}) {
  const { problems, currency } = shared
  return (
    <>
      {seasons.map((season, index) => {
        const path = `${shared.path}.seasons.${index}`
        const change = (part: Partial<SeasonDraft>) =>
          onChange(seasons.map((each, at) => (at === index ? { ...each, ...part } : each)))
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: seasons have no identity but their place
          <fieldset key={index} className={classes.window}>
            <legend className="visually-hidden">Season {index + 1}</legend>
            <div className={classes.windowFields}>
              <TextInput
                label="Season"
                value={season.label}
                onChange={(event) => change({ label: event.currentTarget.value })}
                error={problems[`${path}.label`]}
                data-path={`${path}.label`}
              />
              <TextInput
                label="First day"
                placeholder="11-01"
                value={season.from}
                onChange={(event) => change({ from: event.currentTarget.value })}
                error={problems[`${path}.from`]}
                data-path={`${path}.from`}
              />
              <TextInput
                label="Last day"
                placeholder="03-31"
                value={season.to}
                onChange={(event) => change({ to: event.currentTarget.value })}
                error={problems[`${path}.to`]}
                data-path={`${path}.to`}
              />
              <DecimalInput
                label="Price of a kWh"
                unit={currency}
                value={season.pricePerKwh}
                onChange={(pricePerKwh) => change({ pricePerKwh })}
                error={problems[`${path}.pricePerKwh`]}
                path={`${path}.pricePerKwh`}
              />
            </div>
            <span className={classes.dayName}>Month and day, both included; it may run over the end of the year.</span>
            <WindowList {...shared} windows={season.windows} onChange={(windows) => change({ windows })} path={path} />
            <div>
              <Button
                variant="subtle"
                color="critical"
                size="compact-sm"
                leftSection={<IconTrash size={16} />}
                onClick={() => onChange(seasons.filter((_, at) => at !== index))}
              >
                Remove this season
              </Button>
            </div>
          </fieldset>
        )
      })}
      <div>
        <Button
          variant="default"
          size="compact-md"
          leftSection={<IconPlus size={16} />}
          onClick={() => onChange([...seasons, winterSeason()])}
        >
          Add a season
        </Button>
      </div>
    </>
  )
}
