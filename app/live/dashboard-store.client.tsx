'use client'

import { io, type Socket } from 'socket.io-client'
import type { AlertsSummary } from '#lib/wire/alerts'
import type {
  DashboardClientEvents,
  DashboardServerEvents,
  DashboardTopic,
  FleetSnapshot,
  RigSnapshot,
} from '#lib/wire/dashboard-events'
import { applyDelta } from './apply-delta'
import { setServerTime } from './clock.client'

/** Silence of this long is worth telling; shorter ones heal before anybody could act. */
const TELL_AFTER_MS = 3000
const RETRY_AFTER_MS = 1500
/** What the server answers a browser without a session. */
const SIGNED_OUT = 'sign in first'

export type Connection = {
  /** `idle` until a page asks for figures; `lost` once the server has been gone for longer than 3 s. */
  phase: 'idle' | 'connecting' | 'live' | 'lost'
}

export type DashboardState = {
  connection: Connection
  fleet?: FleetSnapshot
  rig?: RigSnapshot
  /** How many incidents stand; told on every page. */
  alerts?: AlertsSummary
}

let state: DashboardState = { connection: { phase: 'idle' } }
let socket: Socket<DashboardServerEvents, DashboardClientEvents> | undefined
let topic: DashboardTopic | undefined
let lostTimer: ReturnType<typeof setTimeout> | undefined
let newestFiguresAtMs: number | undefined
let returnAfterMs = 0
/** A snapshot of this topic is on its way; what does not fit meanwhile need not ask for another. */
let onItsWay: DashboardTopic | undefined
const listeners = new Set<() => void>()

export function subscribeToDashboard(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function dashboardState(): DashboardState {
  return state
}

/** What the page shows from now on: connects where there is no connection, and asks for a new snapshot. */
export function watchTopic(next: DashboardTopic): void {
  topic = next
  if (next.page === 'rig' && state.rig?.row.id !== next.rigId) change({ rig: undefined })
  if (!socket) connect()
  else if (socket.connected) askForSnapshot()
}

/** Connects on pages that watch nothing, too: what needs somebody is told everywhere. */
export function stayConnected(): void {
  if (!socket) connect()
}

/** Takes the figures a page was rendered with, unless newer ones are here already. */
export function offerFleet(fleet: FleetSnapshot): void {
  if (!state.fleet || fleet.serverAtMs > state.fleet.serverAtMs) receive(fleet.serverAtMs, { fleet })
}

function connect(): void {
  socket = io('/dashboards', { transports: ['websocket'], reconnectionDelay: 500, reconnectionDelayMax: 5000 })
  change({ connection: { phase: 'connecting' } })
  tellWhenLost()
  socket.on('connect', askForSnapshot)
  socket.on('disconnect', (reason) => {
    onItsWay = undefined
    tellWhenLost()
    // A server that is stopping closes the socket itself, which the client would take as final.
    if (reason === 'io server disconnect') setTimeout(() => socket?.connect(), returnAfterMs)
    returnAfterMs = 0
  })
  socket.on('connect_error', (problem) => {
    if (problem.message === SIGNED_OUT) location.assign('/sign-in')
    else if (!socket?.active) setTimeout(() => socket?.connect(), 5000)
  })
  socket.on('fleet', (delta) => {
    const fleet = state.fleet && topic?.page === 'fleet' ? applyDelta(state.fleet, delta) : undefined
    if (fleet) receive(fleet.serverAtMs, { fleet })
    else if (topic?.page === 'fleet' && onItsWay !== topic) askForSnapshot()
  })
  socket.on('rig', (rig) => {
    if (topic?.page === 'rig' && topic.rigId === rig.row.id) receive(rig.serverAtMs, { rig })
  })
  socket.on('alerts', (alerts) => {
    change({ alerts })
    if (!topic) comeAlive()
  })
  // This session ended, and perhaps another took its place, as when one's own password is changed: asking again tells.
  socket.on('signedOut', () => {
    returnAfterMs = RETRY_AFTER_MS
  })
}

function askForSnapshot(): void {
  const asked = topic
  if (!asked) return
  onItsWay = asked
  socket?.emit('watch', asked, (result) => {
    if (asked !== topic) return
    onItsWay = undefined
    forgetLoss()
    if (!result.ok) retryLater(asked)
    else if (result.page === 'fleet') receive(result.snapshot.serverAtMs, { fleet: result.snapshot }, true)
    else receive(result.snapshot.serverAtMs, { rig: result.snapshot }, true)
  })
}

/** A refused watch is asked again soon: the server limits how often, and a rig that is gone says so in its page. */
function retryLater(asked: DashboardTopic): void {
  setTimeout(() => {
    if (asked === topic && socket?.connected) askForSnapshot()
  }, RETRY_AFTER_MS)
}

function tellWhenLost(): void {
  lostTimer ??= setTimeout(() => change({ connection: { phase: 'lost' } }), TELL_AFTER_MS)
}

function forgetLoss(): void {
  clearTimeout(lostTimer)
  lostTimer = undefined
}

/** A page that watches nothing is live once the count of incidents has come. */
function comeAlive(): void {
  forgetLoss()
  if (state.connection.phase !== 'live') change({ connection: { phase: 'live' } })
}

function receive(serverAtMs: number, figures: Partial<DashboardState>, fromSocket = socket?.connected === true): void {
  setServerTime(serverAtMs)
  newestFiguresAtMs = serverAtMs
  const connection: Connection = fromSocket && state.connection.phase !== 'live' ? { phase: 'live' } : state.connection
  change({ ...figures, connection })
}

/** The server's time of the newest figures; read when the connection is lost, not on every message. */
export function figuresAtMs(): number | undefined {
  return newestFiguresAtMs
}

function change(part: Partial<DashboardState>): void {
  state = { ...state, ...part }
  for (const listener of listeners) listener()
}
