'use client'

import { Button, Select, TagsInput, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useRouter } from 'next/navigation'
import { describeAlgorithm } from '#lib/domain/algorithms'
import { minableCoins } from '#lib/domain/coins'
import { MARKETPLACES, POOL_LABELS, parsePayer, payerLabel } from '#lib/domain/payers'
import { parseDecimal, parseOptionalDecimal } from '../../forms/decimal'
import { DecimalInput } from '../../forms/decimal-input.client'
import forms from '../../forms/forms.module.css'
import { Problem } from '../../forms/problem'
import { useSaving } from '../../forms/use-saving.client'
import classes from '../settings.module.css'
import { saveRigs } from './actions'
import type { EditedRig } from './edited-rig'
import { GoneCoin } from './gone-coin.client'
import { LIVES } from './life-words'
import { offeredCoins } from './offered-coins'
import { SCHEMES, schemeOf } from './schemes'

type Values = {
  siteId: string
  lifecycle: string
  addTags: string[]
  removeTags: string[]
  payer: string
  coin: string
  scheme: string
  fee: string
  overheadWatts: string
  supplyEfficiency: string
  fromDate: string
}

const UNTOUCHED: Values = {
  ...{ siteId: '', lifecycle: '', addTags: [], removeTags: [], payer: '', coin: '', scheme: '', fee: '' },
  ...{ overheadWatts: '', supplyEfficiency: '', fromDate: '' },
}

/** The same change for many rigs; a field left open changes nothing. */
export function BulkForm({
  rigs,
  sites,
  onDone,
  onCancel,
}: {
  rigs: EditedRig[]
  sites: { id: number; name: string }[]
  onDone: () => void
  onCancel: () => void
}) {
  const router = useRouter()
  const form = useForm<Values>({ initialValues: UNTOUCHED })
  const algorithms = [...new Set(rigs.flatMap((rig) => rig.algorithms.slice(0, 1)))]
  const algorithm = algorithms.length === 1 ? algorithms[0] : undefined
  const { submit, saving } = useSaving(
    form,
    (values) =>
      saveRigs({ rigIds: rigs.map(({ id }) => id), change: changeOf(values, algorithm), fromDate: values.fromDate }),
    () => {
      form.reset()
      onDone()
      router.refresh()
    },
  )
  const present = [...new Set(rigs.flatMap((rig) => rig.tags))]
  return (
    <form onSubmit={submit} className={`${forms.form} ${classes.bulk}`} noValidate aria-label="Change the chosen rigs">
      <strong>
        Change {rigs.length} {rigs.length === 1 ? 'rig' : 'rigs'}: what stays open stays as it is
      </strong>
      <Problem>
        {form.errors.form ?? form.errors['assignments.0.coin'] ?? form.errors['assignments.0.poolFeePercent']}
      </Problem>
      {parsePayer(form.values.payer) === 'pool' ? (
        <GoneCoin coin={form.values.coin} onTake={(symbol) => form.setFieldValue('coin', symbol)} />
      ) : null}
      <div className={forms.pair}>
        <Select
          label="Site"
          placeholder="as it is"
          clearable
          clearButtonProps={{ 'aria-label': 'Leave the site as it is' }}
          data={sites.map(({ id, name }) => ({ value: String(id), label: name }))}
          value={form.values.siteId || null}
          onChange={(siteId) => form.setFieldValue('siteId', siteId ?? '')}
          error={form.errors.siteId}
        />
        <Select
          label="Life"
          placeholder="as it is"
          clearable
          clearButtonProps={{ 'aria-label': 'Leave the life as it is' }}
          data={LIVES}
          value={form.values.lifecycle || null}
          onChange={(lifecycle) => form.setFieldValue('lifecycle', lifecycle ?? '')}
        />
        <TagsInput label="Add tags" {...form.getInputProps('addTags')} />
        <TagsInput label="Remove tags" data={present} {...form.getInputProps('removeTags')} />
        {algorithm ? (
          <>
            <Select
              label="Paid by"
              description="With it or the coin, who pays is said anew for all."
              placeholder="a pool that is not named"
              searchable
              clearable
              clearButtonProps={{ 'aria-label': 'Name no payer' }}
              data={[...MARKETPLACES, ...Object.keys(POOL_LABELS)].map((key) => ({
                value: key,
                label: payerLabel(key),
              }))}
              value={form.values.payer || null}
              onChange={(payer) => form.setFieldValue('payer', payer ?? '')}
            />
            <Select
              label={`Coin of their ${describeAlgorithm(algorithm).label}`}
              placeholder="as it is"
              clearable
              clearButtonProps={{ 'aria-label': 'Leave the coin as it is' }}
              data={offeredCoins(algorithm)}
              value={form.values.coin || null}
              onChange={(coin) => form.setFieldValue('coin', coin ?? '')}
            />
            <Select
              label="Scheme"
              placeholder="not known"
              clearable
              clearButtonProps={{ 'aria-label': 'Say no scheme' }}
              data={SCHEMES.filter(({ value }) => value !== 'unknown')}
              value={form.values.scheme || null}
              onChange={(scheme) => form.setFieldValue('scheme', scheme ?? '')}
            />
            <DecimalInput
              label="Pool fee"
              unit="%"
              placeholder="1"
              value={form.values.fee}
              onChange={(fee) => form.setFieldValue('fee', fee)}
              path="fee"
            />
          </>
        ) : null}
        <DecimalInput
          label="Power correction: watts to add"
          description="Replaces the correction they have."
          unit="W"
          placeholder="as it is"
          value={form.values.overheadWatts}
          onChange={(text) => form.setFieldValue('overheadWatts', text)}
          error={form.errors['correction.overheadWatts']}
          path="correction.overheadWatts"
        />
        <DecimalInput
          label="Power correction: supplies’ efficiency"
          description="Replaces the correction they have."
          unit="%"
          placeholder="as it is"
          value={form.values.supplyEfficiency}
          onChange={(text) => form.setFieldValue('supplyEfficiency', text)}
          error={form.errors['correction.supplyEfficiency']}
          path="correction.supplyEfficiency"
        />
        <TextInput type="date" label="Valid from (empty: now)" {...form.getInputProps('fromDate')} />
      </div>
      <div className={forms.buttons}>
        <Button type="submit" loading={saving}>
          Change {rigs.length} {rigs.length === 1 ? 'rig' : 'rigs'}
        </Button>
        <Button variant="default" onClick={onCancel}>
          Choose none
        </Button>
      </div>
    </form>
  )
}

function changeOf(values: Values, algorithm: string | undefined): Parameters<typeof saveRigs>[0]['change'] {
  const overheadWatts = parseOptionalDecimal(values.overheadWatts)
  const efficiency = parseOptionalDecimal(values.supplyEfficiency)
  const life = LIVES.find(({ value }) => value === values.lifecycle)?.value
  const supplyEfficiency = efficiency === undefined ? undefined : efficiency / 100
  return {
    ...(values.siteId ? { siteId: Number(values.siteId) } : {}),
    ...(life ? { lifecycle: life } : {}),
    ...(values.addTags.length > 0 ? { addTags: values.addTags } : {}),
    ...(values.removeTags.length > 0 ? { removeTags: values.removeTags } : {}),
    ...(algorithm && (values.coin || values.payer) ? { assignments: [assignmentOf(values, algorithm)] } : {}),
    ...(overheadWatts === undefined && supplyEfficiency === undefined
      ? {}
      : { correction: { overheadWatts, supplyEfficiency } }),
  }
}

function assignmentOf({ payer: key, coin, scheme, fee }: Values, algorithm: string) {
  const payer = parsePayer(key)
  const usual = minableCoins(algorithm)[0]?.symbol ?? ''
  return {
    algorithm,
    payer,
    pool: payer === 'pool' && key ? key : undefined,
    coin: payer === 'pool' ? coin || usual : 'BTC',
    scheme: schemeOf(scheme),
    poolFeePercent: fee.trim() === '' ? 1 : parseDecimal(fee),
  }
}
