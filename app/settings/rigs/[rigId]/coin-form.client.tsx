'use client'

import { Button, Select, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { describeAlgorithm } from '#lib/domain/algorithms'
import { minableCoins } from '#lib/domain/coins'
import type { Assignment } from '#lib/domain/explained-money'
import { parseDecimal } from '../../../forms/decimal'
import { DecimalInput } from '../../../forms/decimal-input.client'
import forms from '../../../forms/forms.module.css'
import { Note } from '../../../forms/note'
import { Problem } from '../../../forms/problem'
import { useSaving } from '../../../forms/use-saving.client'
import { Card } from '../../../ui/card'
import { saveRigs } from '../actions'
import { useRigSaved } from './use-rig-saved.client'

const SCHEMES = [
  { value: 'unknown', label: 'Not known' },
  { value: 'pps', label: 'PPS' },
  { value: 'fpps', label: 'FPPS' },
  { value: 'pplns', label: 'PPLNS' },
  { value: 'solo', label: 'SOLO: a whole block or nothing' },
]

type Shown = Pick<Assignment, 'payer' | 'coin' | 'scheme' | 'poolFeePercent' | 'assumed'>

/** Who pays for an algorithm's work. What we assumed is confirmed by saving it. */
export function CoinForm({
  rigId,
  algorithm,
  present,
  since,
}: {
  rigId: number
  algorithm: string
  present: Shown | undefined
  since: string | undefined
}) {
  const { label } = describeAlgorithm(algorithm)
  const coins = minableCoins(algorithm)
  const form = useForm({
    initialValues: {
      payer: String(present?.payer ?? 'pool'),
      coin: present?.coin ?? coins[0]?.symbol ?? '',
      scheme: String(present?.scheme ?? 'unknown'),
      fee: String(present?.poolFeePercent ?? 1),
      fromDate: '',
    },
  })
  const saved = useRigSaved()
  const sold = form.values.payer === 'nicehash'
  const { submit, saving } = useSaving(
    form,
    ({ scheme, coin, fee, fromDate }) =>
      saveRigs({
        rigIds: [rigId],
        fromDate,
        change: {
          assignments: [
            {
              algorithm,
              payer: sold ? 'nicehash' : 'pool',
              coin: sold ? 'BTC' : coin,
              scheme: sold ? 'unknown' : schemeOf(scheme),
              poolFeePercent: parseDecimal(fee),
            },
          ],
        },
      }),
    () => saved(`Who pays for ${label} is saved.`),
  )
  const note = present ? (present.assumed ? 'assumed' : since ? `since ${since}` : undefined) : 'not said yet'
  return (
    <Card title={`Who pays for ${label}`} note={note}>
      <form onSubmit={submit} className={forms.form} noValidate>
        <Problem>{form.errors.form}</Problem>
        {present?.assumed ? (
          <Note>
            We assume that it mines {present.coin} at {present.payer === 'nicehash' ? 'NiceHash' : 'a pool'} with a fee
            of {present.poolFeePercent} %. Confirm it, or say better.
          </Note>
        ) : null}
        <div className={forms.pair}>
          <Select
            label="Paid by"
            data={[
              { value: 'pool', label: 'A pool, or the chain itself' },
              { value: 'nicehash', label: 'NiceHash' },
            ]}
            allowDeselect={false}
            {...form.getInputProps('payer')}
          />
          {sold ? null : (
            <Select
              label="Coin"
              data={coins.map(({ symbol, name }) => ({ value: symbol, label: `${symbol} · ${name}` }))}
              nothingFoundMessage="No coin of this algorithm is known here"
              allowDeselect={false}
              value={form.values.coin || null}
              onChange={(coin) => form.setFieldValue('coin', coin ?? '')}
              error={form.errors['assignments.0.coin']}
            />
          )}
          {sold ? null : (
            <Select label="Scheme" data={SCHEMES} allowDeselect={false} {...form.getInputProps('scheme')} />
          )}
          <DecimalInput
            label="Fee"
            unit="%"
            value={form.values.fee}
            onChange={(fee) => form.setFieldValue('fee', fee)}
            error={form.errors['assignments.0.poolFeePercent']}
            path="assignments.0.poolFeePercent"
          />
        </div>
        <TextInput
          type="date"
          label="Since"
          description="Left empty: from now on. A day in the past values the hours since then anew."
          {...form.getInputProps('fromDate')}
        />
        <div className={forms.buttons}>
          <Button type="submit" loading={saving}>
            {present?.assumed && !form.isDirty() ? 'Confirm' : 'Save who pays'}
          </Button>
        </div>
      </form>
    </Card>
  )
}

function schemeOf(text: string): Assignment['scheme'] {
  return text === 'pps' || text === 'fpps' || text === 'pplns' || text === 'solo' ? text : 'unknown'
}
