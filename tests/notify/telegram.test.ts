import { expect, test } from 'vitest'
import { z } from 'zod'
import { fired, resolved } from './example-notification.ts'
import { send } from './send.ts'
import { serviceDouble } from './service-double.ts'

// https://core.telegram.org/bots/api: #making-requests, #sendmessage, #responseparameters
const took = { body: { ok: true, result: { message_id: 77, chat: { id: -100200 }, date: 1763820300 } } }
const refusal = (error_code: number, description: string, parameters?: object) => ({
  status: error_code,
  body: { ok: false, error_code, description, ...(parameters ? { parameters } : {}) },
})
const token = '123456789:AAs3cr3tTelegramTokenOfTheBot00'
const settings = (apiUrl: string) => ({ token, chatId: '-100200', apiUrl })

test('a message about an open incident carries buttons', async () => {
  const service = await serviceDouble(took)
  const result = await send('telegram', settings(service.url), { ...fired, lines: ['<b>rig & co</b>'] })
  expect(result).toEqual({ ok: true, answer: 'HTTP 200', providerId: '77' })
  expect(service.asked[0]?.path).toBe(`/bot${token}/sendMessage`)
  expect(service.asked[0]?.json()).toMatchObject({
    chat_id: '-100200',
    parse_mode: 'HTML',
    text: '<b>Critical: basement-3 is too hot</b>\n&lt;b&gt;rig &amp; co&lt;/b&gt;\n<a href="https://mine.example/alerts/12">Open the incident</a>',
    reply_markup: {
      inline_keyboard: [
        [
          { text: 'Acknowledge', callback_data: 'acknowledge:12' },
          { text: 'Snooze 1 h', callback_data: 'snooze:12:3600000' },
        ],
      ],
    },
  })
})

test('a message about one that is over carries none', async () => {
  const service = await serviceDouble(took)
  await send('telegram', settings(service.url), resolved)
  expect(service.asked[0]?.json()).not.toHaveProperty('reply_markup')
})

test('a text that is too long is cut before its entities are written', async () => {
  const service = await serviceDouble(took)
  await send('telegram', settings(service.url), { ...fired, lines: ['&'.repeat(9000)] })
  const { text } = z.object({ text: z.string() }).parse(service.asked[0]?.json())
  expect(text).toMatch(/(&amp;)+…\n<a href/)
  expect(text.replaceAll('&amp;', '&').length).toBeLessThanOrEqual(4096)
})

test.each([
  [
    'asks for patience',
    refusal(429, 'Too Many Requests: retry after 34', { retry_after: 34 }),
    { retry: true, retryAfterMs: 34_000, answer: 'HTTP 429: Too Many Requests: retry after 34' },
  ],
  [
    'does not know the chat',
    refusal(400, 'Bad Request: chat not found'),
    { retry: false, answer: 'HTTP 400: Bad Request: chat not found' },
  ],
  ['was blocked', refusal(403, 'Forbidden: bot was blocked by the user'), { retry: false }],
  ['does not know the token', refusal(401, 'Unauthorized'), { retry: false, answer: 'HTTP 401: Unauthorized' }],
  ['is out of order', refusal(500, 'Internal Server Error'), { retry: true }],
  ['is another program', { body: '<html>hello</html>' }, { retry: false }],
])('Telegram %s', async (_what, reply, expected) => {
  const service = await serviceDouble(reply)
  expect(await send('telegram', settings(service.url))).toMatchObject({ ok: false, ...expected })
})

test('a group that became a supergroup is followed, and its new number told', async () => {
  const moved = refusal(400, 'Bad Request: group chat was upgraded to a supergroup chat', {
    migrate_to_chat_id: -100300,
  })
  const service = await serviceDouble(moved, took)
  const result = await send('telegram', settings(service.url))
  expect(result).toMatchObject({ ok: true, settings: { chatId: '-100300' } })
  expect(service.asked[1]?.json()).toMatchObject({ chat_id: '-100300' })
})

test('the token stands in no answer, even where the service repeats it', async () => {
  const service = await serviceDouble((asked) => ({
    status: 404,
    body: { ok: false, description: `Not Found: ${asked.path}` },
  }))
  const result = await send('telegram', settings(service.url))
  expect(result).toMatchObject({ ok: false, answer: 'HTTP 404: Not Found: /bot•••/sendMessage' })
})
