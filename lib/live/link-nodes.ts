import type { OtherNodesAgent } from '#lib/services/agent-presence'
import type { CommittedBatch } from '#lib/services/alerts/committed-readings'
import type { Change } from '#lib/services/change-bus'
import { runEvery } from '#lib/services/run-every'
import type { RunningServer } from '#lib/services/running-server'
import type { NodeMessage, NodeStream } from './node-stream.ts'

type LinkContext = Pick<RunningServer, 'fleet' | 'log' | 'publish' | 'onChanges'>

const SENT_EVERY_MS = 100
const AGENTS_TOLD_EVERY_MS = 5000
const NODE_GONE_AFTER_MS = 15_000
const CAUGHT_UP_EVERY_MS = 60_000
const READINGS_AT_ONCE = 500

/** What may have changed while another node could not be told. */
const EVERYTHING: Change[] = [
  { kind: 'rigs' },
  { kind: 'rates' },
  { kind: 'contracts' },
  { kind: 'tokens' },
  { kind: 'sessions' },
  { kind: 'incidents' },
  { kind: 'alert-settings' },
]

/**
 * Makes this process one of several equal nodes: it tells the others which readings it committed, what services changed
 * and which agents it has, and follows what they tell. Every node so has the whole fleet in memory and serves its own
 * browsers from it. What got lost with Redis, or with a node that died, is caught up with from the database.
 */
export function linkNodes(context: LinkContext, stream: NodeStream): { close(): Promise<void> } {
  const { fleet, log } = context
  const reportError = (error: unknown) => log.error({ err: error }, 'the link between the nodes failed')
  let readings: CommittedBatch = []
  let changes: Change[] = []
  let owesEverything = false
  /** Changes that another node told are not told again. */
  let isFollowing = false
  const heardAtMs = new Map<string, number>()

  const stopHearing = context.onChanges((published) => {
    if (!isFollowing) changes.push(...published)
  })
  fleet.committed.tell = (batch) => {
    // One that was told by another is made here: the other nodes are told of it whole.
    for (const { rigId, receivedAtMs, reading } of batch) readings.push({ rigId, receivedAtMs, reading })
  }

  fleet.tellRigs = (rigIds) => {
    changes.push(...rigIds.map((rigId) => ({ kind: 'rig' as const, rigId })))
  }

  async function sendAll(): Promise<void> {
    const [told, stored] = [owesEverything ? EVERYTHING : changes, readings]
    changes = []
    readings = []
    try {
      if (told.length > 0) await stream.send('changes', told)
      owesEverything = false
      for (let start = 0; start < stored.length; start += READINGS_AT_ONCE) {
        await stream.send('readings', stored.slice(start, start + READINGS_AT_ONCE))
      }
    } catch (error) {
      owesEverything ||= told.length > 0
      reportError(error)
    }
  }

  async function hear({ node, kind, data }: NodeMessage): Promise<void> {
    // The one place that trusts another node of this installation to be of the same release.
    if (kind === 'readings') await fleet.follow(data as CommittedBatch)
    else if (kind === 'agents') {
      heardAtMs.set(node, Date.now())
      fleet.agents.elsewhere(node, data as OtherNodesAgent[])
    } else if (kind === 'changes') {
      isFollowing = true
      context.publish(data as Change[])
      isFollowing = false
    }
  }

  async function tellAgents(): Promise<void> {
    await stream.send('agents', fleet.agents.here())
    for (const [node, atMs] of heardAtMs) {
      if (Date.now() - atMs <= NODE_GONE_AFTER_MS) continue
      heardAtMs.delete(node)
      fleet.agents.elsewhere(node, [])
      log.warn({ node }, 'another node is silent')
      await fleet.catchUp()
    }
  }

  stream.listen(hear, reportError)
  const stops = [
    runEvery(SENT_EVERY_MS, sendAll, reportError),
    runEvery(AGENTS_TOLD_EVERY_MS, tellAgents, reportError, true),
    runEvery(CAUGHT_UP_EVERY_MS, () => fleet.catchUp(), reportError),
  ]
  return {
    async close() {
      stopHearing()
      fleet.committed.tell = undefined
      fleet.tellRigs = undefined
      await Promise.all(stops.map((stop) => stop()))
      await sendAll()
      // Agents that said goodbye here are missed by nobody.
      await stream.send('agents', []).catch(reportError)
      await stream.close()
    },
  }
}
