'use client'

import { Button, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useEffect } from 'react'
import { CurrencySelect } from '../forms/currency-select.client'
import classes from '../forms/forms.module.css'
import { Problem } from '../forms/problem'
import { TimeZoneSelect } from '../forms/time-zone-select.client'
import { useSaving } from '../forms/use-saving.client'
import { emptyTariff, type TariffDraft, tariffOf } from '../tariff/tariff-draft'
import { TariffFields } from '../tariff/tariff-fields.client'
import { answerFirstRun } from './actions'
import { guessCurrency } from './guess-currency'

type Values = { currency: string; siteName: string; timeZone: string; tariff: TariffDraft }

/** Currency, place, zone and tariff; the browser's own language and clock are the first guess. */
export function WelcomeForm({ currencies }: { currencies: readonly string[] }) {
  const form = useForm<Values>({
    initialValues: { currency: 'USD', siteName: 'Home', timeZone: '', tariff: emptyTariff() },
  })
  const { setValues } = form
  useEffect(() => {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
    setValues({ timeZone, currency: guessCurrency(navigator.languages, timeZone, currencies) })
  }, [setValues, currencies])
  const { submit, saving } = useSaving(
    form,
    (values) => answerFirstRun({ ...values, tariff: tariffOf(values.tariff) }),
    () => location.assign('/add-rig'),
  )
  const { currency } = form.values
  return (
    <form onSubmit={submit} className={classes.form} noValidate>
      <Problem>{form.errors.form}</Problem>
      <CurrencySelect
        codes={currencies}
        description="All totals are shown in it."
        value={currency}
        onChange={(code) => form.setFieldValue('currency', code)}
        error={form.errors.currency}
        path="currency"
      />
      <div className={classes.pair}>
        <TextInput
          label="Name of the site"
          description="A place with rigs. More can follow."
          {...form.getInputProps('siteName')}
          data-path="siteName"
        />
        <TimeZoneSelect
          description="Its days and night prices follow it."
          value={form.values.timeZone}
          onChange={(zone) => form.setFieldValue('timeZone', zone)}
          error={form.errors.timeZone}
          path="timeZone"
        />
      </div>
      <TariffFields
        short
        value={form.values.tariff}
        onChange={(tariff) => form.setFieldValue('tariff', tariff)}
        problems={form.errors}
        currency={currency}
      />
      <div className={classes.buttons}>
        <Button type="submit" loading={saving}>
          Save and add the first rig
        </Button>
      </div>
    </form>
  )
}
