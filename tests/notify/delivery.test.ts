import { expect, test } from 'vitest'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '#lib/domain/units'
import { listChannels } from '#lib/services/notify/list-channels'
import { retryDelayMs } from '#lib/services/notify/retry-delay'
import { enqueue, heldLease, messageState, notifyWorld, openIncident, savedChannel } from './notify-world.ts'
import { type Reply, serviceDouble } from './service-double.ts'

const titles = (service: { asked: { json(): unknown }[] }) =>
  service.asked.map(({ json }) => {
    const body = json()
    return typeof body === 'object' && body !== null && 'title' in body ? body.title : undefined
  })

test('a message is delivered once, with its key, and the channel says when', async () => {
  const service = await serviceDouble({ body: 'thanks' })
  const { context, database, clock, deliver } = await notifyWorld()
  const channelId = await savedChannel(context, { url: service.url })
  const id = await enqueue(database, channelId, { id: 'incident:12:fired:1' })
  expect(await deliver()).toMatchObject({ delivered: 1, problems: [] })
  clock.nowMs += MINUTE_MS
  expect(await deliver()).toMatchObject({ delivered: 0 })
  expect(service.asked).toHaveLength(1)
  expect(service.asked[0]?.headers['idempotency-key']).toBe('incident:12:fired:1')
  expect(await messageState(database, id)).toMatchObject({
    state: 'delivered',
    attempts: 1,
    answer: 'HTTP 200: thanks',
  })
  expect(await listChannels(context)).toMatchObject([{ lastDeliveredAtMs: clock.nowMs - MINUTE_MS }])
})

test('a message that is not due waits', async () => {
  const service = await serviceDouble()
  const { context, database, clock, deliver } = await notifyWorld()
  await enqueue(database, await savedChannel(context, { url: service.url }), {}, { dueAtMs: clock.nowMs + HOUR_MS })
  await deliver()
  expect(service.asked).toHaveLength(0)
  clock.nowMs += HOUR_MS
  expect(await deliver()).toMatchObject({ delivered: 1 })
})

test('waits grow from seconds to a quarter of an hour, by chance, and never below what was asked', () => {
  expect([1, 2, 3, 9, 400].map((attempts) => retryDelayMs(attempts, 0, 1))).toEqual(
    [5, 10, 20, 900, 900].map((seconds) => seconds * SECOND_MS),
  )
  expect(retryDelayMs(3, 0, 0)).toBe(10 * SECOND_MS)
  expect(retryDelayMs(1, HOUR_MS, 0.5)).toBe(HOUR_MS)
})

test('a failing service is tried again, with growing waits, until it takes the message', async () => {
  const service = await serviceDouble({ status: 503 }, { status: 500 }, { status: 200 })
  const { context, database, clock, deliver } = await notifyWorld()
  const channelId = await savedChannel(context, { url: service.url })
  const id = await enqueue(database, channelId)
  const startMs = clock.nowMs
  expect(await deliver()).toMatchObject({ delivered: 0, problems: [expect.stringContaining('HTTP 503')] })
  expect(await messageState(database, id)).toMatchObject({ state: 'waiting', dueAtMs: startMs + 5 * SECOND_MS })
  expect(await listChannels(context)).toMatchObject([{ failingSinceMs: startMs, lastProblem: 'HTTP 503' }])
  clock.nowMs += 5 * SECOND_MS
  await deliver()
  expect(await messageState(database, id)).toMatchObject({ dueAtMs: startMs + 15 * SECOND_MS })
  expect(await listChannels(context)).toMatchObject([{ failingSinceMs: startMs, lastProblem: 'HTTP 500' }])
  clock.nowMs += 10 * SECOND_MS
  expect(await deliver()).toMatchObject({ delivered: 1 })
  const [channel] = await listChannels(context)
  expect(channel).toMatchObject({ lastDeliveredAtMs: clock.nowMs })
  expect(channel?.failingSinceMs).toBeUndefined()
  expect(channel?.lastProblem).toBeUndefined()
})

test('Retry-After holds the whole channel back, and no other', async () => {
  const busy = await serviceDouble({ status: 429, headers: { 'retry-after': '600' } }, { status: 200 })
  const idle = await serviceDouble()
  const { context, database, clock, deliver } = await notifyWorld()
  const busyId = await savedChannel(context, { url: busy.url })
  const first = await enqueue(database, busyId)
  const second = await enqueue(database, busyId)
  await enqueue(database, await savedChannel(context, { url: idle.url }))
  await deliver()
  expect([busy.asked.length, idle.asked.length]).toEqual([1, 1])
  clock.nowMs += 599 * SECOND_MS
  await deliver()
  expect(busy.asked).toHaveLength(1)
  clock.nowMs += SECOND_MS
  await deliver()
  expect(busy.asked).toHaveLength(3)
  expect(await messageState(database, first)).toMatchObject({ state: 'delivered', attempts: 2 })
  expect(await messageState(database, second)).toMatchObject({ state: 'delivered', attempts: 1 })
})

test('what comes while a service asks for patience waits, too, and keeps its place', async () => {
  const service = await serviceDouble({ status: 429, headers: { 'retry-after': '600' } }, { status: 200 })
  const { context, database, clock, deliver } = await notifyWorld()
  const channelId = await savedChannel(context, { url: service.url })
  const incidentId = await openIncident(database)
  await enqueue(database, channelId, { incidentId, title: 'hot' })
  await enqueue(database, channelId, { incidentId, title: 'hotter' })
  await deliver()
  clock.nowMs += MINUTE_MS
  const createdAtMs = clock.nowMs
  await enqueue(database, channelId, { incidentId, title: 'hot no more' }, { createdAtMs })
  await enqueue(database, channelId, { title: 'another trouble' }, { createdAtMs })
  await deliver()
  expect(titles(service)).toEqual(['hot'])
  clock.nowMs += 9 * MINUTE_MS
  await deliver()
  expect(titles(service)).toEqual(['hot', 'hot', 'hotter', 'hot no more', 'another trouble'])
})

test('a message that is damaged is given up at once and holds up no other', async () => {
  const service = await serviceDouble()
  const { context, database, deliver } = await notifyWorld()
  const channelId = await savedChannel(context, { url: service.url })
  const torn = await enqueue(database, channelId)
  await database.outboxMessage.update({ where: { id: torn }, data: { payload: '{"title":' } })
  await enqueue(database, channelId, { title: 'whole' })
  await deliver()
  expect(titles(service)).toEqual(['whole'])
  expect(await messageState(database, torn)).toMatchObject({ state: 'failed', answer: 'This message cannot be read' })
})

test('after a day a message is given up, and the channel shows it', async () => {
  const service = await serviceDouble({ status: 502, body: 'Bad gateway' })
  const { context, database, clock, deliver } = await notifyWorld()
  const id = await enqueue(database, await savedChannel(context, { url: service.url }))
  const startMs = clock.nowMs
  while ((await messageState(database, id)).state === 'waiting') {
    const { dueAtMs } = await messageState(database, id)
    clock.nowMs = dueAtMs
    await deliver()
  }
  expect(clock.nowMs - startMs).toBeGreaterThan(DAY_MS - 16 * MINUTE_MS)
  expect(clock.nowMs - startMs).toBeLessThanOrEqual(DAY_MS)
  expect(await messageState(database, id)).toMatchObject({
    state: 'failed',
    answer: expect.stringMatching(/^Given up after \d+ attempts\. HTTP 502: Bad gateway$/),
  })
  expect(await listChannels(context)).toMatchObject([{ failingSinceMs: startMs, lastProblem: 'HTTP 502: Bad gateway' }])
})

test('what trying again cannot help is given up at once', async () => {
  const service = await serviceDouble({ status: 404, body: 'no_service' })
  const { context, database, deliver } = await notifyWorld()
  const id = await enqueue(database, await savedChannel(context, { url: service.url }, 'slack'))
  await deliver()
  expect(await messageState(database, id)).toMatchObject({ state: 'failed', answer: 'HTTP 404: no_service' })
})

test('messages of one incident keep their order while the first fails; others pass', async () => {
  const service = await serviceDouble({ status: 500 }, { status: 200 })
  const { context, database, clock, deliver } = await notifyWorld()
  const channelId = await savedChannel(context, { url: service.url })
  const hot = await openIncident(database)
  const other = await openIncident(database)
  await enqueue(database, channelId, { incidentId: hot, title: 'hot' })
  await enqueue(database, channelId, { incidentId: hot, title: 'hot no more', kind: 'resolved' })
  await enqueue(database, channelId, { incidentId: other, title: 'other' })
  await deliver()
  await deliver()
  expect(titles(service)).toEqual(['hot', 'other'])
  clock.nowMs += MINUTE_MS
  await deliver()
  expect(titles(service)).toEqual(['hot', 'other', 'hot', 'hot no more'])
})

test('a message that was given up does not hold back what follows', async () => {
  const service = await serviceDouble({ status: 400 }, { status: 200 })
  const { context, database, deliver } = await notifyWorld()
  const channelId = await savedChannel(context, { url: service.url })
  const incidentId = await openIncident(database)
  await enqueue(database, channelId, { incidentId, title: 'hot' })
  await enqueue(database, channelId, { incidentId, title: 'hot no more' })
  await deliver()
  expect(titles(service)).toEqual(['hot', 'hot no more'])
})

test('twenty messages in an hour, then one summary, and then quiet until the next', async () => {
  const service = await serviceDouble()
  const { context, database, clock, deliver } = await notifyWorld()
  const channelId = await savedChannel(context, { url: service.url })
  for (let number = 1; number <= 30; number += 1) await enqueue(database, channelId, { title: `trouble ${number}` })
  await deliver()
  expect(service.asked).toHaveLength(21)
  expect(service.asked[20]?.json()).toMatchObject({
    kind: 'summary',
    severity: 'critical',
    title: '10 more messages in this hour',
    lines: ['Too many to send one by one:', ...[21, 22, 23, 24, 25, 26, 27, 28, 29, 30].map((n) => `• trouble ${n}`)],
  })
  expect(await database.outboxMessage.count({ where: { state: 'dropped', answer: 'Told in a summary' } })).toBe(10)
  await enqueue(database, channelId, { title: 'trouble 31' })
  await deliver()
  expect(service.asked).toHaveLength(21)
  clock.nowMs += 16 * MINUTE_MS
  await deliver()
  expect(service.asked[21]?.json()).toMatchObject({ kind: 'summary', title: '1 more message in this hour' })
  clock.nowMs += HOUR_MS
  await enqueue(database, channelId, { title: 'the next hour' })
  await deliver()
  expect(titles(service).at(-1)).toBe('the next hour')
})

test('a digest and a test are no noise: they pass above the limit', async () => {
  const service = await serviceDouble()
  const { context, database, deliver } = await notifyWorld()
  const channelId = await savedChannel(context, { url: service.url })
  for (let number = 1; number <= 20; number += 1) await enqueue(database, channelId)
  await deliver()
  await enqueue(database, channelId, { kind: 'digest', title: 'Your week' })
  await deliver()
  expect(titles(service).at(-1)).toBe('Your week')
})

test('two holders never send one message twice', async () => {
  const { context, database, clock, lease, deliver } = await notifyWorld()
  let release = () => {}
  const taken = new Promise<void>((resolve) => {
    release = resolve
  })
  let begun = () => {}
  const sending = new Promise<void>((resolve) => {
    begun = resolve
  })
  const service = await serviceDouble(async () => {
    begun()
    await taken
    return {}
  })
  const channelId = await savedChannel(context, { url: service.url })
  const id = await enqueue(database, channelId)
  const first = deliver()
  await sending
  // The first holder hangs in the middle of its sending, and its lease runs out.
  clock.nowMs += 30 * SECOND_MS
  const second = await heldLease(database, 'jobs', 'node-b', clock.nowMs)
  expect(second.fence).toBeGreaterThan(lease.fence)
  expect(await deliver(second)).toMatchObject({ delivered: 0 })
  release()
  // It settles what it sent, and may take nothing further.
  await expect(first).rejects.toThrow(/no longer held/)
  expect(await messageState(database, id)).toMatchObject({ state: 'delivered', attempts: 1 })
  await deliver(second)
  expect(service.asked).toHaveLength(1)
})

test('what a server was sending when it died is sent again, by the next, when its claim has ended', async () => {
  const service = await serviceDouble()
  const { context, database, clock, lease, deliver } = await notifyWorld()
  const channelId = await savedChannel(context, { url: service.url })
  const id = await enqueue(database, channelId, { title: 'half sent' })
  await enqueue(database, channelId, { title: 'not begun' })
  const claim = { claimedUntilMs: BigInt(clock.nowMs + 2 * MINUTE_MS), claimFence: lease.fence, attempts: 1 }
  await database.outboxMessage.update({ where: { id }, data: claim })
  clock.nowMs += MINUTE_MS
  const next = await heldLease(database, 'jobs', 'node-b', clock.nowMs)
  await deliver(next)
  expect(titles(service)).toEqual(['not begun'])
  clock.nowMs += MINUTE_MS
  await deliver(next)
  expect(titles(service)).toEqual(['not begun', 'half sent'])
  expect(await messageState(database, id)).toMatchObject({ state: 'delivered', attempts: 2 })
})

test('a holder that comes back too late cannot undo what the next one does', async () => {
  const answers: ((reply: Reply) => void)[] = []
  const service = await serviceDouble(() => new Promise<Reply>((resolve) => answers.push(resolve)))
  const { context, database, clock, deliver } = await notifyWorld()
  const id = await enqueue(database, await savedChannel(context, { url: service.url }))
  const late = deliver().catch(() => 'lost the lease')
  await expect.poll(() => answers.length).toBe(1)
  clock.nowMs += 3 * MINUTE_MS
  const second = deliver(await heldLease(database, 'jobs', 'node-b', clock.nowMs))
  await expect.poll(() => answers.length).toBe(2)
  answers[0]?.({ status: 404 })
  expect(await late).toBe('lost the lease')
  expect(await messageState(database, id)).toMatchObject({ state: 'waiting', attempts: 2 })
  answers[1]?.({ status: 200 })
  expect(await second).toMatchObject({ delivered: 1 })
  expect(await messageState(database, id)).toMatchObject({ state: 'delivered' })
})
