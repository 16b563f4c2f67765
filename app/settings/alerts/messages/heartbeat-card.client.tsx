'use client'

import { Button, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useRouter } from 'next/navigation'
import forms from '../../../forms/forms.module.css'
import { Problem } from '../../../forms/problem'
import { useSaving } from '../../../forms/use-saving.client'
import { Card } from '../../../ui/card'
import { changeAlertSettings } from '../settings-actions'

/** Who watches the watcher: an address elsewhere that misses our sign of life. */
export function HeartbeatCard({ kept, mayChange }: { kept: string | undefined; mayChange: boolean }) {
  const router = useRouter()
  const form = useForm({ initialValues: { heartbeatUrl: kept ?? '' } })
  const { submit, saving } = useSaving(
    form,
    ({ heartbeatUrl }) => changeAlertSettings({ heartbeatUrl: heartbeatUrl.trim() || undefined }),
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
