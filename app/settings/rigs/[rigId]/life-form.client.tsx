'use client'

import { Button, Select, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { Lifecycle } from '#lib/wire/dashboard-events'
import forms from '../../../forms/forms.module.css'
import { Problem } from '../../../forms/problem'
import { useSaving } from '../../../forms/use-saving.client'
import { saveRigs } from '../actions'
import { LIVES } from '../life-words'
import { useRigSaved } from './use-rig-saved.client'

/** Where a rig stands and whether it is expected to be seen, from a day on. */
export function LifeForm({
  rigId,
  siteId,
  lifecycle,
  sites,
}: {
  rigId: number
  siteId: number
  lifecycle: Lifecycle
  sites: { id: number; name: string }[]
}) {
  const form = useForm({ initialValues: { siteId: String(siteId), lifecycle: String(lifecycle), fromDate: '' } })
  const saved = useRigSaved()
  const { submit, saving } = useSaving(
    form,
    (values) => {
      const life = LIVES.find(({ value }) => value === values.lifecycle)?.value
      return saveRigs({
        rigIds: [rigId],
        fromDate: values.fromDate,
        change: {
          ...(values.siteId === String(siteId) ? {} : { siteId: Number(values.siteId) }),
          ...(life === undefined || life === lifecycle ? {} : { lifecycle: life }),
        },
      })
    },
    () => saved('Site and life saved.'),
  )
  return (
    <form onSubmit={submit} className={forms.form} noValidate>
      <Problem>{form.errors.form}</Problem>
      <div className={forms.pair}>
        <Select
          label="Site"
          data={sites.map(({ id, name }) => ({ value: String(id), label: name }))}
          allowDeselect={false}
          {...form.getInputProps('siteId')}
        />
        <Select label="Life" data={LIVES} allowDeselect={false} {...form.getInputProps('lifecycle')} />
      </div>
      <TextInput
        type="date"
        label="Since"
        description="Left empty: from now on. A day in the past corrects history since then."
        {...form.getInputProps('fromDate')}
      />
      <div className={forms.buttons}>
        <Button type="submit" loading={saving} disabled={!form.isDirty()}>
          Save site and life
        </Button>
      </div>
    </form>
  )
}
