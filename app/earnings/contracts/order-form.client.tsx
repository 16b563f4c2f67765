'use client'

import { Button, Select, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { describeAlgorithm, KNOWN_ALGORITHMS } from '#lib/domain/algorithms'
import { confirmDeed } from '../../forms/confirm.client'
import { DecimalInput } from '../../forms/decimal-input.client'
import forms from '../../forms/forms.module.css'
import { Problem } from '../../forms/problem'
import { useDeed, useSaving } from '../../forms/use-saving.client'
import { dropOrder, keepOrder } from './actions'

const ALGORITHMS = KNOWN_ALGORITHMS.map((name) => ({ value: name, label: describeAlgorithm(name).label }))
const EMPTY = { name: '', externalId: '', algorithm: 'sha256d', coin: 'BTC', spent: '', starts: '', ends: '' }

/** An order of hash power being written. */
export function OrderForm() {
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const form = useForm({ initialValues: EMPTY })
  const { submit, saving } = useSaving(form, keepOrder, () => {
    setOpen(false)
    form.reset()
    router.refresh()
  })
  if (!open) {
    return (
      <Button variant="default" onClick={() => setOpen(true)}>
        Add order
      </Button>
    )
  }
  const text = (field: keyof typeof EMPTY) => ({ ...form.getInputProps(field), 'data-path': field })
  return (
    <form onSubmit={submit} className={forms.form} noValidate>
      <Problem>{form.errors.form}</Problem>
      <div className={forms.pair}>
        <TextInput label="Name" {...text('name')} />
        <TextInput
          label="Order at NiceHash"
          description="Its id there: entered twice it is kept once"
          {...text('externalId')}
        />
      </div>
      <div className={forms.pair}>
        <Select label="Algorithm" data={ALGORITHMS} searchable {...text('algorithm')} />
        <TextInput label="Coin mined with it" {...text('coin')} />
      </div>
      <div className={forms.pair}>
        <DecimalInput
          label="Spent, fees included"
          unit="BTC"
          value={form.values.spent}
          onChange={(spent) => form.setFieldValue('spent', spent)}
          error={form.errors.spent}
          path="spent"
        />
        <TextInput type="date" label="Began on" {...text('starts')} />
        <TextInput
          type="date"
          label="Last day"
          description="Past or planned, counted as a whole. Empty: it ran 24 hours."
          {...text('ends')}
        />
      </div>
      <div className={forms.buttons}>
        <Button type="submit" loading={saving}>
          Add order
        </Button>
        <Button variant="default" onClick={() => setOpen(false)}>
          Not now
        </Button>
      </div>
    </form>
  )
}

export function DropOrder({ orderId, name }: { orderId: number; name: string }) {
  const router = useRouter()
  const { run, running, problem } = useDeed()
  return (
    <>
      <Button
        variant="subtle"
        size="compact-xs"
        loading={running}
        aria-label={`Delete order ${name}`}
        onClick={() =>
          confirmDeed(
            {
              title: `Delete ${name}?`,
              words: 'What its hashes earned stays among the receipts.',
              deed: 'Delete order',
            },
            () =>
              void run(
                () => dropOrder(orderId),
                () => router.refresh(),
              ),
          )
        }
      >
        Delete
      </Button>
      <Problem>{problem}</Problem>
    </>
  )
}
