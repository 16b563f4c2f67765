'use client'

import { Button, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import forms from '../../forms/forms.module.css'
import { Problem } from '../../forms/problem'
import { TimeZoneSelect } from '../../forms/time-zone-select.client'
import { useSaving } from '../../forms/use-saving.client'
import { saveSite } from './actions'

/** A site's name and zone. */
export function SiteForm({
  site,
  onDone,
  onCancel,
}: {
  site: { id: number; name: string; timeZone: string }
  onDone: () => void
  onCancel: () => void
}) {
  const form = useForm({ initialValues: { name: site.name, timeZone: site.timeZone } })
  const { submit, saving } = useSaving(form, (values) => saveSite({ siteId: site.id, ...values }), onDone)
  return (
    <form onSubmit={submit} className={forms.form} noValidate>
      <Problem>{form.errors.form}</Problem>
      <div className={forms.pair}>
        <TextInput label="Name" {...form.getInputProps('name')} data-autofocus />
        <TimeZoneSelect
          value={form.values.timeZone}
          onChange={(zone) => form.setFieldValue('timeZone', zone)}
          error={form.errors.timeZone}
          path="timeZone"
        />
      </div>
      <p className={forms.hint}>
        Another zone moves the site’s days and the hours of its tariff, also in the past: its money is computed anew.
      </p>
      <div className={forms.buttons}>
        <Button type="submit" loading={saving}>
          Save
        </Button>
        <Button variant="default" onClick={onCancel}>
          Leave as it was
        </Button>
      </div>
    </form>
  )
}
