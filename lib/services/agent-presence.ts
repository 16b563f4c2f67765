import { updateAgents } from '#lib/db/agents'
import type { Database } from '#lib/db/database'
import type { TargetStatus } from '#lib/wire/agent-events'
import type { DiscoveryState } from './discovery/discovery-state.ts'

/** An agent as the server knows it now. */
export type KnownAgent = {
  id: string
  name: string
  /** Sockets it has open, on any node; more than one for a moment after a network cut. */
  connections: number
  seenAtMs?: number
  targets: TargetStatus[]
  /** Why it was not let in when it came last. */
  refusal?: string
  /** Whether it may look for machines, and how that goes. */
  discovery?: DiscoveryState
}

/** What a node tells the others of an agent that is connected to it. */
export type OtherNodesAgent = Pick<KnownAgent, 'id' | 'name' | 'seenAtMs' | 'targets' | 'discovery'>

/**
 * Agents in memory. What they say of themselves arrives every few seconds; it is written to their rows at most as
 * often as {@link AgentPresence.flush} is called.
 */
export class AgentPresence {
  readonly #agents = new Map<string, KnownAgent>()
  readonly #here = new Map<string, number>()
  readonly #elsewhere = new Map<string, Set<string>>()
  readonly #unsaved = new Map<string, { seenAtMs: number; status?: string }>()

  learn(agent: { id: string; name: string; seenAtMs?: number; targets?: TargetStatus[] }): KnownAgent {
    const known = this.#agents.get(agent.id)
    if (known) {
      known.name = agent.name
      known.seenAtMs = agent.seenAtMs ?? known.seenAtMs
      return known
    }
    const added = { connections: 0, targets: [], ...agent }
    this.#agents.set(agent.id, added)
    return added
  }

  all(): Iterable<KnownAgent> {
    return this.#agents.values()
  }

  find(agentId: string): KnownAgent | undefined {
    return this.#agents.get(agentId)
  }

  connected(agentId: string): void {
    const agent = this.#agents.get(agentId)
    if (!agent) return
    agent.connections += 1
    this.#here.set(agentId, (this.#here.get(agentId) ?? 0) + 1)
  }

  disconnected(agentId: string, atMs: number): void {
    const agent = this.#agents.get(agentId)
    if (!agent) return
    agent.connections = Math.max(0, agent.connections - 1)
    const left = (this.#here.get(agentId) ?? 1) - 1
    if (left > 0) this.#here.set(agentId, left)
    else this.#here.delete(agentId)
    this.heard(agentId, atMs)
  }

  /** The agents that are connected to this process. */
  here(): OtherNodesAgent[] {
    return [...this.#here.keys()].flatMap((id) => {
      const agent = this.#agents.get(id)
      if (!agent) return []
      const { name, seenAtMs, targets, discovery } = agent
      return [{ id, name, seenAtMs, targets, ...(discovery ? { discovery } : {}) }]
    })
  }

  /** Whether an agent is connected to this process, and not to another node alone. */
  isHere(agentId: string): boolean {
    return this.#here.has(agentId)
  }

  /** All the agents that another node has just now; none when it is gone. */
  elsewhere(node: string, agents: OtherNodesAgent[]): void {
    const before = this.#elsewhere.get(node) ?? new Set()
    const now = new Set(agents.map(({ id }) => id))
    for (const { id, name, seenAtMs, targets, discovery } of agents) {
      const known = this.learn({ id, name, ...(seenAtMs === undefined ? {} : { seenAtMs }) })
      known.targets = targets
      if (discovery && !this.isHere(id)) known.discovery = discovery
      if (!before.has(id)) known.connections += 1
    }
    for (const id of before) {
      const known = this.#agents.get(id)
      if (known && !now.has(id)) known.connections = Math.max(0, known.connections - 1)
    }
    if (now.size > 0) this.#elsewhere.set(node, now)
    else this.#elsewhere.delete(node)
  }

  heard(agentId: string, atMs: number): void {
    const agent = this.#agents.get(agentId)
    if (!agent) return
    agent.seenAtMs = atMs
    const unsaved = this.#unsaved.get(agentId)
    if (unsaved) unsaved.seenAtMs = atMs
    else this.#unsaved.set(agentId, { seenAtMs: atMs })
  }

  /** Replaces what the agent said of its targets. */
  reported(agentId: string, targets: TargetStatus[], atMs: number): void {
    const agent = this.#agents.get(agentId)
    if (!agent) return
    agent.targets = targets
    agent.seenAtMs = atMs
    this.#unsaved.set(agentId, { seenAtMs: atMs, status: JSON.stringify(targets) })
  }

  /** What stands between this agent and a rig's figures, in the agent's words. */
  problemOf(agentId: string, rig: { keys: string[]; address?: string }): string | undefined {
    const targets = this.#agents.get(agentId)?.targets ?? []
    return targets.find(
      (target) =>
        target.problem !== undefined &&
        ((target.rigKey !== undefined && rig.keys.includes(target.rigKey)) || target.address === rig.address),
    )?.problem
  }

  /** Writes what is not written yet. */
  async flush(database: Database): Promise<void> {
    const unsaved = [...this.#unsaved]
    this.#unsaved.clear()
    await updateAgents(
      database,
      unsaved.map(([id, change]) => ({ id, ...change })),
    )
  }
}
