'use client'

import { Button, NativeSelect, NumberInput, PasswordInput, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import forms from '../../forms/forms.module.css'
import { Problem } from '../../forms/problem'
import { useSaving } from '../../forms/use-saving.client'
import { saveSiteMeter } from './meter-actions'

export type MeterView = {
  kind: 'rest' | 'mqtt'
  address: string
  topic: string
  path: string
  unit: 'watts' | 'kwh'
  intervalSeconds: number
  user: string
  hasSecret: boolean
  readAtMs?: number
  watts?: number
  counterWh?: number
  problem?: string
  besideRigsWh?: number
}

/** Where a meter is asked, and what its number means. */
export function MeterForm({
  site,
  meter,
  onDone,
  onCancel,
}: {
  site: { id: number; name: string }
  meter: MeterView | undefined
  onDone: () => void
  onCancel: () => void
}) {
  const form = useForm({
    initialValues: {
      kind: meter?.kind ?? 'rest',
      address: meter?.address ?? '',
      topic: meter?.topic ?? '',
      path: meter?.path ?? '',
      unit: meter?.unit ?? 'watts',
      intervalSeconds: meter?.intervalSeconds ?? 30,
      user: meter?.user ?? '',
      secret: '',
    },
  })
  const { submit, saving } = useSaving(form, (values) => saveSiteMeter({ siteId: site.id, meter: values }), onDone)
  const isMqtt = form.values.kind === 'mqtt'
  return (
    <form onSubmit={submit} className={forms.form} noValidate aria-label={`Meter of ${site.name}`}>
      <Problem>{form.errors.form}</Problem>
      <div className={forms.pair}>
        <NativeSelect
          label="How it is read"
          data={[
            { value: 'rest', label: 'HTTP, answers JSON' },
            { value: 'mqtt', label: 'MQTT broker' },
          ]}
          {...form.getInputProps('kind')}
        />
        <NativeSelect
          label="Its number is"
          data={[
            { value: 'watts', label: 'Power now, in W' },
            { value: 'kwh', label: 'A counter, in kWh' },
          ]}
          {...form.getInputProps('unit')}
        />
      </div>
      <TextInput
        label="Address"
        placeholder={isMqtt ? 'mqtt://192.168.1.10:1883' : 'http://192.168.1.20/status'}
        {...form.getInputProps('address')}
      />
      {isMqtt ? <TextInput label="Topic" {...form.getInputProps('topic')} /> : null}
      <TextInput
        label="Path to the number"
        description="Names with dots between, such as emeters.0.power. Left empty: the answer is the number."
        {...form.getInputProps('path')}
      />
      <div className={forms.pair}>
        <TextInput
          label="User"
          description={isMqtt ? undefined : 'Left empty: the secret is sent as a bearer token.'}
          autoComplete="off"
          {...form.getInputProps('user')}
        />
        <PasswordInput
          label="Secret"
          description={meter?.hasSecret ? 'Left empty: stays as it is.' : undefined}
          autoComplete="new-password"
          {...form.getInputProps('secret')}
        />
      </div>
      <NumberInput
        label={isMqtt ? 'It speaks every, in seconds' : 'Ask every, in seconds'}
        min={5}
        max={600}
        {...form.getInputProps('intervalSeconds')}
      />
      <div className={forms.buttons}>
        <Button type="submit" loading={saving}>
          Save meter
        </Button>
        <Button variant="default" onClick={onCancel}>
          Leave as it was
        </Button>
      </div>
    </form>
  )
}
