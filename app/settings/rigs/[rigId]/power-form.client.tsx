'use client'

import { Button, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { formatPower } from '#lib/domain/format'
import type { PowerSource } from '#lib/domain/reading'
import { parseOptionalDecimal } from '../../../forms/decimal'
import { DecimalInput } from '../../../forms/decimal-input.client'
import forms from '../../../forms/forms.module.css'
import { Problem } from '../../../forms/problem'
import { useSaving } from '../../../forms/use-saving.client'
import { Segments } from '../../../ui/segments.client'
import { saveRigs } from '../actions'
import { TwoReadings } from './two-readings.client'
import { useRigSaved } from './use-rig-saved.client'

type Correction = { overheadWatts?: number; supplyEfficiency?: number; fixedWatts?: number }
type Way = 'none' | 'add' | 'fixed'

const WAYS = [
  { value: 'none', name: 'As it is told' },
  { value: 'add', name: 'Corrected' },
  { value: 'fixed', name: 'A fixed figure' },
] as const

const SOURCE_WORDS: Record<PowerSource, string> = {
  metered: 'a meter at the wall',
  input: 'the supply, at its input',
  output: 'the machine, behind its supply',
  estimated: 'an estimate from the maker’s figures',
}

/** From the watts a machine tells to those at the wall. */
export function PowerForm({
  rigId,
  present,
  reported,
  source,
  toldWatts,
}: {
  rigId: number
  present: Correction | undefined
  reported: number | undefined
  /** What the miner tells of itself, before any correction. */
  toldWatts: number | undefined
  source: PowerSource | undefined
}) {
  const form = useForm({
    initialValues: {
      way: wayOf(present),
      overheadWatts: textOf(present?.overheadWatts),
      supplyEfficiency: textOf(present?.supplyEfficiency === undefined ? undefined : present.supplyEfficiency * 100),
      fixedWatts: textOf(present?.fixedWatts),
      fromDate: '',
    },
  })
  const saved = useRigSaved()
  const { submit, saving } = useSaving(
    form,
    async ({ way, fromDate, ...values }) => {
      if (way === 'fixed' && values.fixedWatts.trim() === '') {
        return { ok: false, problems: { 'correction.fixedWatts': 'Write watts' } }
      }
      const percent = parseOptionalDecimal(values.supplyEfficiency)
      const correction =
        way === 'none'
          ? null
          : way === 'fixed'
            ? { fixedWatts: parseOptionalDecimal(values.fixedWatts) }
            : {
                overheadWatts: parseOptionalDecimal(values.overheadWatts),
                supplyEfficiency: percent === undefined ? undefined : percent / 100,
              }
      return saveRigs({ rigIds: [rigId], fromDate, change: { correction } })
    },
    () => saved('Power correction saved.'),
  )
  const { way } = form.values
  return (
    <form onSubmit={submit} className={forms.form} noValidate>
      <Problem>{form.errors.form}</Problem>
      <p className={forms.hint}>
        {reported === undefined || source === undefined
          ? 'This rig tells no watts now: a fixed figure, from a plug meter, makes its cost known.'
          : presentInWords(formatPower(reported), SOURCE_WORDS[source], wayOf(present))}
      </p>
      <Segments
        label="How its power is known"
        options={WAYS}
        value={way}
        onChange={(next) => form.setFieldValue('way', next)}
      />
      {source === 'metered' && toldWatts !== undefined && way !== 'none' ? (
        <p className={forms.hint}>A meter at the plug needs no correction: this one holds while the meter is silent.</p>
      ) : null}
      {way === 'add' ? (
        <TwoReadings
          toldWatts={source === 'metered' ? undefined : toldWatts}
          onComputed={({ supplyEfficiency, overheadWatts }) =>
            form.setValues({
              supplyEfficiency: rounded(supplyEfficiency * 100),
              overheadWatts: rounded(overheadWatts),
            })
          }
        />
      ) : null}
      {way === 'add' ? (
        <div className={forms.pair}>
          <DecimalInput
            label="Efficiency of its supply"
            description="Watts told ÷ efficiency. Gold is about 90%."
            unit="%"
            value={form.values.supplyEfficiency}
            onChange={(text) => form.setFieldValue('supplyEfficiency', text)}
            error={form.errors['correction.supplyEfficiency']}
            path="correction.supplyEfficiency"
          />
          <DecimalInput
            label="Watts to add"
            description="Board, processor, fans, pumps."
            unit="W"
            value={form.values.overheadWatts}
            onChange={(text) => form.setFieldValue('overheadWatts', text)}
            error={form.errors['correction.overheadWatts']}
            path="correction.overheadWatts"
          />
        </div>
      ) : null}
      {way === 'fixed' ? (
        <DecimalInput
          label="Watts at the wall while it runs"
          unit="W"
          value={form.values.fixedWatts}
          onChange={(text) => form.setFieldValue('fixedWatts', text)}
          error={form.errors['correction.fixedWatts']}
          path="correction.fixedWatts"
        />
      ) : null}
      <TextInput
        type="date"
        label="Since"
        description="Left empty: from now on. A day in the past computes the energy since then anew."
        {...form.getInputProps('fromDate')}
      />
      <div className={forms.buttons}>
        <Button type="submit" loading={saving} disabled={!form.isDirty()}>
          Save power
        </Button>
      </div>
    </form>
  )
}

function wayOf(correction: Correction | undefined): Way {
  if (correction?.fixedWatts !== undefined) return 'fixed'
  return correction?.overheadWatts !== undefined || correction?.supplyEfficiency !== undefined ? 'add' : 'none'
}

function textOf(value: number | undefined): string {
  return value === undefined ? '' : String(Number(value.toPrecision(6)))
}

/** To a tenth: a plug meter is right to about a percent. */
function rounded(value: number): string {
  return String(Math.round(value * 10) / 10)
}

function presentInWords(watts: string, source: string, way: Way): string {
  if (way === 'fixed') return `Now ${watts}, the fixed figure.`
  return way === 'none' ? `Now ${watts}, from ${source}.` : `Now ${watts}: told by ${source}, and corrected.`
}
