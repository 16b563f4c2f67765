import type { Logger } from 'pino'
import type { Config } from '#lib/config'
import type { Database } from '#lib/db/database'
import type { ReadingStore } from '#lib/db/reading-store'
import type { AlertEvaluator } from '#lib/services/alerts/evaluate-alerts'
import type { Auth } from '#lib/services/auth/auth'
import type { BackupResult } from '#lib/services/backup'
import type { ChangeBus } from '#lib/services/change-bus'
import type { Counters } from '#lib/services/counters'
import type { DemoInbox } from '#lib/services/demo-inbox'
import type { JobLease } from '#lib/services/hold-lease'
import type { LiveFleet } from '#lib/services/live-fleet'
import type { Secrets } from '#lib/services/secrets'
import type { ReadingKeeper } from '#lib/services/storage/reading-keeper'

/**
 * What a started server is made of. The composition root builds one and places it on `globalThis`, because Next's
 * route handlers and the custom server are two module graphs in one process: module variables are not shared.
 */
export type RunningServer = {
  config: Config
  log: Logger
  database: Database
  store: ReadingStore
  fleet: LiveFleet
  auth: Auth
  secrets: Secrets
  counters: Counters
  /** The right to run what may run once only; its `fenceAt` says whether this process has it. */
  lease: JobLease
  alerts: AlertEvaluator
  /** How long readings are kept, and whether the disk takes more. */
  keeper: ReadingKeeper
  startedAtMs: number
  /** Copies the database to the backup folder. Here, since its thread finds the driver only outside of Next's bundles. */
  backUp(): Promise<BackupResult>
  /** In the demo alone. */
  demoInbox?: DemoInbox
} & ChangeBus

declare global {
  // The only shared global; everything else is passed as an argument.
  var davylampServer: RunningServer | undefined
}

/** The server this process runs. Throws where none was started: a page rendered outside of it is a bug. */
export function runningServer(): RunningServer {
  const server = globalThis.davylampServer
  if (!server) throw new Error('Davylamp is not running in this process')
  return server
}

/** Called once by the composition root, and with `undefined` when the server has stopped. */
export function placeRunningServer(server: RunningServer | undefined): void {
  globalThis.davylampServer = server
}
