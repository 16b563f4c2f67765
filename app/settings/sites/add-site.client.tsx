'use client'

import { Button, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import forms from '../../forms/forms.module.css'
import { Problem } from '../../forms/problem'
import { TimeZoneSelect } from '../../forms/time-zone-select.client'
import { useSaving } from '../../forms/use-saving.client'
import { emptyTariff, type TariffDraft, tariffOf } from '../../tariff/tariff-draft'
import { TariffFields } from '../../tariff/tariff-fields.client'
import { Card } from '../../ui/card'
import { addSite } from './actions'

type Values = { name: string; timeZone: string; tariff: TariffDraft }

/** Another place with rigs, behind a button until it is wanted. */
export function AddSite({ currency }: { currency: string }) {
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const form = useForm<Values>({ initialValues: { name: '', timeZone: '', tariff: emptyTariff() } })
  const { submit, saving } = useSaving(
    form,
    (values) => addSite({ ...values, tariff: tariffOf(values.tariff) }),
    () => {
      setOpen(false)
      form.reset()
      router.refresh()
    },
  )
  if (!open) {
    return (
      <div>
        <Button
          variant="default"
          onClick={() => {
            if (form.values.timeZone === '')
              form.setFieldValue('timeZone', Intl.DateTimeFormat().resolvedOptions().timeZone)
            setOpen(true)
          }}
        >
          Add site
        </Button>
      </div>
    )
  }
  return (
    <Card title="New site">
      <form onSubmit={submit} className={forms.form} noValidate>
        <Problem>{form.errors.form}</Problem>
        <div className={forms.pair}>
          <TextInput label="Name" {...form.getInputProps('name')} />
          <TimeZoneSelect
            value={form.values.timeZone}
            onChange={(zone) => form.setFieldValue('timeZone', zone)}
            error={form.errors.timeZone}
            path="timeZone"
          />
        </div>
        <TariffFields
          value={form.values.tariff}
          onChange={(tariff) => form.setFieldValue('tariff', tariff)}
          problems={form.errors}
          currency={currency}
        />
        <div className={forms.buttons}>
          <Button type="submit" loading={saving}>
            Add site
          </Button>
          <Button variant="default" onClick={() => setOpen(false)}>
            Not now
          </Button>
        </div>
      </form>
    </Card>
  )
}
