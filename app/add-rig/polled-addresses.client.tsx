'use client'

import { ActionIcon } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import Link from 'next/link'
import type { RigRow } from '#lib/wire/dashboard-events'
import { confirmDeed } from '../forms/confirm.client'
import { Problem } from '../forms/problem'
import { useDeed } from '../forms/use-saving.client'
import { Card } from '../ui/card'
import { StateMark } from '../ui/state-mark'
import { stopPolling } from './actions'
import classes from './add-rig.module.css'
import type { AddingAgent } from './progress'

/** Every address typed into the app, with how it fares: a rig, a problem in words, or not asked yet. */
export function PolledAddresses({
  agents,
  rigs,
  onChange,
}: {
  agents: AddingAgent[]
  rigs: RigRow[]
  onChange: () => void
}) {
  const { run, running, problem } = useDeed()
  const polled = agents
    .flatMap((agent) => agent.targets.map((target) => ({ agent, target })))
    .sort((one, other) => other.target.id - one.target.id)
  if (polled.length === 0) return null
  return (
    <Card title="Polled addresses" note={`${polled.length}`} flush>
      <Problem>{problem}</Problem>
      <ul className={classes.targets} aria-live="polite">
        {polled.map(({ agent, target }) => (
          <li key={target.id} className={classes.target}>
            <code className={classes.address}>{target.address}</code>
            <span className={classes.muted}>by {agent.builtIn ? 'this server' : agent.name}</span>
            <Outcome agent={agent} target={target} rig={rigs.find((rig) => rig.key === target.rigKey)} />
            <ActionIcon
              variant="subtle"
              color="critical"
              aria-label={`Stop polling ${target.address}`}
              loading={running}
              onClick={() =>
                confirmDeed(
                  {
                    title: `Stop polling ${target.address}?`,
                    words: 'Its rig and all its history stay. It will show as offline until somebody polls it again.',
                    deed: 'Stop polling',
                  },
                  () => void run(() => stopPolling(target.id), onChange),
                )
              }
            >
              <IconTrash size={16} />
            </ActionIcon>
          </li>
        ))}
      </ul>
    </Card>
  )
}

function Outcome({
  agent,
  target,
  rig,
}: {
  agent: AddingAgent
  target: AddingAgent['targets'][number]
  rig: RigRow | undefined
}) {
  if (target.problem) {
    return (
      <span className={classes.problem}>
        <StateMark mark="error" word="no answer" /> <span className={classes.muted}>{target.problem}</span>
      </span>
    )
  }
  if (rig) {
    return (
      <span>
        <StateMark mark={rig.state} /> <Link href={`/rigs/${rig.id}`}>{rig.name}</Link>{' '}
        <span className={classes.muted}>{rig.model}</span>
      </span>
    )
  }
  const words = agent.connected ? 'asking it now…' : 'waiting for its agent to connect'
  return <StateMark mark="never" word={target.succeeded ? 'it answers; the rig follows…' : words} />
}
