import { expect, test } from 'vitest'
import { withPlainModel } from '#agent/plain-model'
import { openTarget } from '#agent/polled-target'
import { rigAnnouncementSchema, targetStatusesSchema } from '#lib/wire/agent-schema'

test.each([
  ['Antminer S19\u0000\u0000', 'Antminer S19'],
  [' Avalon\r\n1246 ', 'Avalon 1246'],
  ['x'.repeat(200), 'x'.repeat(120)],
  ['\u0000', undefined],
  [undefined, undefined],
])('a machine that calls itself %j is announced as the server takes it', (model, expected) => {
  const told = withPlainModel({ name: 'antminer', model })
  expect(told.model).toBe(expected)
  expect(rigAnnouncementSchema.safeParse({ key: 'k', ...(told.model ? { model: told.model } : {}) }).success).toBe(true)
})

test('a problem longer than the server takes does not cost the status of all', async () => {
  const target = openTarget({ address: '127.0.0.1:4028', passwordFile: 'y'.repeat(3_000) }, { timeoutMs: 100 })
  await target.read()
  expect(target.status.problem?.length).toBe(1_000)
  expect(targetStatusesSchema.safeParse([target.status]).success).toBe(true)
})
