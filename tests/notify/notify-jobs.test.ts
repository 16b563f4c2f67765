import { expect, test } from 'vitest'
import { DAY_MS } from '#lib/domain/units'
import { notifyJobs } from '#lib/jobs/notify-jobs'
import { saveAlertSettings } from '#lib/services/alerts/alert-settings'
import { type Change, createChangeBus } from '#lib/services/change-bus'
import { enqueue, heldLease, messageState, notifyWorld, savedChannel } from './notify-world.ts'
import { serviceDouble } from './service-double.ts'

async function jobsUnderLease() {
  const { context, database, lease: old } = await notifyWorld()
  await old.lease.release()
  const { lease } = await heldLease(database, 'jobs', 'node-b', Date.now())
  const published: Change[] = []
  const { publish, onChanges } = createChangeBus(() => {})
  onChanges((changes) => published.push(...changes))
  let evaluating = true
  const { jobs, abort } = notifyJobs({ ...context, publish }, { lease, isEvaluating: () => evaluating })
  const run = (name: string) => jobs.find((job) => job.name === name)?.run()
  return { context, database, lease, published, run, abort, evaluate: (does: boolean) => (evaluating = does) }
}

test('the outbox is delivered while the lease is held, pages hear of it, and no longer afterwards', async () => {
  const service = await serviceDouble()
  const { context, database, lease, published, run, abort } = await jobsUnderLease()
  const channelId = await savedChannel(context, { url: service.url })
  const first = await enqueue(database, channelId, {}, { createdAtMs: Date.now() })
  await run('deliver-outbox')
  expect(await messageState(database, first)).toMatchObject({ state: 'delivered' })
  expect(published).toContainEqual({ kind: 'incidents' })
  await lease.release()
  const second = await enqueue(database, channelId, {}, { createdAtMs: Date.now() })
  await run('deliver-outbox')
  expect(await messageState(database, second)).toMatchObject({ state: 'waiting', attempts: 0 })
  await abort()
})

test('the heart beats only while alerts are being evaluated', async () => {
  const service = await serviceDouble({ body: 'OK' })
  const { database, run, evaluate, abort } = await jobsUnderLease()
  await saveAlertSettings(database, { heartbeatUrl: `${service.url}/ping`, heartbeatPrivate: true })
  evaluate(false)
  await run('heartbeat')
  expect(service.asked).toHaveLength(0)
  evaluate(true)
  await run('heartbeat')
  expect(service.asked).toHaveLength(1)
  await abort()
})

test('old digests are forgotten, what waits is not', async () => {
  const { context, database, run, abort } = await jobsUnderLease()
  const channelId = await savedChannel(context, { url: 'http://127.0.0.1:1' })
  const createdAtMs = Date.now() - 31 * DAY_MS
  const old = await enqueue(database, channelId, { kind: 'digest' }, { createdAtMs })
  const waiting = await enqueue(database, channelId, { kind: 'digest' }, { createdAtMs })
  await database.outboxMessage.update({ where: { id: old }, data: { state: 'delivered' } })
  await run('prune-outbox')
  expect(await database.outboxMessage.findMany({ select: { id: true } })).toEqual([{ id: waiting }])
  await abort()
})
