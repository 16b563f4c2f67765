import type { Metadata } from 'next'
import Link from 'next/link'
import { installedVersion } from '#lib/services/describe-installation'
import { type ListedMachine, listDiscovery } from '#lib/services/discovery/list-discovery'
import { listAgents } from '#lib/services/list-agents'
import { listTokens } from '#lib/services/list-tokens'
import { BUILT_IN_AGENT_NAME } from '#lib/services/prepare-built-in-agent'
import { runningServer } from '#lib/services/running-server'
import { requireSession } from '../../session'
import { Card } from '../../ui/card'
import { EmptyState } from '../../ui/empty-state'
import { LinkButton } from '../../ui/link-button'
import classes from '../settings.module.css'
import { AgentsTable } from './agents-table'
import { TokensCard } from './tokens-card.client'

export const metadata: Metadata = { title: 'Agents and tokens' }

export default async function Agents() {
  const session = await requireSession()
  const { database, fleet } = runningServer()
  const [agents, tokens, discovery] = await Promise.all([
    listAgents(database),
    listTokens(database),
    listDiscovery({ database, fleet }),
  ])
  const news = newsWords(discovery.flatMap(({ machines }) => machines))
  const sites = [...fleet.sites.values()].map(({ id, name, timeZone }) => ({ id, name, timeZone }))
  const timeZone = sites[0]?.timeZone ?? 'UTC'
  const rigsOf = new Map<string, number>()
  for (const { settings } of fleet.liveRigs()) {
    if (settings.agentId) rigsOf.set(settings.agentId, (rigsOf.get(settings.agentId) ?? 0) + 1)
  }
  const rows = agents.map((agent) => {
    const known = fleet.agents.find(agent.id)
    return {
      ...agent,
      connected: (known?.connections ?? 0) > 0,
      seenAtMs: known?.seenAtMs ?? agent.seenAtMs,
      rigs: rigsOf.get(agent.id) ?? 0,
      statuses: known?.targets ?? [],
      refusal: known?.refusal,
    }
  })
  const mayChange = session.role === 'owner'
  return (
    <>
      <Card title="Agents" note="programs that read miners and report them here" flush>
        {rows.length === 0 ? (
          <EmptyState
            title="No agent yet"
            action={mayChange ? <LinkButton href="/add-rig">Add rig</LinkButton> : undefined}
          >
            The first one appears when you add a rig.
          </EmptyState>
        ) : (
          <AgentsTable agents={rows} timeZone={timeZone} serverVersion={installedVersion()} />
        )}
        {mayChange && rows.length > 0 ? (
          <div className={classes.inset}>
            <p>
              {news ? `${news} ` : null}
              <Link href="/discover">Find machines in the agents’ networks</Link>
            </p>
          </div>
        ) : null}
      </Card>
      <TokensCard
        // The server makes its own agent's anew at each start: nobody has to care for it.
        tokens={tokens.filter(({ revokedAtMs, name }) => revokedAtMs === undefined && name !== BUILT_IN_AGENT_NAME)}
        sites={sites}
        timeZone={timeZone}
        mayChange={mayChange}
      />
    </>
  )
}

function newsWords(machines: ListedMachine[]): string | undefined {
  const fresh = machines.filter(
    ({ isNew, isWatched, vanishedAtMs }) => isNew && !isWatched && vanishedAtMs === undefined,
  ).length
  const gone = machines.filter(({ isWatched, vanishedAtMs }) => isWatched && vanishedAtMs !== undefined).length
  const parts = [
    ...(fresh > 0 ? [`${fresh} new ${fresh === 1 ? 'machine stands' : 'machines stand'} there.`] : []),
    ...(gone > 0 ? [`${gone} watched ${gone === 1 ? 'machine has' : 'machines have'} vanished.`] : []),
  ]
  return parts.length > 0 ? parts.join(' ') : undefined
}
