'use client'

import { Button, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { DecimalInput } from '../forms/decimal-input.client'
import classes from './tariff.module.css'
import type { SumDraft } from './tariff-draft'

/** Named sums: levies per kWh, or charges per month. */
export function SumList({
  words,
  sums,
  onChange,
  problems,
  unit,
  path,
  amountField,
}: {
  words: { legend: string; add: string; example: string }
  sums: SumDraft[]
  onChange: (sums: SumDraft[]) => void
  problems: Record<string, ReactNode>
  unit: string
  path: string
  /** How the tariff calls the amount, for problems. */
  amountField: string
}) {
  const changeAt = (index: number, part: Partial<SumDraft>) =>
    onChange(sums.map((sum, at) => (at === index ? { ...sum, ...part } : sum)))
  return (
    <fieldset className={classes.sums}>
      <legend className="visually-hidden">{words.legend}</legend>
      {sums.map((sum, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: sums have no identity but their place
        <div key={index} className={classes.sum}>
          <TextInput
            label="Name"
            placeholder={words.example}
            value={sum.label}
            onChange={(event) => changeAt(index, { label: event.currentTarget.value })}
            error={problems[`${path}.${index}.label`]}
            data-path={`${path}.${index}.label`}
          />
          <DecimalInput
            label="Amount"
            unit={unit}
            value={sum.amount}
            onChange={(amount) => changeAt(index, { amount })}
            error={problems[`${path}.${index}.${amountField}`]}
            path={`${path}.${index}.${amountField}`}
          />
          <Button
            variant="subtle"
            color="critical"
            size="compact-sm"
            leftSection={<IconTrash size={16} />}
            onClick={() => onChange(sums.filter((_, at) => at !== index))}
          >
            Remove<span className="visually-hidden"> {sum.label || `number ${index + 1}`}</span>
          </Button>
        </div>
      ))}
      <div>
        <Button
          variant="default"
          size="compact-md"
          leftSection={<IconPlus size={16} />}
          onClick={() => onChange([...sums, { label: '', amount: '' }])}
        >
          {words.add}
        </Button>
      </div>
    </fieldset>
  )
}
