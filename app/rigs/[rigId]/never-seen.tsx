import { IconPlugConnectedX } from '@tabler/icons-react'
import Link from 'next/link'
import type { RigSnapshot } from '#lib/wire/dashboard-events'
import { Card } from '../../ui/card'
import { EmptyState } from '../../ui/empty-state'
import { LinkButton } from '../../ui/link-button'

/** A rig that is known by name and has not reported yet: what may be missing, and the next step. */
export function NeverSeen({ rig, mayChange }: { rig: RigSnapshot; mayChange: boolean }) {
  const { agent, row } = rig
  return (
    <Card>
      <EmptyState
        title="No reading has come yet"
        icon={<IconPlugConnectedX size={32} stroke={1.4} aria-hidden="true" />}
        action={
          mayChange ? (
            <LinkButton href="/add-rig" strong>
              Connect this rig
            </LinkButton>
          ) : undefined
        }
      >
        {agent?.problem ? (
          <>
            The agent {agent.name} says: {agent.problem}.
          </>
        ) : agent ? (
          <>
            The agent {agent.name} is {agent.connected ? 'connected' : 'not connected'}. The rig appears with its first
            reading: see that the miner runs and that its API is switched on.
          </>
        ) : (
          <>
            No agent reports it. Run the agent’s one command on the rig, or let an agent in its network ask it by
            address; it must tell the key <code>{row.key}</code>. Once it does, its figures stand here.
          </>
        )}{' '}
        {mayChange ? (
          <>
            If the rig is gone for good, <Link href={`/settings/rigs/${row.id}`}>take it out of service</Link>.
          </>
        ) : null}
      </EmptyState>
    </Card>
  )
}
