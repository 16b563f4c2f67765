import { expect, test } from 'vitest'
import { deliverOutbox } from '#lib/services/notify/deliver-outbox'
import { listChannels } from '#lib/services/notify/list-channels'
import { pushKeys } from '#lib/services/notify/push-keys'
import { subscribePush, unsubscribePush } from '#lib/services/notify/subscribe-push'
import { deriveSecrets } from '#lib/services/secrets'
import { browserKeys, decryptPush } from './decrypt-push.ts'
import { AT_MS } from './example-notification.ts'
import { enqueue, messageState, notifyWorld } from './notify-world.ts'
import { serviceDouble } from './service-double.ts'

async function worldWithUser() {
  const world = await notifyWorld()
  await world.database.user.create({ data: { id: 'ann', name: 'Ann', email: 'ann@mine.example' } })
  const context = { ...world.context, config: { ...world.context.config, allowPrivateWebhooks: true } }
  const right = { fence: world.lease.fence, guard: world.lease.lease.guard }
  return { ...world, context, deliver: () => deliverOutbox(context, { right, clock: () => world.clock.nowMs }) }
}

function subscriptionTo(endpoint: string) {
  const browser = browserKeys()
  return { browser, subscription: { endpoint, keys: { p256dh: browser.publicKey, auth: browser.auth } } }
}

test('the keys are made once, kept encrypted, and made anew for another secret', async () => {
  const { context, database } = await worldWithUser()
  const [first, again] = await Promise.all([pushKeys(context), pushKeys(context)])
  expect(again).toEqual(first)
  const [row] = await database.setting.findMany({ where: { name: 'push-keys' } })
  expect(row?.value).toContain(first.publicKey)
  expect(row?.value).not.toContain(first.privateKey)
  const other = { ...context, secrets: deriveSecrets('another secret of more than thirty-two characters') }
  expect(await pushKeys(other)).not.toEqual(first)
})

test('a browser that subscribed is told what happens, encrypted for it alone', async () => {
  const service = await serviceDouble({ status: 201 })
  const { context, database, deliver } = await worldWithUser()
  const { browser, subscription } = subscriptionTo(`${service.url}/push/1`)
  const saved = await subscribePush(context, { userId: 'ann', subscription, userAgent: 'Firefox' }, AT_MS)
  if (!saved.ok) throw new Error('expected a subscription')
  expect(await listChannels(context)).toMatchObject([{ kind: 'web-push', name: 'Browsers', enabled: true }])
  const [row] = await database.pushSubscription.findMany()
  expect(row?.keys).not.toContain(browser.auth)
  const message = await enqueue(database, saved.channelId, { title: 'basement-3 is too hot' })
  await deliver()
  expect(await messageState(database, message)).toMatchObject({ state: 'delivered', answer: '1 of 1 browsers' })
  const [body] = service.bodies
  expect(body && JSON.parse(decryptPush(body, browser))).toMatchObject({ title: 'basement-3 is too hot' })
})

test('a browser that unsubscribed at its push service is forgotten', async () => {
  const service = await serviceDouble({ status: 410 })
  const { context, database, deliver } = await worldWithUser()
  const { subscription } = subscriptionTo(`${service.url}/push/1`)
  const saved = await subscribePush(context, { userId: 'ann', subscription })
  if (!saved.ok) throw new Error('expected a subscription')
  const message = await enqueue(database, saved.channelId)
  await deliver()
  expect(await database.pushSubscription.count()).toBe(0)
  expect(await messageState(database, message)).toMatchObject({ state: 'failed' })
})

test('subscribing again replaces, and only one’s own browser can be taken out', async () => {
  const { context, database } = await worldWithUser()
  const { subscription } = subscriptionTo('http://127.0.0.1:1/push/1')
  await subscribePush(context, { userId: 'ann', subscription })
  await subscribePush(context, { userId: 'ann', subscription })
  expect(await database.pushSubscription.count()).toBe(1)
  const { endpoint } = subscription
  expect(await unsubscribePush(context, { userId: 'bob', endpoint })).toMatchObject({ ok: false })
  expect(await unsubscribePush(context, { userId: 'ann', endpoint })).toMatchObject({ ok: true })
  expect(await database.pushSubscription.count()).toBe(0)
})

test('a made-up subscription is refused: a viewer must not send us into the network', async () => {
  const { context } = await notifyWorld()
  const { subscription } = subscriptionTo('http://192.168.1.1/admin')
  expect(await subscribePush(context, { userId: 'ann', subscription })).toMatchObject({
    ok: false,
    problems: { endpoint: expect.stringMatching(/private network/) },
  })
  const badKeys = { ...subscription, keys: { p256dh: 'AAAA', auth: 'AAAA' } }
  expect(await subscribePush(context, { userId: 'ann', subscription: badKeys })).toMatchObject({ ok: false })
})
