import { expect, test } from 'vitest'
import { saveAlertSettings } from '#lib/services/alerts/alert-settings'
import { beat, lastHeartbeat } from '#lib/services/notify/heartbeat'
import { AT_MS } from './example-notification.ts'
import { notifyWorld } from './notify-world.ts'
import { serviceDouble } from './service-double.ts'

const check = '/5c8f1a30-7f2b-4d5e-9a41-0f5d3c1b2a90'

test('a heartbeat is a GET of the address, and its last success is remembered through failures', async () => {
  // https://healthchecks.io/docs/http_api/: 200 "OK", 404 "not found", 429 "rate limited".
  const service = await serviceDouble({ body: 'OK' }, { status: 404, body: `${check} not found` })
  const { context, database } = await notifyWorld()
  expect(await beat(context, AT_MS)).toBeUndefined()
  await saveAlertSettings(database, { heartbeatUrl: `${service.url}${check}`, heartbeatPrivate: true })
  expect(await beat(context, AT_MS)).toEqual({ okAtMs: AT_MS })
  expect(service.asked).toMatchObject([{ method: 'GET', path: check, body: '' }])
  const problem = 'HTTP 404: ••• not found'
  expect(await beat(context, AT_MS + 60_000)).toEqual({ okAtMs: AT_MS, problem })
  expect(await lastHeartbeat(context)).toEqual({ okAtMs: AT_MS, problem })
})

test('a heartbeat into a private network needs the owner’s permission', async () => {
  const service = await serviceDouble({ body: 'OK' })
  const { context, database } = await notifyWorld()
  await saveAlertSettings(database, { heartbeatUrl: `${service.url}${check}` })
  expect(await beat(context, AT_MS)).toMatchObject({ problem: expect.stringMatching(/private network/) })
  expect(service.asked).toHaveLength(0)
})
