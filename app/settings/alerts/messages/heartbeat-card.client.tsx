'use client'

import { Button, Checkbox, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useRouter } from 'next/navigation'
import type { AlertSettings, HeartbeatStatus } from '#lib/wire/alerts'
import forms from '../../../forms/forms.module.css'
import { Problem } from '../../../forms/problem'
import { useSaving } from '../../../forms/use-saving.client'
import { Age } from '../../../ui/age.client'
import { Card } from '../../../ui/card'
import { changeAlertSettings } from '../settings-actions'

/** Who watches the watcher: an address elsewhere that misses our sign of life. */
export function HeartbeatCard({
  kept,
  status,
  timeZone,
  mayChange,
}: {
  kept: Pick<AlertSettings, 'heartbeatUrl' | 'heartbeatPrivate'>
  status: HeartbeatStatus
  timeZone: string
  mayChange: boolean
}) {
  const router = useRouter()
  const { heartbeatUrl = '', heartbeatPrivate = false } = kept
  const form = useForm({ initialValues: { heartbeatUrl, heartbeatPrivate } })
  const { submit, saving } = useSaving(
    form,
    (typed) =>
      changeAlertSettings({
        heartbeatUrl: typed.heartbeatUrl.trim() || undefined,
        heartbeatPrivate: typed.heartbeatPrivate,
      }),
    () => {
      form.resetDirty()
      router.refresh()
    },
  )
  return (
    <Card title="Who watches this server?">
      <form onSubmit={submit} className={forms.form} noValidate>
        <Problem>{form.errors.form}</Problem>
        <TextInput
          label="Sign of life to"
          placeholder="https://hc-ping.com/…"
          description="Asked every minute while all is well here. A service elsewhere (Healthchecks, Uptime Kuma, a script of yours) tells you when it stops: a server that is down can tell nobody itself."
          disabled={!mayChange}
          {...form.getInputProps('heartbeatUrl')}
        />
        <Checkbox
          label="It is in my own network"
          disabled={!mayChange}
          {...form.getInputProps('heartbeatPrivate', { type: 'checkbox' })}
        />
        {heartbeatUrl ? <HeartbeatAge status={status} timeZone={timeZone} /> : null}
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

function HeartbeatAge({ status: { okAtMs, problem }, timeZone }: { status: HeartbeatStatus; timeZone: string }) {
  if (problem) return <Problem>The last one did not get through: {problem}</Problem>
  if (okAtMs === undefined) return <p className={forms.hint}>None was sent yet: the first goes out within a minute.</p>
  return (
    <p className={forms.hint}>
      The last one got through <Age atMs={okAtMs} timeZone={timeZone} />.
    </p>
  )
}
