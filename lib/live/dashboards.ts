import { alertsSummary } from '#lib/services/alerts/alerts-summary'
import { readSession } from '#lib/services/auth/read-session'
import { runEvery } from '#lib/services/run-every'
import type { AlertsSummary } from '#lib/wire/alerts'
import type { DashboardTopic, WatchResult } from '#lib/wire/dashboard-events'
import { dashboardTopicSchema } from '#lib/wire/dashboard-schema'
import type { DashboardNamespace, LiveContext, LivePeriods } from './live-context.ts'
import { MessageBudget } from './message-budget.ts'
import { dropWhenStalled } from './stalled-browser.ts'

type DashboardSocket = Parameters<Parameters<DashboardNamespace['on']>[1]>[0]

const FLEET_ROOM = 'fleet'
const WATCHES_PER_SECOND = 2
const MOST_UNREAD_BYTES = 32 * 1024 * 1024

/**
 * Serves `/dashboards`: whoever is signed in watches the fleet or one rig, gets a snapshot and then at most one delta a
 * second, encoded once for everybody. A browser that reads slowly misses deltas (they are volatile), sees the gap in
 * their versions and asks for a new snapshot; one that reads nothing at all is let go. Nothing is computed when nobody watches.
 */
export function serveDashboards(
  namespace: DashboardNamespace,
  context: LiveContext,
  periods: LivePeriods,
  markUnparsable: (connection: object) => void,
) {
  const { fleet, counters, log } = context
  const reportError = (error: unknown) => log.error({ err: error }, 'the dashboards namespace failed')
  const sentVersions = new Map<string, number>()
  // Versions begin where no earlier process of this installation has been: pages ask anew by them.
  const alerts: { version: number; sent?: AlertsSummary; stale: boolean } = { version: Date.now(), stale: true }

  namespace.use(async (socket, next) => {
    try {
      const session = await readSession(context.auth, socket.handshake.headers)
      if (session) return next()
      counters.refusedConnections.inc({ cause: 'session' })
      next(new Error('sign in first'))
    } catch (error) {
      reportError(error)
      next(new Error('the server could not check the session: try again later'))
    }
  })

  namespace.on('connection', (socket) => {
    counters.connections.inc({ namespace: 'dashboards' })
    counters.openConnections.inc({ namespace: 'dashboards' })
    socket.on('disconnect', () => counters.openConnections.dec({ namespace: 'dashboards' }))
    socket.on('error', () => markUnparsable(socket.conn))
    dropWhenStalled(socket.conn.request.socket, periods.stalledMs, () => {
      counters.closedConnections.inc({ cause: 'stalled' })
      log.info('a browser was disconnected: it no longer reads')
    })
    sendSummaryTo(socket).catch(reportError)
    const budget = new MessageBudget(WATCHES_PER_SECOND, Date.now())
    socket.on('watch', (topic: unknown, answer: unknown) => {
      if (typeof answer !== 'function') return
      const { verdict } = budget.take(Date.now())
      // A snapshot for whoever reads none would be held in memory, one after another.
      const isFull = socket.conn.request.socket.writableLength > MOST_UNREAD_BYTES
      if (verdict === 'flood' || isFull) socket.disconnect(true)
      if (isFull) return
      if (verdict !== 'ok') return answer({ ok: false, reason: 'too many requests: ask again in a second' })
      watch(socket, topic).then(
        (result) => answer(result),
        (error) => {
          reportError(error)
          answer({ ok: false, reason: 'the server failed: ask again later' })
        },
      )
    })
  })

  async function watch(socket: DashboardSocket, candidate: unknown): Promise<WatchResult> {
    const parsed = dashboardTopicSchema.safeParse(candidate)
    if (!parsed.success) return { ok: false, reason: 'there is no such page to watch' }
    const topic: DashboardTopic = parsed.data
    for (const room of [...socket.rooms]) if (room !== socket.id) socket.leave(room)
    if (topic.page === 'rig') {
      // What changes while the snapshot is made is sent after it.
      const version = fleet.rigVersion(topic.rigId) ?? 0
      const snapshot = await fleet.rig(topic.rigId)
      if (!snapshot) return { ok: false, reason: 'there is no such rig' }
      joinRoom(socket, roomOf(topic.rigId), version)
      return { ok: true, page: 'rig', snapshot }
    }
    const snapshot = fleet.snapshot()
    // Whoever watches already is brought to the same version, so that the next delta follows for everybody.
    sendFleet(sentVersions.get(FLEET_ROOM) ?? snapshot.version)
    joinRoom(socket, FLEET_ROOM, snapshot.version)
    return { ok: true, page: 'fleet', snapshot }
  }

  function joinRoom(socket: DashboardSocket, room: string, version: number): void {
    if (!namespace.adapter.rooms.has(room)) sentVersions.set(room, version)
    socket.join(room)
  }

  function sendFleet(sentVersion: number): void {
    const delta = fleet.deltaSince(sentVersion)
    if (!delta) return
    sentVersions.set(FLEET_ROOM, delta.version)
    namespace.to(FLEET_ROOM).volatile.emit('fleet', delta)
  }

  async function sendChanges(): Promise<void> {
    for (const room of sentVersions.keys()) if (!namespace.adapter.rooms.has(room)) sentVersions.delete(room)
    if (sentVersions.size === 0) return
    fleet.advance(Date.now())
    for (const [room, sentVersion] of sentVersions) {
      if (room === FLEET_ROOM) {
        sendFleet(sentVersion)
        continue
      }
      const rigId = Number(room.slice('rig:'.length))
      const version = fleet.rigVersion(rigId)
      if (version === undefined || version === sentVersion) continue
      sentVersions.set(room, version)
      const snapshot = await fleet.rig(rigId)
      if (snapshot) namespace.to(room).volatile.emit('rig', snapshot)
    }
  }

  /** Read again after a change, by whoever asks first; it is the same for everybody. */
  async function readSummary(): Promise<AlertsSummary> {
    alerts.stale = false
    const summary = await alertsSummary(context.database)
    alerts.version += 1
    alerts.sent = { version: alerts.version, ...summary }
    return alerts.sent
  }

  async function sendSummaryTo(socket: DashboardSocket): Promise<void> {
    // What is read anew is news for the others, too.
    if (alerts.stale || !alerts.sent) namespace.emit('alerts', await readSummary())
    else socket.emit('alerts', alerts.sent)
  }

  async function sendSummary(): Promise<void> {
    if (!alerts.stale || namespace.sockets.size === 0) return
    namespace.emit('alerts', await readSummary())
  }

  async function dropSignedOut(): Promise<void> {
    for (const socket of [...namespace.sockets.values()]) {
      if (await readSession(context.auth, socket.handshake.headers)) continue
      socket.emit('signedOut')
      socket.disconnect(true)
    }
  }

  const stopListening = context.onChanges((changes) => {
    if (changes.some((change) => change.kind === 'sessions')) dropSignedOut().catch(reportError)
    if (changes.some((change) => change.kind === 'incidents')) alerts.stale = true
  })
  const stopSending = runEvery(
    periods.deltaMs,
    async () => {
      await sendSummary()
      await sendChanges()
    },
    reportError,
  )
  const stopRechecking = runEvery(periods.recheckMs, dropSignedOut, reportError)

  return {
    async close() {
      stopListening()
      await stopSending()
      await stopRechecking()
      namespace.disconnectSockets(true)
    },
  }
}

function roomOf(rigId: number): string {
  return `rig:${rigId}`
}
