import { expect, test } from 'vitest'
import type { Change } from '#lib/services/change-bus'
import { pressButton } from '#lib/services/notify/press-button'
import { readUpdates, telegramBots, telegramPoller } from '#lib/services/notify/telegram-updates'
import { AT_MS } from './example-notification.ts'
import { notifyWorld, openIncident, savedChannel } from './notify-world.ts'
import { type Asked, type Reply, serviceDouble } from './service-double.ts'

const token = '123456789:AAs3cr3tTelegramTokenOfTheBot00'
const methodOf = ({ path }: Asked) => path.split('/').at(-1)

/** https://core.telegram.org/bots/api#callbackquery, in a chat. */
const press = (updateId: number, data: string, chatId = -100200) => ({
  update_id: updateId,
  callback_query: {
    id: `query-${updateId}`,
    from: { id: 7, is_bot: false, first_name: 'Ann', username: 'ann' },
    message: { message_id: 77, date: 1763820300, chat: { id: chatId, type: 'supergroup', title: 'Mine' } },
    chat_instance: '1',
    data,
  },
})

async function bot(updates: (asked: Asked) => Reply | Promise<Reply>) {
  const service = await serviceDouble((asked) =>
    methodOf(asked) === 'getUpdates' ? updates(asked) : { body: { ok: true, result: true } },
  )
  const world = await notifyWorld()
  await savedChannel(world.context, { token, chatId: '-100200', apiUrl: service.url }, 'telegram')
  const [only] = await telegramBots(world.context)
  if (!only) throw new Error('expected a bot')
  const pressed: unknown[] = []
  const deeds = {
    press: async (button: object, by: string) => {
      pressed.push({ ...button, by })
      return 'Done.'
    },
  }
  const said = (method: string) => service.asked.filter((asked) => methodOf(asked) === method).map(({ json }) => json())
  return { ...world, service, only, deeds, pressed, said }
}

test('pressing Acknowledge and Snooze in the channel’s chat does it, in the name of who pressed', async () => {
  const updates = [press(501, 'acknowledge:12'), press(502, 'snooze:13:3600000')]
  const { context, only, deeds, pressed, said } = await bot(() => ({ body: { ok: true, result: updates } }))
  const read = await readUpdates(context, only, deeds, { nowMs: AT_MS, offset: 501 })
  expect(read).toEqual({ ok: true, next: 503, pressed: 2 })
  expect(said('getUpdates')).toEqual([{ offset: 501, timeout: 25, allowed_updates: ['callback_query'] }])
  expect(pressed).toEqual([
    { deed: 'acknowledge', incidentId: 12, forMs: 0, by: '@ann (Telegram)' },
    { deed: 'snooze', incidentId: 13, forMs: 3_600_000, by: '@ann (Telegram)' },
  ])
  expect(said('answerCallbackQuery')).toEqual([
    { callback_query_id: 'query-501', text: 'Done.' },
    { callback_query_id: 'query-502', text: 'Done.' },
  ])
  expect(said('editMessageReplyMarkup')).toEqual([
    { chat_id: -100200, message_id: 77, reply_markup: { inline_keyboard: [] } },
  ])
})

test.each([
  ['in a chat that no channel names', press(501, 'acknowledge:12', 666), /may not do that/],
  ['with data that is not ours', press(501, 'drop table'), /not known here/],
  ['with a number that is none', press(501, 'acknowledge:1e9'), /not known here/],
])('pressing %s does nothing', async (_where, update, words) => {
  const { context, only, deeds, pressed, said } = await bot(() => ({ body: { ok: true, result: [update] } }))
  expect(await readUpdates(context, only, deeds, { nowMs: AT_MS })).toMatchObject({ ok: true, next: 502 })
  expect(pressed).toEqual([])
  expect(said('answerCallbackQuery')).toMatchObject([{ text: expect.stringMatching(words) }])
})

test('two channels of one bot are one bot with two chats, and a channel switched off is none', async () => {
  const { context, service } = await bot(() => ({ body: { ok: true, result: [] } }))
  await savedChannel(context, { token, chatId: '@minechannel', apiUrl: service.url }, 'telegram')
  expect(await telegramBots(context)).toMatchObject([{ chatIds: ['-100200', '@minechannel'] }])
  await context.database.channel.updateMany({ data: { enabled: false } })
  expect(await telegramBots(context)).toEqual([])
})

test('the poller asks from behind what it read, one question at a time', async () => {
  let held = (_reply: Reply) => {}
  const { context, deeds, pressed, said } = await bot(({ json }) => {
    const question = json()
    if (typeof question === 'object' && question !== null && 'offset' in question) {
      return new Promise<Reply>((resolve) => {
        held = resolve
      })
    }
    return { body: { ok: true, result: [press(501, 'acknowledge:12')] } }
  })
  const poller = telegramPoller(context, deeds, () => AT_MS)
  await poller.tick()
  await expect.poll(() => pressed.length).toBe(1)
  await expect
    .poll(async () => {
      await poller.tick()
      return said('getUpdates').length
    })
    .toBe(2)
  await poller.tick()
  expect(said('getUpdates')).toMatchObject([{ timeout: 25 }, { offset: 502 }])
  held({ body: { ok: true, result: [] } })
  await poller.stop()
})

test('stopping does not wait for Telegram', async () => {
  const { context, deeds, said } = await bot(() => new Promise(() => {}))
  const poller = telegramPoller(context, deeds)
  await poller.tick()
  await expect.poll(() => said('getUpdates').length).toBe(1)
  await poller.stop()
})

test('a bot that somebody else asks too is told once, without its token, and left alone for a while', async () => {
  // https://core.telegram.org/bots/api#getupdates: it does not work beside a webhook or another asker.
  const description =
    'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running'
  const { context, deeds, said, logged } = await bot(() => ({
    status: 409,
    body: { ok: false, error_code: 409, description },
  }))
  let nowMs = AT_MS
  const poller = telegramPoller(context, deeds, () => nowMs)
  await poller.tick()
  await expect.poll(() => logged.length).toBe(1)
  expect(logged[0]).toContain(description)
  expect(logged[0]).not.toContain('AAs3cr3t')
  await poller.tick()
  expect(said('getUpdates')).toHaveLength(1)
  nowMs += 2_000
  await expect
    .poll(async () => {
      await poller.tick()
      return said('getUpdates').length
    })
    .toBe(2)
  await poller.stop()
  expect(logged).toHaveLength(1)
})

test('a pressed button acknowledges the incident once; pressed again it says so', async () => {
  const { context, database } = await notifyWorld()
  const incidentId = await openIncident(database)
  const published: Change[] = []
  const server = { database, publish: (changes: Change[]) => published.push(...changes) }
  const press = (deed: 'acknowledge' | 'snooze', forMs = 0) =>
    pressButton(server, { deed, incidentId, forMs }, '@ann (Telegram)', AT_MS + 60_000)
  expect(await press('snooze', 3_600_000)).toBe('Snoozed for 1 h.')
  expect(await press('acknowledge')).toBe('Acknowledged.')
  expect(await press('acknowledge')).toBe('It is over, or was acknowledged already.')
  expect(published).toEqual([{ kind: 'incidents' }, { kind: 'incidents' }])
  expect(await context.database.incident.findFirst()).toMatchObject({
    phase: 'acknowledged',
    acknowledgedBy: '@ann (Telegram)',
    acknowledgedAtMs: BigInt(AT_MS + 60_000),
    snoozedUntilMs: BigInt(AT_MS + 60_000 + 3_600_000),
  })
})
