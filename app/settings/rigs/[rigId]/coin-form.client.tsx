'use client'

import { Autocomplete, Button, Select, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { describeAlgorithm } from '#lib/domain/algorithms'
import { minableCoins } from '#lib/domain/coins'
import type { Assignment } from '#lib/domain/explained-money'
import { formatPercent } from '#lib/domain/format'
import { usualTerms } from '#lib/domain/known-pools'
import { MARKETPLACES, POOL_LABELS, parsePayer, payerLabel, payerOf, poolKey } from '#lib/domain/payers'
import type { PayerGuess } from '#lib/domain/pool-addresses'
import { parseDecimal } from '../../../forms/decimal'
import { DecimalInput } from '../../../forms/decimal-input.client'
import forms from '../../../forms/forms.module.css'
import { Note } from '../../../forms/note'
import { Problem } from '../../../forms/problem'
import { useSaving } from '../../../forms/use-saving.client'
import { Card } from '../../../ui/card'
import { saveRigs } from '../actions'
import { GoneCoin } from '../gone-coin.client'
import { offeredCoins } from '../offered-coins'
import { SCHEMES, schemeOf } from '../schemes'
import { useRigSaved } from './use-rig-saved.client'

type Shown = Pick<Assignment, 'payer' | 'pool' | 'coin' | 'scheme' | 'poolFeePercent' | 'assumed'>

/** Who pays for an algorithm's work. What we assumed is confirmed by saving it. */
export function CoinForm({
  rigId,
  algorithm,
  present,
  since,
  seen,
}: {
  rigId: number
  algorithm: string
  present: Shown | undefined
  since: string | undefined
  /** Where its miner says it works, when that is not what was confirmed. */
  seen: { address: string; guess: PayerGuess } | undefined
}) {
  const { label } = describeAlgorithm(algorithm)
  const form = useForm({
    initialValues: {
      payer: String(present?.payer ?? 'pool'),
      pool: present?.pool ? payerLabel(present.pool) : '',
      coin: present?.coin ?? minableCoins(algorithm)[0]?.symbol ?? '',
      scheme: String(present?.scheme ?? 'unknown'),
      fee: String(present?.poolFeePercent ?? 1),
      fromDate: '',
    },
  })
  const saved = useRigSaved()
  const payer = parsePayer(form.values.payer)
  const sold = payer !== 'pool'
  const paidIn = present?.payer === payer ? present.coin : 'BTC'
  function take(guess: PayerGuess) {
    form.setValues({
      payer: guess.payer,
      pool: guess.pool ? payerLabel(guess.pool) : '',
      coin: guess.coin,
      scheme: guess.scheme,
      fee: String(guess.poolFeePercent),
    })
  }
  const { submit, saving } = useSaving(
    form,
    ({ pool, scheme, coin, fee, fromDate }) =>
      saveRigs({
        rigIds: [rigId],
        fromDate,
        change: {
          assignments: [
            {
              algorithm,
              payer,
              pool: sold ? undefined : pool,
              coin: sold ? paidIn : coin,
              scheme: sold ? 'unknown' : schemeOf(scheme),
              poolFeePercent: parseDecimal(fee),
              ...(seen ? { despiteHost: seen.address } : {}),
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
            We assume that {present.payer === 'pool' ? `it mines ${present.coin} at ` : 'its work is sold to '}
            {payerOf(present) === 'pool' ? 'a pool' : payerLabel(payerOf(present))} with a fee of{' '}
            {formatPercent(present.poolFeePercent / 100, 4)}. Confirm it, or say better.
          </Note>
        ) : null}
        {seen && present ? (
          <Note>
            This rig now mines at {seen.address} ({payerLabel(payerOf(seen.guess))}), and is paid as{' '}
            {payerLabel(payerOf(present))}: save what is shown to keep it, or{' '}
            <Button variant="default" size="compact-sm" onClick={() => take(seen.guess)}>
              Use {payerLabel(payerOf(seen.guess))}
            </Button>
          </Note>
        ) : null}
        {sold ? null : <GoneCoin coin={form.values.coin} onTake={(symbol) => form.setFieldValue('coin', symbol)} />}
        <div className={forms.pair}>
          <Select
            label="Paid by"
            data={[
              { value: 'pool', label: 'A pool, or the chain itself' },
              ...MARKETPLACES.map((name) => ({ value: name, label: payerLabel(name) })),
            ]}
            allowDeselect={false}
            description={
              sold && payer !== 'nicehash'
                ? 'What it pays for a hash has no live source: type it in the market settings.'
                : undefined
            }
            {...form.getInputProps('payer')}
          />
          {sold ? null : (
            <Autocomplete
              label="Pool"
              description="Known ones are offered; any name will do."
              data={Object.values(POOL_LABELS)}
              {...form.getInputProps('pool')}
              onOptionSubmit={(label) => {
                const terms = usualTerms(poolKey(label))
                if (terms?.scheme) form.setFieldValue('scheme', terms.scheme)
                if (terms?.feePercent !== undefined) form.setFieldValue('fee', String(terms.feePercent))
              }}
              error={form.errors['assignments.0.pool']}
            />
          )}
          {sold ? null : (
            <Select
              label="Coin"
              data={offeredCoins(algorithm)}
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
