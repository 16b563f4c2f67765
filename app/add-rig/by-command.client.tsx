'use client'

import { Button, Select, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import type { AgentChecksums } from '#lib/wire/agent-checksums'
import type { FleetSnapshot } from '#lib/wire/dashboard-events'
import classes from '../forms/forms.module.css'
import { Problem } from '../forms/problem'
import { useSaving } from '../forms/use-saving.client'
import { Card } from '../ui/card'
import { makeJoinToken } from './actions'
import { CommandSteps } from './command-steps.client'
import type { AddingProgress } from './progress'

type Made = { token: string; tokenId: number; target: string; siteName: string }

/** For a rig that can run a program: a token, and one command that contains it. */
export function ByCommand({
  sites,
  checksums,
  fleet,
  progress,
}: {
  sites: { id: number; name: string }[]
  checksums: AgentChecksums
  fleet: FleetSnapshot
  progress: AddingProgress
}) {
  const [made, setMade] = useState<Made>()
  const form = useForm({ initialValues: { siteId: String(sites[0]?.id ?? ''), target: '' } })
  const { submit, saving } = useSaving(
    form,
    async ({ siteId }) => makeJoinToken({ siteId: Number(siteId) }),
    ({ token, tokenId }) => {
      const { siteId, target } = form.values
      const siteName = sites.find((site) => String(site.id) === siteId)?.name ?? ''
      setMade({ token, tokenId, target: target.trim(), siteName })
    },
  )
  if (checksums['davylamp-agent.cjs'] === undefined) {
    return (
      <Problem>
        The agent’s program has not been built on this server, so there is nothing to download yet. Run{' '}
        <code>npm run build</code> beside it and reload this page.
      </Problem>
    )
  }
  if (made) {
    return (
      <CommandSteps
        {...made}
        checksums={checksums}
        fleet={fleet}
        progress={progress}
        onAnother={() => {
          setMade(undefined)
          form.setFieldValue('target', '')
        }}
      />
    )
  }
  return (
    <Card title="The command">
      <form onSubmit={submit} className={classes.form} noValidate>
        <Problem>{form.errors.form}</Problem>
        {sites.length > 1 ? (
          <Select
            label="Site"
            description="Where the rig stands. Its tariff and clock count for the rig."
            data={sites.map(({ id, name }) => ({ value: String(id), label: name }))}
            allowDeselect={false}
            {...form.getInputProps('siteId')}
          />
        ) : null}
        <TextInput
          label="Where does its miner’s API listen? (optional)"
          description="Left empty, the agent looks at the usual ports of that machine and reads its graphics cards and processor."
          placeholder="127.0.0.1:4067"
          {...form.getInputProps('target')}
        />
        <div className={classes.buttons}>
          <Button type="submit" loading={saving}>
            Make the command
          </Button>
          <span className={classes.hint}>It contains a new secret, which you can revoke in the settings.</span>
        </div>
      </form>
    </Card>
  )
}
