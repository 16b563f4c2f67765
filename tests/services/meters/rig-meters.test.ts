import { expect, test } from 'vitest'
import { insertRig } from '#lib/db/rigs'
import { assignedMeters } from '#lib/services/meters/assigned-meters'
import { giveRigMeter, handOverMeterLogin, takeRigMeter } from '#lib/services/meters/save-rig-meter'
import { showRigMeter } from '#lib/services/meters/show-rig-meter'
import { deriveSecrets } from '#lib/services/secrets'
import { openForTest, temporaryDatabase } from '../../db/temporary-database'
import { firstSite } from '../money-mine.ts'

const secrets = deriveSecrets('a secret that is long enough for any test')
const shelly = { kind: 'shelly', address: '192.0.2.30' }

async function shed() {
  const { url } = await temporaryDatabase()
  const database = await openForTest(url)
  const siteId = await firstSite(database)
  const token = await database.agentToken.create({
    data: { name: 'shed', siteId, hash: 'h', prefix: 'p', createdAtMs: 1n },
  })
  await database.agent.create({ data: { id: 'agent-1', name: 'shed', tokenId: token.id, createdAtMs: 1n } })
  const rig = (key: string, name: string) =>
    insertRig(database, { key, name, siteId, agentId: 'agent-1', createdAtMs: 1 })
  return { database, secrets, first: await rig('rig-1', 'Attic'), second: await rig('rig-2', 'Barn') }
}

test('a meter given to a rig reaches the agent that reports the rig, with its login; the page never sees the password', async () => {
  const context = await shed()
  const given = { ...shelly, channel: 1, user: 'admin', password: 'open sesame' }
  expect(await giveRigMeter(context, context.first, given)).toMatchObject({
    ok: true,
    changes: [{ kind: 'targets', agentId: 'agent-1' }],
  })
  expect(await assignedMeters(context, 'agent-1')).toEqual([{ rigKey: 'rig-1', ...given }])
  expect(await assignedMeters(context, 'agent-2')).toEqual([])
  expect(await showRigMeter(context, context.first)).toEqual({
    ...shelly,
    channel: 1,
    user: 'admin',
    hasPassword: true,
  })
  expect(JSON.stringify(await context.database.rigMeter.findMany({ omit: { createdAtMs: true } }))).not.toContain(
    'sesame',
  )
})

test('one plug is one rig’s, however its address is written', async () => {
  const context = await shed()
  await giveRigMeter(context, context.first, shelly)
  expect(await giveRigMeter(context, context.second, { kind: 'shelly', address: 'http://192.0.2.30:80' })).toEqual({
    ok: false,
    problems: { address: 'This is the meter of Attic: what one plug draws cannot be split between rigs' },
  })
  // Without a channel the whole device is meant, whichever channel another rig would take of it.
  expect(await giveRigMeter(context, context.second, { ...shelly, channel: 1 })).toMatchObject({ ok: false })
  expect(await giveRigMeter(context, context.first, { ...shelly, channel: 0 })).toMatchObject({ ok: true })
  expect(await giveRigMeter(context, context.second, { ...shelly, channel: 1 })).toMatchObject({ ok: true })
  expect(await giveRigMeter(context, context.second, { kind: 'tasmota', address: '192.0.2.30' })).toMatchObject({
    ok: false,
  })
})

test('a stored password stays while the address does, and does not follow to another', async () => {
  const context = await shed()
  await giveRigMeter(context, context.first, { ...shelly, password: 'open sesame' })
  expect(await giveRigMeter(context, context.first, { ...shelly, channel: 2 })).toMatchObject({ ok: true })
  expect(await assignedMeters(context, 'agent-1')).toMatchObject([{ channel: 2, password: 'open sesame' }])
  expect(await giveRigMeter(context, context.first, { kind: 'shelly', address: '192.0.2.66' })).toMatchObject({
    ok: false,
    problems: { password: expect.stringContaining('another address') },
  })
})

test('a rig that another agent took over keeps its meter, and the login stays until the owner gives it away', async () => {
  const context = await shed()
  const { database } = context
  await giveRigMeter(context, context.first, { ...shelly, user: 'admin', password: 'open sesame' })
  await database.agent.create({ data: { id: 'agent-2', name: 'barn', createdAtMs: 5n } })
  await database.rig.update({ where: { id: context.first }, data: { agentId: 'agent-2' } })
  expect(await assignedMeters(context, 'agent-2')).toEqual([{ rigKey: 'rig-1', ...shelly }])
  expect(await showRigMeter(context, context.first)).toMatchObject({
    heldBack: { keeper: 'shed', reporter: { id: 'agent-2', name: 'barn', firstSeenMs: 5 } },
  })
  // A change that types no password in speaks of the plug, not of who may have its login.
  await giveRigMeter(context, context.first, { ...shelly, channel: 1 })
  expect(await assignedMeters(context, 'agent-2')).toEqual([{ rigKey: 'rig-1', ...shelly, channel: 1 }])

  // The page was loaded while yet another agent reported the rig.
  expect(await handOverMeterLogin(database, context.first, 'agent-1')).toMatchObject({
    ok: false,
    problems: { form: expect.stringContaining('load the page again') },
  })
  expect(await handOverMeterLogin(database, context.first, 'agent-2')).toEqual({
    ok: true,
    changes: [{ kind: 'targets', agentId: 'agent-2' }],
  })
  expect(await assignedMeters(context, 'agent-2')).toMatchObject([{ rigKey: 'rig-1', password: 'open sesame' }])
  expect((await showRigMeter(context, context.first))?.heldBack).toBeUndefined()
})

test('a login typed in anew is for the agent that reports the rig then', async () => {
  const context = await shed()
  await giveRigMeter(context, context.first, { ...shelly, password: 'open sesame' })
  await context.database.agent.create({ data: { id: 'agent-2', name: 'barn', createdAtMs: 5n } })
  await context.database.rig.update({ where: { id: context.first }, data: { agentId: 'agent-2' } })
  await giveRigMeter(context, context.first, { ...shelly, password: 'new words' })
  expect(await assignedMeters(context, 'agent-2')).toMatchObject([{ password: 'new words' }])
})

test.each([
  [{ kind: 'shelly', address: '' }, { address: 'Write the address of the meter' }],
  [{ kind: 'shelly', address: 'ftp://192.0.2.1' }, { address: expect.stringContaining('Write it like') }],
  [{ kind: 'tasmota', address: 'http://a:b@192.0.2.1' }, { address: expect.stringContaining('own fields') }],
  [{ kind: 'mqtt', address: '192.0.2.1', topic: 'plugs/#' }, { topic: expect.stringContaining('Name one topic') }],
  [{ ...shelly, password: 'a\nb' }, { password: 'Plain text only' }],
])('a meter that cannot be asked is refused beside its field: %j', async (input, problems) => {
  const context = await shed()
  expect(await giveRigMeter(context, context.first, input)).toEqual({ ok: false, problems })
})

test('a meter is taken away once', async () => {
  const context = await shed()
  await giveRigMeter(context, context.first, { kind: 'mqtt', address: '192.0.2.1', topic: 'plug/power' })
  expect(await assignedMeters(context, 'agent-1')).toMatchObject([{ address: 'mqtt://192.0.2.1', topic: 'plug/power' }])
  expect(await takeRigMeter(context.database, context.first)).toMatchObject({ ok: true })
  expect(await assignedMeters(context, 'agent-1')).toEqual([])
  expect(await takeRigMeter(context.database, context.first)).toMatchObject({ ok: false })
})
