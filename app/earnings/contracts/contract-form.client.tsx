'use client'

import { Button, Select, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { describeAlgorithm, KNOWN_ALGORITHMS } from '#lib/domain/algorithms'
import { DecimalInput } from '../../forms/decimal-input.client'
import forms from '../../forms/forms.module.css'
import { Problem } from '../../forms/problem'
import { useSaving } from '../../forms/use-saving.client'
import { Card } from '../../ui/card'
import { keepContract } from './actions'
import type { ContractDraft } from './contract-draft'

const ALGORITHMS = KNOWN_ALGORITHMS.map((name) => ({ value: name, label: describeAlgorithm(name).label }))
const UNITS = [
  { value: '1000000000000', label: 'TH/s and day' },
  { value: '1000000000', label: 'GH/s and day' },
  { value: '1000000', label: 'MH/s and day' },
]
const RULES = [
  { value: 'genesis', label: 'Below its fee: suspended, ends after 60 days' },
  { value: 'hashflare', label: 'Ends after 28 days in a row below its fee' },
  { value: 'own', label: 'Other numbers of days' },
  { value: 'none', label: 'Never ended for its fee' },
]

/** A contract being written, behind a button until it is wanted. */
export function ContractForm({
  initial,
  contractId,
  sites,
  deed,
}: {
  initial: ContractDraft
  contractId?: number
  sites: { id: number; name: string }[]
  deed: 'Add contract' | 'Change terms'
}) {
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const form = useForm<ContractDraft>({ initialValues: initial })
  const { submit, saving } = useSaving(
    form,
    (draft) => keepContract({ draft, ...(contractId === undefined ? {} : { contractId }) }),
    () => {
      setOpen(false)
      if (contractId === undefined) form.reset()
      router.refresh()
    },
  )
  if (!open) {
    return (
      <div>
        <Button variant="default" onClick={() => setOpen(true)}>
          {deed}
        </Button>
      </div>
    )
  }
  const { values } = form
  const text = (field: keyof ContractDraft) => ({ ...form.getInputProps(field), 'data-path': field })
  const decimal = (field: 'fee' | 'paid' | 'belowDays' | 'graceDays' | 'hashRate') => ({
    value: values[field],
    onChange: (written: string) => form.setFieldValue(field, written),
    error: form.errors[field],
    path: field,
  })
  return (
    <Card title={contractId === undefined ? 'New contract' : 'Terms'}>
      <form onSubmit={submit} className={forms.form} noValidate>
        <Problem>{form.errors.form}</Problem>
        <div className={forms.pair}>
          <TextInput label="Name" {...text('name')} />
          <TextInput label="Provider" placeholder="Genesis Mining" {...text('provider')} />
        </div>
        <div className={forms.pair}>
          <Select label="Algorithm" data={ALGORITHMS} searchable allowDeselect={false} {...text('algorithm')} />
          <TextInput label="Coin it credits" placeholder="BTC" {...text('coin')} />
          <DecimalInput label="Hash rate" placeholder="10 TH/s" {...decimal('hashRate')} />
        </div>
        <div className={forms.pair}>
          <TextInput type="date" label="Started on" {...text('starts')} />
          <TextInput type="date" label="Ends on" description="Nothing for an open end" {...text('ends')} />
          <Select
            label="Calendar of"
            data={sites.map(({ id, name }) => ({ value: String(id), label: name }))}
            allowDeselect={false}
            {...text('siteId')}
          />
        </div>
        <div className={forms.pair}>
          <DecimalInput label="Maintenance fee" placeholder="0.14" {...decimal('fee')} />
          <Select label="for each" data={UNITS} allowDeselect={false} {...text('feeUnit')} />
          <TextInput label="Fee in" description="A currency or a coin" {...text('feeCurrency')} />
        </div>
        <div className={forms.pair}>
          <DecimalInput label="Paid for it" unit={values.paidCurrency} {...decimal('paid')} />
          <Select label="When its output is below its fee" data={RULES} allowDeselect={false} {...text('rule')} />
        </div>
        {values.rule === 'own' ? (
          <div className={forms.pair}>
            <DecimalInput label="Suspended after" unit="days in a row" {...decimal('belowDays')} />
            <DecimalInput label="and ended after" unit="more days" {...decimal('graceDays')} />
          </div>
        ) : null}
        <Textarea label="Notes" autosize minRows={2} {...text('notes')} />
        <p className={forms.hint}>
          Its past is valued hour by hour at the rates stored for then; hours before any rate was known stay unvalued.
        </p>
        <div className={forms.buttons}>
          <Button type="submit" loading={saving}>
            {contractId === undefined ? 'Add contract' : 'Save terms'}
          </Button>
          <Button variant="default" onClick={() => setOpen(false)}>
            Not now
          </Button>
        </div>
      </form>
    </Card>
  )
}
