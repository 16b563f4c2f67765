import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import next from 'next'
import type { Logger } from 'pino'
import { type Config, prepareDataFolder } from '#lib/config'
import { openDatabase } from '#lib/db/database'
import { migrateDatabase } from '#lib/db/migrate'
import { openReadingStore } from '#lib/db/open-reading-store'
import { packageRoot } from '#lib/db/package-root'
import { runBuiltInAgent } from '#lib/jobs/run-built-in-agent'
import { startJobs } from '#lib/jobs/start-jobs'
import { attachSockets } from '#lib/live/attach-sockets'
import { linkNodes } from '#lib/live/link-nodes'
import { NodeStream } from '#lib/live/node-stream'
import { AlertEvaluator } from '#lib/services/alerts/evaluate-alerts'
import { createAuth } from '#lib/services/auth/auth'
import { settleForwardedHeaders } from '#lib/services/auth/forwarded-headers'
import { backup } from '#lib/services/backup'
import { createChangeBus } from '#lib/services/change-bus'
import { createCounters } from '#lib/services/counters'
import { jobLease } from '#lib/services/hold-lease'
import { knownMachine } from '#lib/services/known-machine'
import { LiveFleet } from '#lib/services/live-fleet'
import { pushKeys } from '#lib/services/notify/push-keys'
import { placeRunningServer, type RunningServer } from '#lib/services/running-server'
import { openSecrets } from '#lib/services/secrets'
import { ReadingKeeper } from '#lib/services/storage/reading-keeper'
import { answerDirectly } from './app/api/answer-directly'

const LAST_GOODBYES_MS = 5_000

export type StartedServer = { server: RunningServer; port: number; close(): Promise<void> }

/**
 * Puts the parts together and listens: database (created and migrated), live fleet, pages, sockets, jobs, built-in
 * agent. `dev` compiles pages as they are asked for. Rejects when the database cannot be used or the port is taken.
 */
export async function startServer(
  config: Config,
  log: Logger,
  options: { dev?: boolean } = {},
): Promise<StartedServer> {
  prepareDataFolder(config.dataDir)
  await migrateDatabase(config.databaseUrl, { log: (sentence) => log.info(sentence) })
  const database = await openDatabase(config.databaseUrl)
  const store = await openReadingStore(config.databaseUrl)
  const nodes =
    config.redisUrl === undefined
      ? undefined
      : await NodeStream.open(config.redisUrl, 'davylamp:nodes', (error) => log.error(error, 'Redis failed'))
  const bus = createChangeBus((error) => log.error(error, 'a listener failed'))
  const secrets = openSecrets(config)
  const auth = createAuth({ config, secrets, database, log, publish: bus.publish })
  await pushKeys({ database, secrets })
  const counters = createCounters()
  const fleet = await LiveFleet.open({
    database,
    store,
    findMachine: knownMachine,
    isOneOfSeveral: nodes !== undefined,
    reportError: (error) => log.error(error, 'the live fleet failed'),
  })
  const lease = jobLease(database)
  const { dataDir, publicUrl } = config
  const alerts = new AlertEvaluator({
    database,
    store,
    fleet,
    lease,
    log,
    dataDir,
    ...(publicUrl === undefined ? {} : { publicUrl }),
    ...bus,
  })
  const keeper = new ReadingKeeper({ database, store, log, folder: dataDir })
  await keeper.refresh()
  const server: RunningServer = {
    config,
    log,
    database,
    store,
    fleet,
    auth,
    secrets,
    counters,
    lease,
    alerts,
    keeper,
    startedAtMs: Date.now(),
    backUp: () => backup(config),
    ...bus,
  }
  placeRunningServer(server)

  // A self-hosted program tells nobody that it runs.
  process.env.NEXT_TELEMETRY_DISABLED = '1'
  const httpServer = createServer()
  const connections = new Set<Socket>()
  httpServer.on('connection', (connection) => {
    connections.add(connection)
    connection.once('close', () => connections.delete(connection))
  })
  const pages = next({
    dev: options.dev ?? false,
    dir: packageRoot(),
    httpServer,
    port: config.port,
    hostname: config.host,
  })
  await pages.prepare()
  const handle = pages.getRequestHandler()
  httpServer.on('request', (request, response) => {
    settleForwardedHeaders(request, config.trustProxy)
    // In development Next.js gives what the files say now.
    const isAnswered = !options.dev && answerDirectly(request, response, (error) => log.error(error, 'a chart failed'))
    if (!isAnswered) void handle(request, response)
  })
  const sockets = attachSockets(httpServer, server)
  const link = nodes && linkNodes(server, nodes)
  await new Promise<void>((resolve, reject) => {
    httpServer.once('error', reject)
    httpServer.listen(config.port, config.host, resolve)
  })
  const { port } = httpServer.address() as AddressInfo

  const jobs = startJobs(server)
  const builtInAgent = config.builtInAgent
    ? runBuiltInAgent(server, {
        program: join(packageRoot(), 'dist', 'davylamp-agent.cjs'),
        folder: join(config.dataDir, 'built-in-agent'),
        serverUrl: `http://${loopbackOf(config.host)}:${port}`,
      })
    : undefined

  return {
    server,
    port,
    async close() {
      builtInAgent?.stop()
      // What a job or the network still holds must not keep readings from being stored and the program from ending.
      const idle = Promise.all([jobs.stop(), closeDoors()]).then(() => fleet.settled())
      await Promise.race([idle, pause(LAST_GOODBYES_MS)])
      await store.close()
      await database.$disconnect()
      placeRunningServer(undefined)
    },
  }

  async function closeDoors(): Promise<void> {
    await sockets.close()
    await link?.close()
    httpServer.closeAllConnections()
    // A connection that became a websocket, or was refused as one, is no longer among those.
    for (const connection of connections) connection.destroy()
    await new Promise((resolve) => httpServer.close(resolve))
    await pages.close()
  }
}

/** Where this machine reaches a server bound to `host`. */
function loopbackOf(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1'
  if (host === '::') return '[::1]'
  return host.includes(':') ? `[${host}]` : host
}
