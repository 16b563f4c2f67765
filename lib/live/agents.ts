import { announceRigs } from '#lib/services/announce-rigs'
import { assignedTargets } from '#lib/services/assigned-targets'
import { ADDRESS_HEADER } from '#lib/services/auth/forwarded-headers'
import { authenticateAgent, type ReportingAgent } from '#lib/services/authenticate-agent'
import { recordDiscovery } from '#lib/services/discovery/record-discovery'
import { listRevokedTokenIds } from '#lib/services/list-tokens'
import { assignedMeters } from '#lib/services/meters/assigned-meters'
import { recordReadings } from '#lib/services/record-readings'
import { recordStatus } from '#lib/services/record-status'
import { runEvery } from '#lib/services/run-every'
import { AGENT_LIMITS } from '#lib/wire/agent-limits'
import { askToDiscover } from './ask-to-discover.ts'
import type { AgentNamespace, LiveContext, LivePeriods } from './live-context.ts'
import { LoopLag } from './loop-lag.ts'
import { MessageBudget } from './message-budget.ts'

type AgentSocket = Parameters<Parameters<AgentNamespace['on']>[1]>[0]

/** A message may be somewhat over the limit; one that is ten times over is no mistake of counting. */
const ABSURD_READINGS = AGENT_LIMITS.readingsPerMessage * 10

/** Serves `/agents`: lets agents in by their token, takes their rigs and readings, tells them their targets. */
export function serveAgents(
  namespace: AgentNamespace,
  context: LiveContext,
  periods: LivePeriods,
  markUnparsable: (connection: object) => void,
) {
  const reportError = (error: unknown) => context.log.error({ err: error }, 'the agents namespace failed')
  const lag = new LoopLag()

  namespace.use(async (socket, next) => {
    try {
      const address = socket.handshake.headers[ADDRESS_HEADER]
      const admission = await authenticateAgent(
        context,
        socket.handshake.auth,
        typeof address === 'string' ? address : undefined,
        Date.now(),
      )
      if (!admission.ok) {
        context.counters.refusedConnections.inc({ cause: admission.cause })
        context.log.warn({ address, cause: admission.cause }, `an agent was refused: ${admission.reason}`)
        next(new Error(admission.reason))
        return
      }
      socket.data.agent = admission.agent
      next()
    } catch (error) {
      reportError(error)
      next(new Error('the server could not check the token: try again later'))
    }
  })

  namespace.on('connection', (socket) => {
    const { agent } = socket.data
    if (!agent) {
      socket.disconnect(true)
      return
    }
    context.counters.connections.inc({ namespace: 'agents' })
    context.counters.openConnections.inc({ namespace: 'agents' })
    context.fleet.agents.connected(agent.id)
    context.log.info({ agent: agent.name }, 'an agent connected')
    socket.join(roomOf(agent.id))
    socket.on('disconnect', (reason) => {
      context.counters.openConnections.dec({ namespace: 'agents' })
      context.fleet.agents.disconnected(agent.id, Date.now())
      context.log.info({ agent: agent.name, reason }, 'an agent disconnected')
    })
    socket.on('error', () => markUnparsable(socket.conn))
    listen(context, socket, agent, lag, reportError, () => sendMeters(agent.id).catch(reportError))
    sendTargets(agent.id).catch(reportError)
  })

  async function sendTargets(agentId: string): Promise<void> {
    namespace.to(roomOf(agentId)).emit('targets', await assignedTargets(context, agentId))
    await sendMeters(agentId)
  }

  async function sendMeters(agentId: string): Promise<void> {
    namespace.to(roomOf(agentId)).emit('meters', await assignedMeters(context, agentId))
  }

  async function dropRevoked(): Promise<void> {
    if (namespace.sockets.size === 0) return
    const revoked = new Set(await listRevokedTokenIds(context.database))
    for (const socket of namespace.sockets.values()) {
      const { agent } = socket.data
      if (!agent || !revoked.has(agent.tokenId)) continue
      farewell(socket, 'revoked', 'the token was revoked')
      context.log.warn({ agent: agent.name }, 'an agent was disconnected: its token was revoked')
    }
  }

  const stopListening = context.onChanges((changes) => {
    if (changes.some((change) => change.kind === 'tokens')) dropRevoked().catch(reportError)
    for (const change of changes) {
      if (change.kind === 'targets') sendTargets(change.agentId).catch(reportError)
      if (change.kind === 'discover')
        askToDiscover(context, namespace.to(roomOf(change.agentId)), change).catch(reportError)
    }
  })
  const stopRechecking = runEvery(periods.recheckMs, dropRevoked, reportError)
  const stopFlushing = runEvery(periods.flushMs, () => context.fleet.agents.flush(context.database), reportError)

  return {
    async close() {
      stopListening()
      lag.stop()
      await stopRechecking()
      await stopFlushing()
      for (const socket of namespace.sockets.values()) farewell(socket, 'stopping', 'the server is stopping')
      await context.fleet.agents.flush(context.database)
    },
  }
}

function listen(
  context: LiveContext,
  socket: AgentSocket,
  agent: ReportingAgent,
  lag: LoopLag,
  reportError: (error: unknown) => void,
  afterAnnouncement: () => void,
): void {
  const budget = new MessageBudget(AGENT_LIMITS.messagesPerSecond, Date.now())

  /** Undefined: go on. Else how long to wait; a flood ends the connection. */
  const overBudget = (nowMs: number): number | undefined => {
    const taken = budget.take(nowMs)
    if (taken.verdict === 'ok') return undefined
    context.counters.deferred.inc({ cause: 'too-many-messages' })
    if (taken.verdict === 'wait') return taken.retryAfterMs
    context.log.warn({ agent: agent.name }, 'an agent was disconnected: it floods')
    farewell(socket, 'flooding', `more than ${AGENT_LIMITS.messagesPerSecond} messages a second`)
    return 10_000
  }

  socket.on('readings', (message: unknown, answer: unknown) => {
    const nowMs = Date.now()
    const retryAfterMs = overBudget(nowMs)
    if (retryAfterMs !== undefined) {
      reply(answer, { retryAfterMs, reason: 'too many messages a second', serverAtMs: nowMs })
      return
    }
    if (Array.isArray(message) && message.length > ABSURD_READINGS) {
      context.counters.rejected.inc({ reason: 'over-limit' }, message.length)
      farewell(socket, 'flooding', `a message holds at most ${AGENT_LIMITS.readingsPerMessage} readings`)
      return
    }
    context.fleet.agents.heard(agent.id, nowMs)
    recordReadings(context, agent, message, nowMs, lag.behindMs).then(
      (result) => reply(answer, result),
      (error) => {
        reportError(error)
        reply(answer, { retryAfterMs: 5000, reason: 'the server failed: send it again later', serverAtMs: Date.now() })
      },
    )
  })

  socket.on('rigs', (message: unknown, answer: unknown) => {
    const nowMs = Date.now()
    if (overBudget(nowMs) !== undefined) {
      reply(answer, { ok: false, reason: 'too many messages a second', serverAtMs: nowMs })
      return
    }
    announceRigs(context, agent, message, nowMs).then(
      (result) => {
        reply(answer, result)
        // A rig that came from another agent brings its meter, though not the meter's login.
        if (result.ok && result.rigs.length > 0) afterAnnouncement()
      },
      (error) => {
        reportError(error)
        reply(answer, { ok: false, reason: 'the server failed: announce again later', serverAtMs: Date.now() })
      },
    )
  })

  socket.on('status', (message: unknown, answer: unknown) => {
    const nowMs = Date.now()
    if (overBudget(nowMs) !== undefined) {
      reply(answer, { ok: false, reason: 'too many messages a second', serverAtMs: nowMs })
      return
    }
    reply(answer, recordStatus(context, agent, message, nowMs))
  })

  // One after another: what ends a scan must not overtake what it found.
  let discoveryTurn: Promise<void> = Promise.resolve()
  socket.on('discovery', (message: unknown, answer: unknown) => {
    // Unanswered, the agent tells it again.
    if (overBudget(Date.now()) !== undefined) return
    discoveryTurn = discoveryTurn
      .then(() => recordDiscovery(context, agent, message, Date.now()))
      .then((result) => reply(answer, result), reportError)
  })
}

function farewell(socket: AgentSocket, code: 'revoked' | 'flooding' | 'stopping', reason: string): void {
  socket.emit('closing', { code, reason })
  socket.disconnect(true)
}

// A client need not ask for an acknowledgement; then nothing is answered.
function reply(answer: unknown, result: object): void {
  if (typeof answer === 'function') answer(result)
}

function roomOf(agentId: string): string {
  return `agent:${agentId}`
}
