'use client'

import { Button, Select, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import forms from '../../forms/forms.module.css'
import { Problem } from '../../forms/problem'
import { type Secret, SecretsTable } from '../../forms/secrets-table.client'
import { ShownOnce } from '../../forms/shown-once.client'
import { useSaving } from '../../forms/use-saving.client'
import { Card } from '../../ui/card'
import classes from '../settings.module.css'
import { makeToken, withdrawToken } from './actions'

/** What lets agents report: made here, shown once, revoked at once. */
export function TokensCard({
  tokens,
  sites,
  timeZone,
  mayChange,
}: {
  tokens: (Secret & { siteName: string })[]
  sites: { id: number; name: string }[]
  timeZone: string
  mayChange: boolean
}) {
  const router = useRouter()
  const [made, setMade] = useState<{ secret: string; name: string }>()
  const form = useForm({ initialValues: { name: '', siteId: String(sites[0]?.id ?? '') } })
  const { submit, saving } = useSaving(
    form,
    ({ name, siteId }) => makeToken({ name, siteId: Number(siteId) }),
    (result) => {
      setMade(result)
      form.setFieldValue('name', '')
      router.refresh()
    },
  )
  return (
    <Card title="Tokens" note="each lets agents report for one site; one may serve many agents" flush>
      <SecretsTable
        secrets={tokens.map((token) => ({ ...token, of: token.siteName }))}
        ofName="Site"
        timeZone={timeZone}
        revoke={mayChange ? withdrawToken : undefined}
        revokeWords="Agents that hold it are cut off within seconds and keep their readings on disk. Their rigs and history stay."
        nothing="No token yet. Adding a rig by command makes one."
      />
      {mayChange ? (
        <div className={classes.inset}>
          {made ? <ShownOnce {...made} /> : null}
          <form onSubmit={submit} className={forms.form} noValidate>
            <Problem>{form.errors.form}</Problem>
            <div className={forms.pair}>
              <TextInput label="Name of a new token" placeholder="Farm box" {...form.getInputProps('name')} />
              {sites.length > 1 ? (
                <Select
                  label="Site"
                  data={sites.map(({ id, name }) => ({ value: String(id), label: name }))}
                  allowDeselect={false}
                  {...form.getInputProps('siteId')}
                />
              ) : null}
            </div>
            <div className={forms.buttons}>
              <Button type="submit" variant="default" loading={saving}>
                Make token
              </Button>
            </div>
          </form>
        </div>
      ) : null}
    </Card>
  )
}
