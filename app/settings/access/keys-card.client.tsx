'use client'

import { Button, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { CopyText } from '../../forms/copy-text.client'
import forms from '../../forms/forms.module.css'
import { Problem } from '../../forms/problem'
import { type Secret, SecretsTable } from '../../forms/secrets-table.client'
import { ShownOnce } from '../../forms/shown-once.client'
import { useSaving } from '../../forms/use-saving.client'
import { Card } from '../../ui/card'
import classes from '../settings.module.css'
import { makeKey, withdrawKey } from './actions'

/** What lets programs read: REST and Prometheus, never change anything. */
export function KeysCard({ keys, timeZone, mayChange }: { keys: Secret[]; timeZone: string; mayChange: boolean }) {
  const router = useRouter()
  const [made, setMade] = useState<{ secret: string; name: string }>()
  const form = useForm({ initialValues: { name: '' } })
  const { submit, saving } = useSaving(form, makeKey, (result) => {
    setMade(result)
    form.reset()
    router.refresh()
  })
  return (
    <Card title="Keys for programs" note="they read /api/v1 and /metrics, and change nothing" flush>
      <SecretsTable
        secrets={keys}
        timeZone={timeZone}
        revoke={mayChange ? withdrawKey : undefined}
        revokeWords="Programs that use it are refused from now on."
        nothing="No key yet. A key lets a script, Grafana or Home Assistant read your fleet."
      />
      {mayChange ? (
        <div className={classes.inset}>
          {made ? (
            <ShownOnce {...made}>
              <p>Try it:</p>
              <CopyText
                label="Example"
                text={`curl -H 'Authorization: Bearer ${made.secret}' ${location.origin}/api/v1/fleet`}
              />
            </ShownOnce>
          ) : null}
          <form onSubmit={submit} className={forms.form} noValidate>
            <Problem>{form.errors.form}</Problem>
            <div className={forms.pair}>
              <TextInput label="Name of a new key" placeholder="Grafana" {...form.getInputProps('name')} />
            </div>
            <div className={forms.buttons}>
              <Button type="submit" variant="default" loading={saving}>
                Make key
              </Button>
              <span className={forms.hint}>
                What can be read is described in <a href="/api/v1/openapi.json">/api/v1/openapi.json</a>.
              </span>
            </div>
          </form>
        </div>
      ) : null}
    </Card>
  )
}
