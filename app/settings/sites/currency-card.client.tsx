'use client'

import { Button, Checkbox } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useRouter } from 'next/navigation'
import { CurrencySelect } from '../../forms/currency-select.client'
import forms from '../../forms/forms.module.css'
import { Problem } from '../../forms/problem'
import { useSaving } from '../../forms/use-saving.client'
import { Card } from '../../ui/card'
import { saveCurrency } from './actions'

/** The one currency totals are shown in. */
export function CurrencyCard({
  currency,
  codes,
  mayChange,
}: {
  currency: string
  codes: readonly string[]
  mayChange: boolean
}) {
  const router = useRouter()
  const form = useForm({ initialValues: { currency, always: false } })
  const { submit, saving } = useSaving(form, saveCurrency, () => router.refresh())
  if (!mayChange) return <Card title="Currency">{currency}</Card>
  const changed = form.values.currency !== currency
  return (
    <Card title="Currency of the installation">
      <form onSubmit={submit} className={forms.form} noValidate>
        <Problem>{form.errors.form}</Problem>
        <CurrencySelect
          codes={codes}
          description="Tariffs and all totals are in it. Amounts are not converted: check your tariffs after a change."
          value={form.values.currency}
          onChange={(code) => form.setFieldValue('currency', code)}
          error={form.errors.currency}
          path="currency"
        />
        {changed ? (
          <>
            <Checkbox
              label="It always was this one: value the past in it, too"
              description="Otherwise earlier hours keep the currency they were valued in, and are left out of new totals."
              {...form.getInputProps('always', { type: 'checkbox' })}
            />
            <div className={forms.buttons}>
              <Button type="submit" loading={saving}>
                Change to {form.values.currency}
              </Button>
            </div>
          </>
        ) : null}
      </form>
    </Card>
  )
}
