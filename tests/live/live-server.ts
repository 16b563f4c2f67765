import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import pino from 'pino'
import { io, type Socket } from 'socket.io-client'
import { onTestFinished } from 'vitest'
import { loadConfig } from '#lib/config'
import { openDatabase } from '#lib/db/database'
import { openReadingStore } from '#lib/db/open-reading-store'
import type { Reading } from '#lib/domain/reading'
import { liveJobs } from '#lib/jobs/live-jobs'
import { runJobs } from '#lib/jobs/scheduler'
import { attachSockets } from '#lib/live/attach-sockets'
import type { LivePeriods } from '#lib/live/live-context'
import { createAuth } from '#lib/services/auth/auth'
import { createChangeBus } from '#lib/services/change-bus'
import { createCounters } from '#lib/services/counters'
import { createToken } from '#lib/services/create-token'
import { LiveFleet } from '#lib/services/live-fleet'
import { openSecrets } from '#lib/services/secrets'
import { ReadingKeeper } from '#lib/services/storage/reading-keeper'
import type { AgentServerEvents, ReadingsAnswer, RigAnnouncement, RigsAnswer } from '#lib/wire/agent-events'
import { temporaryDatabase } from '../db/temporary-database'

export type LiveServer = Awaited<ReturnType<typeof startLiveServer>>

/** Everything of the live side on a free port, on a real database; gone when the test is, or when stopped. */
export async function startLiveServer(
  given: { url?: string; periods?: Partial<LivePeriods>; env?: Record<string, string> } = {},
) {
  const { url, folder } = given.url ? { url: given.url, folder: '' } : await temporaryDatabase()
  const config = loadConfig({
    DATABASE_URL: url,
    DAVYLAMP_DATA_DIR: folder || '/nowhere',
    DAVYLAMP_SECRET: 's'.repeat(40),
    ...given.env,
  })
  const log = pino({ level: process.env.LOG_LEVEL ?? 'silent' })
  const database = await openDatabase(url)
  const store = await openReadingStore(url)
  const secrets = openSecrets(config)
  const bus = createChangeBus((error) => log.error(error))
  const auth = createAuth({ config, secrets, database, log, publish: bus.publish })
  const counters = createCounters()
  const keeper = new ReadingKeeper({ database, store, log, folder: config.dataDir })
  const reportError = (error: unknown) => log.error({ err: error }, 'failed')
  const fleet = await LiveFleet.open({ database, store, reportError })
  const context = {
    config,
    log,
    database,
    store,
    fleet,
    auth,
    secrets,
    counters,
    keeper,
    startedAtMs: Date.now(),
    ...bus,
  }
  const httpServer = createServer()
  const sockets = attachSockets(httpServer, context, given.periods)
  await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve))
  const { port } = httpServer.address() as AddressInfo
  const jobs = runJobs(liveJobs(context), log)
  let stopped = false
  const stop = async () => {
    if (stopped) return
    stopped = true
    await jobs.stop()
    await sockets.close()
    httpServer.closeAllConnections()
    await new Promise((resolve) => httpServer.close(resolve))
    await fleet.settled()
    await store.close()
    await database.$disconnect()
  }
  onTestFinished(stop)
  const address = `http://127.0.0.1:${port}`
  return { context, address, port, url, stop }
}

/** The secret of a new token for the only site. */
export async function newToken({ context }: LiveServer, name = 'shed'): Promise<{ id: number; secret: string }> {
  const token = await createToken(context.database, { name })
  if (!token.ok) throw new Error(token.reason)
  return token
}

export type AgentClient = Socket<AgentServerEvents & Record<string, (...args: unknown[]) => void>>

/** A connected agent; rejects with the server's words when it is refused. */
export async function connectAgent(
  address: string,
  auth: Record<string, unknown>,
  headers: Record<string, string> = {},
): Promise<AgentClient> {
  const socket: AgentClient = io(`${address}/agents`, {
    transports: ['websocket'],
    auth,
    forceNew: true,
    reconnection: false,
    extraHeaders: headers,
  })
  onTestFinished(() => {
    socket.disconnect()
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('connect_error', reject)
  })
  return socket
}

export function announce(socket: AgentClient, rigs: RigAnnouncement[] | unknown): Promise<RigsAnswer> {
  return socket.timeout(5000).emitWithAck('rigs', rigs)
}

/** As an agent does: sent again when the server asks for that, since a machine that runs many tests is behind at times. */
export async function report(
  socket: AgentClient,
  readings: (Partial<Reading> & { rig: unknown })[] | unknown,
): Promise<ReadingsAnswer> {
  for (;;) {
    const answer = await reportAtOnce(socket, readings)
    if (!('retryAfterMs' in answer) || !answer.reason.includes('more to do')) return answer
    await setTimeout(answer.retryAfterMs)
  }
}

/** Sent once, whatever is answered. */
export function reportAtOnce(
  socket: AgentClient,
  readings: (Partial<Reading> & { rig: unknown })[] | unknown,
): Promise<ReadingsAnswer> {
  return socket.timeout(5000).emitWithAck('readings', readings)
}
