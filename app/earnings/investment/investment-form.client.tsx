'use client'

import { Button, Select, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useRouter } from 'next/navigation'
import { CurrencySelect } from '../../forms/currency-select.client'
import { DecimalInput } from '../../forms/decimal-input.client'
import forms from '../../forms/forms.module.css'
import { Problem } from '../../forms/problem'
import { useSaving } from '../../forms/use-saving.client'
import { writeInvestment } from './actions'
import { type InvestmentDraft, inputOf, isKind, KIND_OPTIONS } from './investment-draft'

export type SubjectOption = { value: string; label: string }

/** A purchase, repair, resale or other expense of a rig or a site. */
export function InvestmentForm({
  draft,
  subjects,
  currencies,
  assumedMonths,
  onDone,
}: {
  draft: InvestmentDraft
  subjects: SubjectOption[]
  currencies: readonly string[]
  assumedMonths: number
  onDone: () => void
}) {
  const router = useRouter()
  const form = useForm<InvestmentDraft>({ initialValues: draft })
  const { submit, saving } = useSaving(
    form,
    (values) => writeInvestment(inputOf(values)),
    () => {
      onDone()
      router.refresh()
    },
  )
  const { values, errors } = form
  const known = values.id !== undefined || values.inWords
  return (
    <form onSubmit={submit} className={forms.form} noValidate aria-label={known ? 'Change the entry' : 'New entry'}>
      <Problem>{errors.form}</Problem>
      <div className={forms.pair}>
        <Select
          label="What for"
          data={subjects}
          searchable
          allowDeselect={false}
          disabled={known}
          value={values.subject}
          onChange={(subject) => subject && form.setFieldValue('subject', subject)}
          error={errors.subject}
          data-path="subject"
        />
        <Select
          label="What it was"
          data={KIND_OPTIONS}
          allowDeselect={false}
          disabled={values.inWords}
          value={values.kind}
          onChange={(kind) => isKind(kind) && form.setFieldValue('kind', kind)}
          error={errors.kind}
          data-path="kind"
        />
        <DecimalInput
          label={values.kind === 'resale' ? 'Got for it' : 'Paid'}
          value={values.amount}
          onChange={(text) => form.setFieldValue('amount', text)}
          error={errors.amount}
          path="amount"
        />
        <CurrencySelect
          codes={currencies}
          value={values.currency}
          onChange={(code) => form.setFieldValue('currency', code)}
          error={errors.currency}
          path="currency"
        />
        <TextInput type="date" label="On" {...form.getInputProps('date')} />
        <TextInput label="Note" {...form.getInputProps('note')} />
        {values.kind === 'purchase' ? (
          <>
            <DecimalInput
              label="Written off over"
              unit="months"
              placeholder={String(assumedMonths)}
              value={values.writeOffMonths}
              onChange={(text) => form.setFieldValue('writeOffMonths', text)}
              error={errors.writeOffMonths}
              path="writeOffMonths"
            />
            <DecimalInput
              label="Left in the end"
              unit={values.currency}
              placeholder="0"
              value={values.residual}
              onChange={(text) => form.setFieldValue('residual', text)}
              error={errors.residual}
              path="residual"
            />
          </>
        ) : null}
      </div>
      <div className={forms.buttons}>
        <Button type="submit" loading={saving}>
          {known ? 'Save entry' : 'Add entry'}
        </Button>
        <Button variant="default" onClick={onDone}>
          Not now
        </Button>
      </div>
    </form>
  )
}
