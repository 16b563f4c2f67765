import pino from 'pino'
import { expect, test } from 'vitest'
import { incidentDetail } from '#lib/services/alerts/incident-detail'
import { deliverOutbox } from '#lib/services/notify/deliver-outbox'
import { saveChannel } from '#lib/services/notify/save-channel'
import { deriveSecrets } from '#lib/services/secrets'
import { serviceDouble } from '../../notify/service-double'
import { addRigs, gpu, incidents, MINUTE, NOON, newMine, type Process, SECOND, startProcess } from './watched-mine'

type Service = Awaited<ReturnType<typeof serviceDouble>>

async function webhook(mine: Process, context: Parameters<typeof saveChannel>[0], name: string, { url }: Service) {
  const settings = { url, allowPrivate: true }
  const saved = await saveChannel(context, { name, kind: 'webhook', settings }, NOON)
  if (!saved.ok) throw new Error(JSON.stringify(saved.problems))
  mine.bus.publish(saved.changes)
  return saved.channelId
}

function titles({ asked }: Service): unknown[] {
  return asked.map(({ body }) => JSON.parse(body).title)
}

test('a channel that fails for a quarter of an hour is told of through the other one, and so is that it works again', async () => {
  const { url, siteId } = await newMine()
  const mine = await startProcess(url, NOON)
  const { database } = mine
  await database.channel.deleteMany()
  const secrets = deriveSecrets('a secret of at least thirty-two characters')
  const config = { publicUrl: undefined, allowPrivateWebhooks: false }
  const context = { database, secrets, config, log: pino({ level: 'silent' }) }
  let isDown = true
  const broken = await serviceDouble(() => ({ status: isDown ? 503 : 200 }))
  const good = await serviceDouble()
  const brokenId = await webhook(mine, context, 'pager', broken)
  await webhook(mine, context, 'mail', good)
  const [rigId = 0] = await addRigs(mine, siteId, 1)
  const goOn = async (fromMs: number, toMs: number) => {
    for (let atMs = fromMs; atMs <= toMs; atMs += 10 * SECOND) {
      await mine.hear([{ rigId, reading: gpu(atMs, { celsius: 90 }) }])
      const nowMs = atMs + SECOND
      await mine.run(nowMs)
      const fence = mine.lease.fenceAt(nowMs)
      if (fence === undefined) throw new Error('the lease was lost')
      await deliverOutbox(context, { right: { fence, guard: mine.lease.guard }, clock: () => nowMs, chance: () => 0 })
    }
  }
  await goOn(NOON, NOON + 10 * MINUTE)
  expect(titles(good)).toEqual(['Critical: rig 1: overheating'])
  expect(new Set(titles(broken))).toEqual(new Set(['Critical: rig 1: overheating']))
  await goOn(NOON + 10 * MINUTE + 10 * SECOND, NOON + 18 * MINUTE)
  expect(titles(good)).toEqual(['Critical: rig 1: overheating', expect.stringContaining('pager: channel failing')])
  expect(await incidents(mine)).toContainEqual(
    expect.objectContaining({ kind: 'channel-failing', subject: `channel:${brokenId}`, phase: 'firing' }),
  )
  isDown = false
  await goOn(NOON + 18 * MINUTE + 10 * SECOND, NOON + 36 * MINUTE)
  expect(titles(good)).toHaveLength(3)
  expect(titles(good)[2]).toEqual(expect.stringContaining('pager'))
  expect(await incidents(mine)).toContainEqual(expect.objectContaining({ kind: 'channel-failing', phase: 'resolved' }))
  const [about] = await database.incident.findMany({ where: { kind: 'channel-failing' } })
  expect((await incidentDetail(mine, about?.id ?? 0))?.subject.href).toBe(`/settings/alerts/channels/${brokenId}`)
  // Nobody told the one that failed of its own failure; what it had to say it has said in the end.
  expect(new Set(titles(broken))).toEqual(new Set(['Critical: rig 1: overheating']))
  expect(await database.outboxMessage.count({ where: { state: 'waiting' } })).toBe(0)
  await database.channel.delete({ where: { id: brokenId } })
  expect((await incidentDetail(mine, about?.id ?? 0))?.subject).toEqual({ kind: 'channel', name: 'pager' })
}, 60_000)
