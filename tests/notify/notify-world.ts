import pino from 'pino'
import { onTestFinished } from 'vitest'
import type { Database } from '#lib/db/database'
import { HOUR_MS } from '#lib/domain/units'
import type { Notification } from '#lib/notify/notification'
import { type JobLease, jobLease } from '#lib/services/hold-lease'
import { deliverOutbox } from '#lib/services/notify/deliver-outbox'
import type { NotifyContext } from '#lib/services/notify/notify-context'
import { saveChannel } from '#lib/services/notify/save-channel'
import { deriveSecrets } from '#lib/services/secrets'
import { openForTest, temporaryDatabase } from '../db/temporary-database.ts'
import { AT_MS, fired } from './example-notification.ts'

/** A database with its lease held, a clock that stands still until it is moved, and every line that was logged. */
export async function notifyWorld() {
  const { url, file } = await temporaryDatabase()
  const database = await openForTest(url)
  const logged: string[] = []
  const log = pino({ level: 'trace' }, { write: (line: string) => logged.push(line) })
  const secrets = deriveSecrets('a secret of at least thirty-two characters')
  const config = { publicUrl: 'https://mine.example', allowPrivateWebhooks: false }
  const context: NotifyContext = { database, secrets, config, log }
  const clock = { nowMs: AT_MS }
  const lease = await heldLease(database, 'jobs', 'node-a')
  return {
    context,
    database,
    databaseFile: file,
    logged,
    clock,
    lease,
    deliver: (holder: HeldLease = lease) => deliver(context, holder, clock),
  }
}

export type HeldLease = { lease: JobLease; fence: number }

export async function heldLease(database: Database, name: string, holder: string, nowMs = AT_MS): Promise<HeldLease> {
  const lease = jobLease(database, name, holder)
  const fence = await lease.keep(nowMs)
  if (fence === undefined) throw new Error('the lease is not free')
  onTestFinished(() => lease.release().catch(() => {}))
  return { lease, fence }
}

function deliver(context: NotifyContext, { lease, fence }: HeldLease, clock: { nowMs: number }) {
  const right = { fence, guard: lease.guard }
  // A wait's random half, always the whole of it.
  return deliverOutbox(context, { right, clock: () => clock.nowMs, chance: () => 1 })
}

/** A webhook to a double, saved as the form does. */
export async function savedChannel(
  context: NotifyContext,
  settings: Record<string, string | number | boolean>,
  kind: 'webhook' | 'discord' | 'telegram' | 'email' | 'ntfy' | 'slack' | 'apprise' = 'webhook',
): Promise<number> {
  const form = { name: `My ${kind}`, kind, settings: kind === 'email' ? settings : { allowPrivate: true, ...settings } }
  const saved = await saveChannel(context, form, AT_MS - HOUR_MS)
  if (!saved.ok) throw new Error(JSON.stringify(saved.problems))
  return saved.channelId
}

let made = 0

/** Puts a message into the outbox as the evaluator does. */
export async function enqueue(
  database: Database,
  channelId: number,
  message: Partial<Notification> = {},
  row: { dueAtMs?: number; createdAtMs?: number } = {},
): Promise<number> {
  made += 1
  const notification = { ...fired, id: `message:${made}`, incidentId: undefined, ...message }
  const { incidentId, kind, id: key } = notification
  const { createdAtMs = AT_MS, dueAtMs = createdAtMs } = row
  const { id } = await database.outboxMessage.create({
    data: {
      channelId,
      incidentId,
      key,
      kind,
      payload: JSON.stringify(notification),
      createdAtMs: BigInt(createdAtMs),
      dueAtMs: BigInt(dueAtMs),
    },
  })
  return id
}

/** An incident that messages can be about. */
export async function openIncident(database: Database): Promise<number> {
  const { id } = await database.incident.create({
    data: {
      kind: 'overheat',
      subject: 'rig:7',
      subjectName: 'basement-3',
      severity: 'critical',
      phase: 'firing',
      evidence: '{}',
      startedAtMs: BigInt(AT_MS),
      changedAtMs: BigInt(AT_MS),
    },
  })
  return id
}

export async function messageState(database: Database, id: number) {
  const row = await database.outboxMessage.findUniqueOrThrow({ where: { id } })
  return { state: row.state, attempts: row.attempts, answer: row.answer, dueAtMs: Number(row.dueAtMs) }
}
