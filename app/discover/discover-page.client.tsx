'use client'

import { IconRadar2 } from '@tabler/icons-react'
import { Problem } from '../forms/problem'
import { Card } from '../ui/card'
import { EmptyState } from '../ui/empty-state'
import { LinkButton } from '../ui/link-button'
import { AgentCard } from './agent-card.client'
import classes from './discover.module.css'
import type { Discovered } from './discovered'
import { SwitchOn } from './switch-on.client'
import { useDiscovered } from './use-discovered.client'

/** Every agent that may look through its network, what it found there, and how the others are allowed to. */
export function DiscoverPage({ found: initial, timeZone }: { found: Discovered; timeZone: string }) {
  const { found, ask, lost } = useDiscovered(initial)
  const looking = found.agents.filter(
    ({ state, machines }) => state === 'ready' || state === 'looking' || machines.length > 0,
  )
  const others = found.agents.filter((agent) => !looking.includes(agent))
  return (
    <div className={classes.page}>
      {lost ? <Problem>{`What stands here may be old: ${lost}.`}</Problem> : null}
      {looking.length === 0 ? (
        <Card>
          <EmptyState
            title="No agent may look around yet"
            icon={<IconRadar2 size={32} stroke={1.4} aria-hidden="true" />}
            action={<LinkButton href="/add-rig?by=address">Add one by its address</LinkButton>}
          >
            The machines of your network will stand here, to be ticked instead of typed. An agent looks through its own
            network only, and only once its configuration allows it: below is how.
          </EmptyState>
        </Card>
      ) : null}
      {looking.map((agent) => (
        <AgentCard key={agent.agentId} agent={agent} timeZone={timeZone} onChange={ask} />
      ))}
      {others.length > 0 || looking.length === 0 ? <SwitchOn agents={others} /> : null}
    </div>
  )
}
