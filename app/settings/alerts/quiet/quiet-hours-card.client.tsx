'use client'

import { Button, Switch, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useRouter } from 'next/navigation'
import type { AlertSettings } from '#lib/wire/alerts'
import { problem } from '../../../forms/action-result'
import forms from '../../../forms/forms.module.css'
import { Problem } from '../../../forms/problem'
import { TimeZoneSelect } from '../../../forms/time-zone-select.client'
import { useSaving } from '../../../forms/use-saving.client'
import { Card } from '../../../ui/card'
import { clockText, minuteOf } from '../minute-text'
import { changeAlertSettings } from '../settings-actions'

/** Hours in which only what is critical is sent; the rest waits for their end. */
export function QuietHoursCard({
  kept,
  timeZone,
  mayChange,
}: {
  kept: AlertSettings['quietHours']
  /** Of the main site, to begin with. */
  timeZone: string
  mayChange: boolean
}) {
  const router = useRouter()
  const form = useForm({
    initialValues: {
      on: kept !== undefined,
      from: clockText(kept?.fromMinute ?? 22 * 60),
      to: clockText(kept?.toMinute ?? 7 * 60),
      timeZone: kept?.timeZone ?? timeZone,
    },
  })
  const { submit, saving } = useSaving(
    form,
    async (values) => {
      if (!values.on) return changeAlertSettings({ quietHours: null })
      const fromMinute = minuteOf(values.from)
      const toMinute = minuteOf(values.to)
      if (Number.isNaN(fromMinute)) return problem('Write a time', 'from')
      if (Number.isNaN(toMinute)) return problem('Write a time', 'to')
      return changeAlertSettings({ quietHours: { fromMinute, toMinute, timeZone: values.timeZone } })
    },
    () => {
      form.resetDirty()
      router.refresh()
    },
  )
  return (
    <Card title="Quiet hours">
      <form onSubmit={submit} className={forms.form} noValidate>
        <Problem>{form.errors.form}</Problem>
        <fieldset disabled={!mayChange} style={{ display: 'contents' }}>
          <Switch
            label="Only what is critical wakes anybody"
            description="Warnings and good news wait until the quiet hours end."
            {...form.getInputProps('on', { type: 'checkbox' })}
          />
          {form.values.on ? (
            <div className={forms.triple}>
              <TextInput type="time" label="From" {...form.getInputProps('from')} />
              <TextInput type="time" label="To" {...form.getInputProps('to')} />
              <TimeZoneSelect
                value={form.values.timeZone}
                onChange={(zone) => form.setFieldValue('timeZone', zone)}
                error={form.errors.timeZone}
                path="timeZone"
              />
            </div>
          ) : null}
        </fieldset>
        {mayChange && form.isDirty() ? (
          <div className={forms.buttons}>
            <Button type="submit" loading={saving}>
              Save
            </Button>
          </div>
        ) : null}
      </form>
    </Card>
  )
}
