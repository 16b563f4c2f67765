'use client'

import { Button, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { Tariff } from '#lib/domain/tariff'
import forms from '../../forms/forms.module.css'
import { Problem } from '../../forms/problem'
import { useSaving } from '../../forms/use-saving.client'
import { draftOf, emptyTariff, type TariffDraft, tariffOf } from '../../tariff/tariff-draft'
import { TariffFields } from '../../tariff/tariff-fields.client'
import { saveTariff } from './actions'

type Values = { tariff: TariffDraft; fromDate: string }

/** Another tariff for a site, from a day on. */
export function TariffForm({
  site,
  tariff,
  currency,
  onDone,
  onCancel,
}: {
  site: { id: number; name: string }
  tariff: Tariff | undefined
  currency: string
  onDone: () => void
  onCancel: () => void
}) {
  const form = useForm<Values>({ initialValues: { tariff: tariff ? draftOf(tariff) : emptyTariff(), fromDate: '' } })
  const { submit, saving } = useSaving(
    form,
    (values) => saveTariff({ siteId: site.id, tariff: tariffOf(values.tariff), fromDate: values.fromDate }),
    onDone,
  )
  return (
    <form onSubmit={submit} className={forms.form} noValidate aria-label={`Tariff of ${site.name}`}>
      <Problem>{form.errors.form}</Problem>
      <TariffFields
        value={form.values.tariff}
        onChange={(next) => form.setFieldValue('tariff', next)}
        problems={form.errors}
        currency={currency}
      />
      <TextInput
        type="date"
        label="Valid from"
        description="Left empty: from now on. A day in the past corrects the cost since then; one to come waits for it."
        {...form.getInputProps('fromDate')}
      />
      <div className={forms.buttons}>
        <Button type="submit" loading={saving}>
          Save tariff
        </Button>
        <Button variant="default" onClick={onCancel}>
          Leave as it was
        </Button>
      </div>
    </form>
  )
}
