import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import pino from 'pino'
import { loadConfig } from '#lib/config'
import { openDatabase } from '#lib/db/database'
import { openReadingStore } from '#lib/db/open-reading-store'
import { startJobs } from '#lib/jobs/start-jobs'
import { attachSockets } from '#lib/live/attach-sockets'
import { linkNodes } from '#lib/live/link-nodes'
import { NodeStream } from '#lib/live/node-stream'
import { AlertEvaluator } from '#lib/services/alerts/evaluate-alerts'
import { createAuth } from '#lib/services/auth/auth'
import { createChangeBus } from '#lib/services/change-bus'
import { createCounters } from '#lib/services/counters'
import { jobLease } from '#lib/services/hold-lease'
import { LiveFleet } from '#lib/services/live-fleet'
import type { RunningServer } from '#lib/services/running-server'
import { openSecrets } from '#lib/services/secrets'
import { ReadingKeeper } from '#lib/services/storage/reading-keeper'

// One node, a process of its own: everything of server.ts but the pages. Prints its port, and who has the lease.
const config = loadConfig(process.env)
const log = pino({ level: 'warn' }, pino.destination(2))
const database = await openDatabase(config.databaseUrl)
const store = await openReadingStore(config.databaseUrl)
const nodes = await NodeStream.open(config.redisUrl ?? '', 'davylamp:nodes', (error) => log.error(error))
const bus = createChangeBus((error) => log.error(error))
const secrets = openSecrets(config)
const auth = createAuth({ config, secrets, database, log, publish: bus.publish })
const fleet = await LiveFleet.open({
  database,
  store,
  isOneOfSeveral: true,
  reportError: (error) => log.error(error),
})
const lease = jobLease(database)
const alerts = new AlertEvaluator({ database, store, fleet, lease, log, ...bus })
const server: RunningServer = {
  config,
  log,
  database,
  store,
  fleet,
  auth,
  secrets,
  counters: createCounters(),
  keeper: new ReadingKeeper({ database, store, log, folder: config.dataDir }),
  lease,
  alerts,
  startedAtMs: Date.now(),
  backUp: async () => ({ ok: false, reason: 'not here' }),
  ...bus,
}
const httpServer = createServer()
attachSockets(httpServer, server, { deltaMs: 100 })
linkNodes(server, nodes)
await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve))
startJobs(server)
process.stdout.write(`port ${(httpServer.address() as AddressInfo).port}\n`)
let held = false
setInterval(() => {
  const holds = lease.fenceAt(Date.now()) !== undefined && alerts.state.active
  if (holds !== held) process.stdout.write(holds ? 'lease held\n' : 'lease lost\n')
  held = holds
}, 50)
