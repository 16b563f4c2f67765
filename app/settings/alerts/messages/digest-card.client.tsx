'use client'

import { Button, MultiSelect, Switch, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useRouter } from 'next/navigation'
import type { AlertSettings, ChannelKindName } from '#lib/wire/alerts'
import { problem } from '../../../forms/action-result'
import forms from '../../../forms/forms.module.css'
import { Problem } from '../../../forms/problem'
import { useSaving } from '../../../forms/use-saving.client'
import { Card } from '../../../ui/card'
import { LinkButton } from '../../../ui/link-button'
import { clockText, minuteOf } from '../minute-text'
import { changeAlertSettings } from '../settings-actions'

/** A mail about the day or the week, for whoever does not look at the page. */
export function DigestCard({
  kept,
  channels,
  mayChange,
}: {
  kept: AlertSettings['digest']
  channels: { id: number; name: string; kind: ChannelKindName }[]
  mayChange: boolean
}) {
  const router = useRouter()
  const byMail = channels.filter(({ kind }) => kind === 'email')
  const form = useForm({
    initialValues: {
      daily: kept.daily,
      weekly: kept.weekly,
      at: clockText(kept.minute),
      channelIds: kept.channelIds.map(String),
    },
  })
  const { submit, saving } = useSaving(
    form,
    async ({ daily, weekly, at, channelIds }) => {
      const minute = minuteOf(at)
      if (Number.isNaN(minute)) return problem('Write a time', 'at')
      if ((daily || weekly) && channelIds.length === 0) return problem('Choose who gets it', 'channelIds')
      return changeAlertSettings({ digest: { daily, weekly, minute, channelIds: channelIds.map(Number) } })
    },
    () => {
      form.resetDirty()
      router.refresh()
    },
  )
  return (
    <Card title="Digest" note="the fleet, its money and its incidents, by e-mail">
      {byMail.length === 0 ? (
        <div className={forms.form}>
          <p className={forms.hint}>A digest goes by e-mail, and there is no such channel yet.</p>
          {mayChange ? (
            <div>
              <LinkButton href="/settings/alerts/channels/new?kind=email">Add e-mail</LinkButton>
            </div>
          ) : null}
        </div>
      ) : (
        <form onSubmit={submit} className={forms.form} noValidate>
          <Problem>{form.errors.form}</Problem>
          <fieldset disabled={!mayChange} style={{ display: 'contents' }}>
            <Switch label="Every day" {...form.getInputProps('daily', { type: 'checkbox' })} />
            <Switch label="Every week, on Monday" {...form.getInputProps('weekly', { type: 'checkbox' })} />
            <div className={forms.pair}>
              <TextInput
                type="time"
                label="At"
                description="In the time zone of the largest site."
                {...form.getInputProps('at')}
              />
              <MultiSelect
                label="Through"
                description="To the addresses of these channels."
                data={byMail.map(({ id, name }) => ({ value: String(id), label: name }))}
                {...form.getInputProps('channelIds')}
              />
            </div>
          </fieldset>
          {mayChange && form.isDirty() ? (
            <div className={forms.buttons}>
              <Button type="submit" loading={saving}>
                Save
              </Button>
            </div>
          ) : null}
        </form>
      )}
    </Card>
  )
}
