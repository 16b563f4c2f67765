import { expect, test } from 'vitest'
import { fired, resolved } from './example-notification.ts'
import { send } from './send.ts'
import { serviceDouble } from './service-double.ts'

// Each double answers as its service documents it; where, stands beside it.

// https://docs.discord.com/developers/resources/webhook#execute-webhook (wait: the message is answered)
const discordTook = { body: { id: '1184501010101010101', type: 0, channel_id: '199737254929760256' } }
// https://docs.discord.com/developers/topics/rate-limits#exceeding-a-rate-limit
const discordLimits = {
  status: 429,
  headers: { 'retry-after': '65', 'x-ratelimit-scope': 'user' },
  body: { message: 'You are being rate limited.', retry_after: 64.57, global: false },
}
// https://docs.discord.com/developers/topics/opcodes-and-status-codes#json
const discordForgot = { status: 404, body: { message: 'Unknown Webhook', code: 10015 } }
const discordPath = '/api/webhooks/1184/s3cr3t-discord-token'

test('Discord gets an embed in the colour of its severity, and nobody is mentioned', async () => {
  const service = await serviceDouble(discordTook)
  const message = { ...fired, title: 'Critical: @everyone *rig* is too hot' }
  const result = await send('discord', { url: `${service.url}${discordPath}` }, message)
  expect(result).toEqual({ ok: true, answer: 'HTTP 200', providerId: '1184501010101010101' })
  expect(service.asked[0]?.path).toBe(`${discordPath}?wait=true`)
  expect(service.asked[0]?.json()).toMatchObject({
    allowed_mentions: { parse: [] },
    embeds: [
      {
        title: 'Critical: @everyone \\*rig\\* is too hot',
        description: expect.stringContaining('106 °C against 100 °C'),
        url: 'https://mine.example/alerts/12',
        color: 0xe0_31_31,
        timestamp: '2025-11-22T14:05:00.000Z',
      },
    ],
  })
})

test.each([
  [
    'asks for patience',
    discordLimits,
    { retry: true, retryAfterMs: 64_570, answer: 'HTTP 429: You are being rate limited.' },
  ],
  ['forgot the webhook', discordForgot, { retry: false, answer: 'HTTP 404: Unknown Webhook' }],
  [
    'is out of order',
    { status: 502, body: '<html>Bad gateway</html>' },
    { retry: true, answer: 'HTTP 502: <html>Bad gateway</html>' },
  ],
])('Discord %s', async (_what, reply, expected) => {
  const service = await serviceDouble(reply)
  expect(await send('discord', { url: `${service.url}${discordPath}` })).toMatchObject({ ok: false, ...expected })
})

// https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks (200 `ok`)
const slackPath = '/services/T00000000/B00000000/s3cr3tSlackToken'

test('Slack gets a coloured attachment whose text can mention nobody', async () => {
  const service = await serviceDouble({ body: 'ok' })
  const result = await send(
    'slack',
    { url: `${service.url}${slackPath}` },
    { ...resolved, lines: ['<!channel> & <b>'] },
  )
  expect(result).toMatchObject({ ok: true, answer: 'HTTP 200: ok' })
  expect(service.asked[0]).toMatchObject({ path: slackPath, method: 'POST' })
  expect(service.asked[0]?.json()).toEqual({
    text: 'Resolved: basement-3 is too hot',
    attachments: [
      {
        color: '#2f9e44',
        fallback: 'Resolved: basement-3 is too hot',
        text: '&lt;!channel&gt; &amp; &lt;b&gt;',
        title: 'Open in Davylamp',
        title_link: 'https://mine.example/alerts/12',
      },
    ],
  })
})

test.each([
  // https://api.slack.com/changelog/2016-05-17-changes-to-errors-for-incoming-webhooks
  [400, 'invalid_payload', false],
  [403, 'action_prohibited', false],
  [404, 'channel_not_found', false],
  [410, 'channel_is_archived', false],
  [500, 'rollup_error', true],
  // https://github.com/slackapi/slack-github-action/issues/249
  [404, 'no_service', false],
])('Slack refuses with %i %s: trying again helps: %s', async (status, word, retry) => {
  const service = await serviceDouble({ status, body: word })
  const result = await send('slack', { url: `${service.url}${slackPath}` })
  expect(result).toMatchObject({ ok: false, answer: `HTTP ${status}: ${word}`, retry })
})

test('Slack says how long to wait in its header alone', async () => {
  // https://docs.slack.dev/apis/web-api/rate-limits
  const service = await serviceDouble({ status: 429, headers: { 'retry-after': '30' } })
  const result = await send('slack', { url: `${service.url}${slackPath}` })
  expect(result).toMatchObject({ ok: false, answer: 'HTTP 429', retry: true, retryAfterMs: 30_000 })
})

// https://docs.ntfy.sh/publish/#publish-as-json
const ntfyTook = { body: { id: 'sPs71M8A2T', time: 1643935928, event: 'message', topic: 'mine' } }
// https://github.com/binwiederhier/ntfy/blob/main/server/errors.go
const ntfyError = (code: number, http: number, error: string) => ({
  status: http,
  body: { code, http, error, link: 'https://ntfy.sh/docs/publish/#limitations' },
})

test('ntfy gets JSON at its root, with a priority, a tag, a link and a button', async () => {
  const service = await serviceDouble(ntfyTook)
  const result = await send('ntfy', { url: service.url, topic: 'mine', token: 'tk_s3cr3t_of_ntfy' })
  expect(result).toEqual({ ok: true, answer: 'HTTP 200', providerId: 'sPs71M8A2T' })
  expect(service.asked[0]).toMatchObject({ path: '/', headers: { authorization: 'Bearer tk_s3cr3t_of_ntfy' } })
  expect(service.asked[0]?.json()).toEqual({
    topic: 'mine',
    title: 'Critical: basement-3 is too hot',
    message: fired.lines.join('\n'),
    priority: 5,
    tags: ['rotating_light'],
    click: fired.url,
    actions: [{ action: 'view', label: 'Open incident', url: fired.url }],
  })
})

test.each([
  [
    'too many requests',
    ntfyError(42901, 429, 'limit reached: too many requests, please be nice'),
    { retry: true, retryAfterMs: 60_000 },
  ],
  [
    'the day is used up',
    ntfyError(42908, 429, 'limit reached: too many messages'),
    { retry: true, retryAfterMs: 3_600_000 },
  ],
  ['a wrong token', ntfyError(40101, 401, 'unauthorized'), { retry: false, answer: 'HTTP 401: unauthorized' }],
  ['a forbidden topic', ntfyError(40301, 403, 'forbidden'), { retry: false }],
  ['its own trouble', ntfyError(50001, 500, 'internal server error'), { retry: true }],
])('ntfy refuses: %s', async (_what, reply, expected) => {
  const service = await serviceDouble(reply)
  expect(await send('ntfy', { url: service.url, topic: 'mine' })).toMatchObject({ ok: false, ...expected })
})

// https://github.com/caronc/apprise-api/blob/master/apprise_api/api/views.py
test.each([
  [{ key: 'mine', tag: 'ops' }, '/notify/mine', { tag: 'ops', type: 'failure', format: 'text' }],
  [{ urls: 'json://localhost' }, '/notify', { urls: 'json://localhost', title: fired.title }],
])('Apprise is asked with %j', async (settings, path, body) => {
  const service = await serviceDouble({ body: 'Notification(s) sent.' })
  expect(await send('apprise', { url: service.url, ...settings })).toMatchObject({ ok: true })
  expect(service.asked[0]?.path).toBe(path)
  expect(service.asked[0]?.json()).toMatchObject(body)
})

test.each([
  [{ status: 204 }, { retry: false, answer: 'HTTP 204: it has no configuration "mine"' }],
  [
    { status: 424, body: { error: 'One or more notification could not be sent.' } },
    { retry: true, answer: 'HTTP 424: One or more notification could not be sent.' },
  ],
  [{ status: 400, body: { error: 'Bad FORM Payload provided' } }, { retry: false }],
  [{ status: 500, body: { error: 'An error occurred accessing configuration' } }, { retry: true }],
])('Apprise answers %j', async (reply, expected) => {
  const service = await serviceDouble(reply)
  expect(await send('apprise', { url: service.url, key: 'mine' })).toMatchObject({ ok: false, ...expected })
})
