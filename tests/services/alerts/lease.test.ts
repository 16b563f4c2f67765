import { expect, test } from 'vitest'
import { jobLease, LEASE_MS, LeaseLost } from '#lib/services/hold-lease'
import { openForTest, temporaryDatabase } from '../../db/temporary-database'
import { addRigs, gpu, incidents, live, MINUTE, NOON, newMine, outbox, SECOND, startProcess } from './watched-mine'

test('one process holds the lease; the other gets it when it is let go, or has run out', async () => {
  const { url } = await temporaryDatabase()
  const [one, other] = [jobLease(await openForTest(url)), jobLease(await openForTest(url))]
  expect(await one.keep(NOON)).toBe(1)
  expect(await other.keep(NOON + SECOND)).toBeUndefined()
  expect(await one.keep(NOON + 3 * SECOND)).toBe(1)
  await one.release()
  expect(await other.keep(NOON + 4 * SECOND)).toBe(2)
  expect(await one.keep(NOON + 5 * SECOND)).toBeUndefined()
  expect(await one.keep(NOON + 4 * SECOND + LEASE_MS)).toBe(3)
  expect(await other.keep(NOON + 4 * SECOND + LEASE_MS)).toBeUndefined()
})

test('a process of this machine that is dead is not waited for', async () => {
  const { url } = await temporaryDatabase()
  const database = await openForTest(url)
  const { hostname } = await import('node:os')
  // No process has the highest number that Linux may give.
  const holder = `${hostname()}/4194304/some-run`
  await database.jobLease.create({ data: { name: 'jobs', holder, fence: 4, expiresAtMs: BigInt(NOON + LEASE_MS) } })
  expect(await jobLease(database).keep(NOON)).toBe(5)
})

test('what a holder commits after another took over is refused by its fence, and undone', async () => {
  const { url } = await temporaryDatabase()
  const database = await openForTest(url)
  const [stale, next] = [jobLease(database), jobLease(await openForTest(url))]
  const fence = (await stale.keep(NOON)) ?? 0
  expect(await next.keep(NOON + LEASE_MS)).toBe(fence + 1)
  const late = database.$transaction(async (rows) => {
    await rows.setting.create({ data: { name: 'too late', fromMs: 0n, value: '1' } })
    await stale.guard(rows, fence)
  })
  await expect(late).rejects.toThrow(LeaseLost)
  expect(await database.setting.count()).toBe(0)
  expect(stale.fenceAt(NOON)).toBeUndefined()
})

test('an evaluator that froze while another took over says nothing, and the other says it once', async () => {
  const { url, siteId } = await newMine()
  const frozen = await startProcess(url, NOON)
  const [rigId = 0] = await addRigs(frozen, siteId, 1)
  await live(frozen, [rigId], NOON, NOON + 100 * SECOND, { celsius: 84 })

  const startMs = NOON + 120 * SECOND
  const next = await startProcess(url, startMs)
  await live(next, [rigId], startMs, startMs + 20 * SECOND, { celsius: 84 })
  expect(await outbox(next)).toHaveLength(1)
  // The frozen one wakes, believes in its lease, and has seen the same.
  await frozen.hear([{ rigId, reading: gpu(startMs + 5 * SECOND, { celsius: 84 }) }])
  await frozen.alerts.run(NOON + 105 * SECOND)
  expect(frozen.alerts.state).toEqual({ active: false })
  await live(next, [rigId], startMs + 30 * SECOND, startMs + MINUTE, { celsius: 84 })
  expect(await outbox(next)).toHaveLength(1)
  expect(await incidents(next)).toHaveLength(1)
})
