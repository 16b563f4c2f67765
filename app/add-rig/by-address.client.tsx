'use client'

import { Button, PasswordInput, Select, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useRef } from 'react'
import type { FleetSnapshot } from '#lib/wire/dashboard-events'
import classes from '../forms/forms.module.css'
import { Note } from '../forms/note'
import { Problem } from '../forms/problem'
import { useSaving } from '../forms/use-saving.client'
import { useFleet } from '../live/use-live.client'
import { Card } from '../ui/card'
import { pollAddress } from './actions'
import { MINER_KINDS } from './miner-kinds'
import { PolledAddresses } from './polled-addresses.client'
import type { AddingAgent, AddingProgress } from './progress'
import { useProgress } from './use-progress.client'

/** For a rig that only has an address: which agent polls it, and how that goes. */
export function ByAddress({
  fleet,
  progress: initial,
  builtInAgentOn,
}: {
  fleet: FleetSnapshot
  progress: AddingProgress
  builtInAgentOn: boolean
}) {
  const { rigs } = useFleet(fleet)
  const { progress, ask } = useProgress(initial)
  const agents = progress.agents.filter((agent) => !agent.builtIn || builtInAgentOn)
  const addressInput = useRef<HTMLInputElement>(null)
  const form = useForm({
    initialValues: { address: '', agentId: agents[0]?.id ?? '', miner: '', user: '', password: '' },
    validate: {
      address: (address) => (address.trim() === '' ? 'Write the address of the machine' : null),
      agentId: (agentId) => (agentId === '' ? 'Choose who polls it' : null),
    },
  })
  const { submit, saving } = useSaving(form, pollAddress, () => {
    form.setValues({ address: '', user: '', password: '' })
    addressInput.current?.focus()
    ask()
  })
  return (
    <>
      <Card title="Its address">
        <form onSubmit={submit} className={classes.form} noValidate>
          <Problem>{form.errors.form}</Problem>
          <div className={classes.pair}>
            <TextInput
              ref={addressInput}
              label="Address"
              description="As in your router’s list, with a port if it was changed."
              placeholder="192.168.1.20"
              autoComplete="off"
              spellCheck={false}
              {...form.getInputProps('address')}
            />
            <Select
              label="Kind"
              description="Found out by itself when left open."
              placeholder="Find out"
              data={MINER_KINDS}
              clearable
              clearButtonProps={{ 'aria-label': 'Let it be found out' }}
              value={form.values.miner === '' ? null : form.values.miner}
              onChange={(miner) => form.setFieldValue('miner', miner ?? '')}
              error={form.errors.miner}
            />
          </div>
          <Select
            label="Polled by"
            description="An agent in the same network as the machine."
            data={agents.map((agent) => ({ value: agent.id, label: nameOf(agent) }))}
            allowDeselect={false}
            {...form.getInputProps('agentId')}
          />
          {agents.length === 0 ? (
            <Note>
              No agent can poll it yet: the one of this server{' '}
              {builtInAgentOn ? 'is still starting' : 'is switched off (DAVYLAMP_BUILT_IN_AGENT)'}. Any computer in the
              machine’s network can run one: add it as a rig first.
            </Note>
          ) : null}
          <details>
            <summary className={classes.hint}>It asks for a user or a password</summary>
            <div className={classes.pair} style={{ marginTop: 12 }}>
              <TextInput label="User" autoComplete="off" {...form.getInputProps('user')} />
              <PasswordInput
                label="Password"
                autoComplete="new-password"
                visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the password' }}
                {...form.getInputProps('password')}
              />
            </div>
            <p className={classes.hint} style={{ marginTop: 8 }}>
              Kept encrypted, and given to the agent that polls it, to nobody else.
            </p>
          </details>
          <div className={classes.buttons}>
            <Button type="submit" loading={saving}>
              Add rig
            </Button>
          </div>
        </form>
      </Card>
      <PolledAddresses agents={progress.agents} rigs={rigs} onChange={ask} />
    </>
  )
}

function nameOf(agent: AddingAgent): string {
  const name = agent.builtIn ? 'This server' : agent.name
  return agent.connected ? name : `${name} (not connected now)`
}
