'use client'

import { Button, Modal, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useRouter } from 'next/navigation'
import { describeAlgorithm } from '#lib/domain/algorithms'
import { type Marketplace, payerLabel } from '#lib/domain/payers'
import type { ActionResult } from '../../forms/action-result'
import { parseDecimal, parseOptionalDecimal } from '../../forms/decimal'
import { DecimalInput } from '../../forms/decimal-input.client'
import forms from '../../forms/forms.module.css'
import { Problem } from '../../forms/problem'
import { useDeed, useSaving } from '../../forms/use-saving.client'
import { saveRate } from './actions'
import { soldUnit } from './sold-unit'

/** `typed`: what holds now was typed in, and can be removed. */
export type RateToType =
  | { kind: 'price'; coin: string; figure?: number; typed?: boolean }
  /** `past`: the coin is not mined any more, so that the day since when it held must be told. */
  | { kind: 'network'; coin: string; figure?: number; reward?: number; past?: boolean; typed?: boolean }
  /** Coins a day for the unit that `soldUnit` names. */
  | { kind: 'marketplace'; marketplace: Marketplace; algorithm: string; figure?: number; typed?: boolean }

/** A rate typed in by hand; it holds from this hour or a chosen day on, whatever is observed, until it is removed. */
export function RateForm({ rate, currency, onClose }: { rate: RateToType; currency: string; onClose: () => void }) {
  const router = useRouter()
  const form = useForm({
    initialValues: {
      figure: rate.figure === undefined ? '' : String(rate.figure),
      reward: rate.kind === 'network' && rate.reward !== undefined ? String(rate.reward) : '',
      from: '',
    },
  })
  const done = () => {
    onClose()
    router.refresh()
  }
  const { submit, saving } = useSaving(
    form,
    ({ figure, reward, from }) => send(rate, parseDecimal(figure), reward, momentOf(from)),
    done,
  )
  const { run, running, problem } = useDeed()
  const { title, label, unit, hint } = wordsOf(rate, currency)
  return (
    <Modal opened onClose={onClose} title={title} centered closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={submit} className={forms.form} noValidate>
        <Problem>{form.errors.form ?? problem}</Problem>
        <DecimalInput
          label={label}
          description={hint}
          unit={unit}
          value={form.values.figure}
          onChange={(figure) => form.setFieldValue('figure', figure)}
          error={form.errors.price ?? form.errors.difficulty ?? form.errors.coinPerHash ?? form.errors.coin}
          path="figure"
        />
        {rate.kind === 'network' ? (
          <DecimalInput
            label="What a block pays its miner"
            description="Subsidy and mean fees. May be left empty where it never changes."
            unit={rate.coin}
            value={form.values.reward}
            onChange={(reward) => form.setFieldValue('reward', reward)}
            error={form.errors.rewardPerBlock}
            path="rewardPerBlock"
          />
        ) : null}
        <TextInput
          type="date"
          label="Held since"
          description={
            rate.kind === 'network' && rate.past
              ? 'A day before it left mining, 00:00 UTC.'
              : 'Empty: from this hour on. A day of the past, from 00:00 UTC, values the past anew.'
          }
          value={form.values.from}
          onChange={({ currentTarget }) => form.setFieldValue('from', currentTarget.value)}
          error={form.errors.fromMs}
          data-path="fromMs"
        />
        <div className={forms.buttons}>
          <Button type="submit" loading={saving}>
            {form.values.from === '' ? 'Use from this hour on' : 'Use from this day on'}
          </Button>
          {rate.typed || form.values.from !== '' ? (
            <Button
              variant="default"
              loading={running}
              onClick={() => void run(() => send(rate, null, '', momentOf(form.values.from)), done)}
            >
              Remove what was typed
            </Button>
          ) : null}
        </div>
      </form>
    </Modal>
  )
}

function momentOf(date: string): number | undefined {
  return date === '' ? undefined : Date.parse(`${date}T00:00:00Z`)
}

function send(rate: RateToType, figure: number | null, reward: string, fromMs?: number): Promise<ActionResult> {
  if (rate.kind === 'price') return saveRate({ kind: 'price', coin: rate.coin, price: figure, fromMs })
  if (rate.kind === 'network') {
    const rewardPerBlock = parseOptionalDecimal(reward)
    return saveRate({ kind: 'network', coin: rate.coin, difficulty: figure, rewardPerBlock, fromMs })
  }
  const coinPerHash = figure === null ? null : figure / soldUnit(rate.algorithm).hashesPerDay
  const { marketplace, algorithm } = rate
  return saveRate({ kind: 'marketplace', marketplace, algorithm, coinPerHash, fromMs })
}

function wordsOf(rate: RateToType, currency: string): { title: string; label: string; unit?: string; hint: string } {
  if (rate.kind === 'price') {
    return {
      title: `Price of ${rate.coin}`,
      label: 'Price of one coin',
      unit: currency,
      hint: 'Observed prices go on being recorded underneath.',
    }
  }
  if (rate.kind === 'network') {
    return {
      title: `Network of ${rate.coin}`,
      label: 'Difficulty',
      hint: 'As the coin’s own software or an explorer tells it.',
    }
  }
  const { label } = describeAlgorithm(rate.algorithm)
  return {
    title: `${payerLabel(rate.marketplace)} pays for ${label}`,
    label: `Paid a day for ${soldUnit(rate.algorithm).name}`,
    unit: 'BTC',
    hint: 'Before its fee: what a rig’s settings say of the fee is taken off.',
  }
}
