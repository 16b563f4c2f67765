'use client'

import { Button, NativeSelect, PasswordInput, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { parseOptionalDecimal } from '../../../forms/decimal'
import { DecimalInput } from '../../../forms/decimal-input.client'
import forms from '../../../forms/forms.module.css'
import { Problem } from '../../../forms/problem'
import { useSaving } from '../../../forms/use-saving.client'
import type { HeldBackLogin } from './held-back-login.client'
import { saveRigMeter } from './meter-actions'

export type MeterView = {
  kind: 'shelly' | 'tasmota' | 'mqtt'
  address: string
  channel?: number
  topic?: string
  path?: string
  publishedEverySeconds?: number
  user?: string
  hasPassword: boolean
  heldBack?: HeldBackLogin
}

const KINDS = [
  { value: 'shelly', label: 'Shelly plug or meter' },
  { value: 'tasmota', label: 'Plug with Tasmota' },
  { value: 'mqtt', label: 'MQTT topic, as of Home Assistant' },
]

/** Where the meter at a rig's plug is asked by the agent that reports the rig. */
export function MeterForm({
  rigId,
  meter,
  onDone,
  onCancel,
}: {
  rigId: number
  meter: MeterView | undefined
  onDone: () => void
  onCancel: () => void
}) {
  const form = useForm({
    initialValues: {
      kind: meter?.kind ?? 'shelly',
      address: meter?.address ?? '',
      channel: textOf(meter?.channel),
      topic: meter?.topic ?? '',
      path: meter?.path ?? '',
      publishedEverySeconds: textOf(meter?.publishedEverySeconds),
      user: meter?.user ?? '',
      password: '',
    },
  })
  const isMqtt = form.values.kind === 'mqtt'
  const { submit, saving } = useSaving(
    form,
    ({ kind, address, user, password, ...values }) => {
      const own = isMqtt
        ? {
            topic: values.topic,
            path: values.path,
            publishedEverySeconds: parseOptionalDecimal(values.publishedEverySeconds),
          }
        : { channel: parseOptionalDecimal(values.channel) }
      return saveRigMeter({ rigId, meter: { kind, address, user, password, ...own } })
    },
    onDone,
  )
  return (
    <form onSubmit={submit} className={forms.form} noValidate aria-label="Meter at the plug">
      <Problem>{form.errors.form}</Problem>
      <NativeSelect label="What it is" data={KINDS} {...form.getInputProps('kind')} />
      <TextInput
        label={isMqtt ? 'Address of the broker' : 'Address'}
        description="As the rig’s agent reaches it."
        placeholder={isMqtt ? 'mqtt://192.168.1.10' : '192.168.1.30'}
        {...form.getInputProps('address')}
      />
      {isMqtt ? (
        <>
          <TextInput
            label="Topic"
            placeholder="homeassistant/sensor/rig_plug_power/state"
            {...form.getInputProps('topic')}
          />
          <TextInput
            label="Path to the watts"
            description="Names with dots between, such as ENERGY.Power. Left empty: the message is the number."
            {...form.getInputProps('path')}
          />
          <DecimalInput
            label="Published every"
            description="After three times this without a message the value is too old. Left empty: as often as the rig is asked."
            unit="s"
            value={form.values.publishedEverySeconds}
            onChange={(text) => form.setFieldValue('publishedEverySeconds', text)}
            error={form.errors.publishedEverySeconds}
            path="publishedEverySeconds"
          />
        </>
      ) : (
        <DecimalInput
          label="Channel"
          description="Counted from 0. Left empty: the only one, or all phases together."
          value={form.values.channel}
          onChange={(text) => form.setFieldValue('channel', text)}
          error={form.errors.channel}
          path="channel"
        />
      )}
      <div className={forms.pair}>
        <TextInput
          label="User"
          description={isMqtt ? undefined : 'Left empty: admin, where it wants a password.'}
          autoComplete="off"
          {...form.getInputProps('user')}
        />
        <PasswordInput
          label="Password"
          description={meter?.hasPassword ? 'Left empty: stays as it is.' : undefined}
          autoComplete="new-password"
          {...form.getInputProps('password')}
        />
      </div>
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

function textOf(value: number | undefined): string {
  return value === undefined ? '' : String(value)
}
