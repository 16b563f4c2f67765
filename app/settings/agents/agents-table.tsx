import { compareVersions } from '#lib/domain/compare-versions'
import type { TargetStatus } from '#lib/wire/agent-events'
import table from '../../forms/table.module.css'
import { Age } from '../../ui/age.client'
import { ScrollTable } from '../../ui/scroll-table'
import { StateMark } from '../../ui/state-mark'

export type ShownAgent = {
  id: string
  name: string
  version?: string
  builtIn: boolean
  connected: boolean
  seenAtMs?: number
  rigs: number
  statuses: TargetStatus[]
  /** Why the server did not let it in. */
  refusal?: string
}

/** Agents that come with a server have its version. */
function isOlderThanServer({ version }: ShownAgent, serverVersion: string): boolean {
  return version !== undefined && compareVersions(version, serverVersion) < 0
}

/** Every agent, whether it is here, and what it cannot read. */
export function AgentsTable({
  agents,
  timeZone,
  serverVersion,
}: {
  agents: ShownAgent[]
  timeZone: string
  serverVersion: string
}) {
  return (
    <ScrollTable label="Agents">
      <thead>
        <tr>
          <th scope="col">State</th>
          <th scope="col">Agent</th>
          <th scope="col">Version</th>
          <th scope="col" className={table.number}>
            Rigs
          </th>
          <th scope="col">Seen</th>
          <th scope="col">What it cannot read</th>
        </tr>
      </thead>
      <tbody>
        {agents.map((agent) => (
          <tr key={agent.id}>
            <td>
              {agent.connected ? (
                <StateMark mark="hashing" word="connected" />
              ) : agent.refusal !== undefined ? (
                <StateMark mark="error" word="refused" />
              ) : (
                <StateMark
                  mark={agent.seenAtMs === undefined ? 'never' : 'offline'}
                  word={agent.seenAtMs === undefined ? 'not seen yet' : 'away'}
                />
              )}
            </td>
            <th scope="row">{agent.builtIn ? 'This server’s own' : agent.name}</th>
            <td className={table.muted}>
              {agent.version ?? '—'}
              {agent.refusal === undefined && isOlderThanServer(agent, serverVersion) ? (
                <div>older than the server’s {serverVersion}; update it when convenient</div>
              ) : null}
            </td>
            <td className={table.number}>{agent.rigs}</td>
            <td className={table.muted}>
              {agent.seenAtMs === undefined ? 'never' : <Age atMs={agent.seenAtMs} timeZone={timeZone} />}
            </td>
            <td className={table.wide}>
              {agent.refusal === undefined ? null : <div>Refused: {agent.refusal}.</div>}
              {agent.statuses
                .filter(({ problem }) => problem !== undefined)
                .slice(0, 5)
                .map(({ address, problem }) => (
                  <div key={address}>
                    {problem?.includes(address) ? null : <code>{address} </code>}
                    <span className={table.muted}>{problem}</span>
                  </div>
                ))}
              {agent.statuses
                .filter(({ figuresDropped }) => figuresDropped !== undefined)
                .slice(0, 5)
                .map(({ address, figuresDropped }) => (
                  <div key={`dropped ${address}`}>
                    <code>{address} </code>
                    <span className={table.muted}>{droppedWords(figuresDropped ?? 0)}</span>
                  </div>
                ))}
            </td>
          </tr>
        ))}
      </tbody>
    </ScrollTable>
  )
}

function droppedWords(count: number): string {
  return `${count} ${count === 1 ? 'figure' : 'figures'} dropped as impossible`
}
