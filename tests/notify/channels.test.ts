import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { deleteChannel } from '#lib/services/notify/delete-channel'
import { listChannels } from '#lib/services/notify/list-channels'
import { saveChannel } from '#lib/services/notify/save-channel'
import { testChannel, testChannelForm } from '#lib/services/notify/test-channel'
import { deriveSecrets } from '#lib/services/secrets'
import { AT_MS } from './example-notification.ts'
import { mailDouble } from './mail-double.ts'
import { enqueue, messageState, notifyWorld, savedChannel } from './notify-world.ts'
import { serviceDouble } from './service-double.ts'

test('a channel is listed without its secrets, and says where it goes', async () => {
  const { context } = await notifyWorld()
  const id = await savedChannel(
    context,
    { url: 'http://127.0.0.1:1', topic: 'mine', token: 'tk_s3cr3t_of_ntfy' },
    'ntfy',
  )
  const [row] = await listChannels(context)
  expect(row).toMatchObject({
    id,
    kind: 'ntfy',
    settings: { url: 'http://127.0.0.1:1', topic: 'mine', allowPrivate: true },
    secretsSet: ['token'],
    goesTo: '127.0.0.1:1/mine',
    leastSeverity: 'warning',
  })
  expect(JSON.stringify(row)).not.toContain('s3cr3t')
})

test('a secret left out is kept, a new one replaces it, null removes it', async () => {
  const service = await serviceDouble()
  const { context } = await notifyWorld()
  const settings = { url: service.url, topic: 'mine', allowPrivate: true }
  const id = await savedChannel(context, { ...settings, token: 'tk_first_token' }, 'ntfy')
  const form = { id, name: 'ntfy at home', kind: 'ntfy' as const }
  const authorization = async () => {
    await testChannel(context, id, AT_MS)
    return service.asked.at(-1)?.headers.authorization
  }
  await saveChannel(context, { ...form, settings })
  expect(await authorization()).toBe('Bearer tk_first_token')
  await saveChannel(context, { ...form, settings: { ...settings, token: 'tk_second_token' } })
  expect(await authorization()).toBe('Bearer tk_second_token')
  await saveChannel(context, { ...form, settings: { ...settings, token: null } })
  expect(await authorization()).toBeUndefined()
  expect(await listChannels(context)).toMatchObject([{ name: 'ntfy at home', secretsSet: [] }])
})

test('a stored secret does not follow to another server', async () => {
  const { context } = await notifyWorld()
  const settings = { url: 'http://127.0.0.1:1', topic: 'mine', allowPrivate: true }
  const id = await savedChannel(context, { ...settings, token: 'tk_first_token' }, 'ntfy')
  const moved = { id, name: 'ntfy', kind: 'ntfy' as const, settings: { ...settings, url: 'http://127.0.0.2:1' } }
  expect(await saveChannel(context, moved)).toEqual({
    ok: false,
    problems: { token: 'Type it in again: it would go to another server than before' },
  })
  expect(await testChannelForm(context, moved)).toMatchObject({ ok: false, problems: { token: expect.any(String) } })
})

test('an address in a private network is refused at saving unless it is allowed', async () => {
  const { context } = await notifyWorld()
  const form = { name: 'At home', kind: 'webhook' as const, settings: { url: 'http://192.168.1.20/hook' } }
  expect(await saveChannel(context, form)).toMatchObject({
    ok: false,
    problems: { url: expect.stringMatching(/192\.168\.1\.20 is in a private network.*Allow private addresses/) },
  })
  expect(await saveChannel(context, { ...form, settings: { ...form.settings, allowPrivate: true } })).toMatchObject({
    ok: true,
  })
  const forAll = { ...context, config: { ...context.config, allowPrivateWebhooks: true } }
  expect(await saveChannel(forAll, form)).toMatchObject({ ok: true })
})

test('an address that was allowed once is refused at sending when the permission is gone', async () => {
  const service = await serviceDouble()
  const { context, database, deliver } = await notifyWorld()
  const forAll = { ...context, config: { ...context.config, allowPrivateWebhooks: true } }
  const id = await savedChannel(forAll, { url: service.url, allowPrivate: false })
  const message = await enqueue(database, id)
  await deliver()
  expect(service.asked).toHaveLength(0)
  expect(await messageState(database, message)).toMatchObject({
    state: 'failed',
    answer: '127.0.0.1 may not be asked: 127.0.0.1 is in a private network (loopback)',
  })
})

test.each([
  ['email', { host: 'mail.example', from: 'me', to: 'you@example.org' }, 'from'],
  ['email', { host: 'mail.example', from: 'me@example.org', to: 'you@example.org, nobody' }, 'to'],
  ['email', { host: 'mail.example', from: 'me@example.org', to: 'you@example.org', user: 'me' }, 'password'],
  ['telegram', { token: 'hello', chatId: '1' }, 'token'],
  ['telegram', { token: '123456789:AAs3cr3tTelegramTokenOfTheBot00', chatId: 'my chat' }, 'chatId'],
  ['discord', { url: 'discord.com/api/webhooks/1' }, 'url'],
  ['slack', {}, 'url'],
  ['ntfy', { topic: 'my topic' }, 'topic'],
  ['webhook', { url: 'https://1.1.1.1/', secret: 'short' }, 'secret'],
  ['apprise', { url: 'https://1.1.1.1/' }, 'key'],
  ['web-push', { allowPrivate: 'yes' }, 'allowPrivate'],
] as const)('a form of %s with %j is refused at its field %s', async (kind, settings, field) => {
  const { context } = await notifyWorld()
  const saved = await saveChannel(context, { name: 'Mine', kind, settings })
  expect(saved).toMatchObject({ ok: false, problems: { [field]: expect.any(String) } })
})

test('a test shows the service’s real answer, before and after saving', async () => {
  const service = await serviceDouble({ status: 403, body: 'action_prohibited' }, { body: 'ok' })
  const { context } = await notifyWorld()
  const settings = { url: `${service.url}/services/T0/B0/s3cr3tSlackToken`, allowPrivate: true }
  const form = { name: 'Team', kind: 'slack' as const, settings }
  expect(await testChannelForm(context, form)).toEqual({ ok: false, answer: 'HTTP 403: action_prohibited' })
  const id = await savedChannel(context, settings, 'slack')
  expect(await testChannel(context, id, AT_MS)).toEqual({ ok: true, answer: 'HTTP 200: ok' })
  expect(await listChannels(context)).toMatchObject([{ lastDeliveredAtMs: AT_MS }])
  await deleteChannel(context, id)
  expect(await testChannel(context, id)).toMatchObject({ ok: false })
})

test('a channel that is switched off drops what waited and is sent nothing', async () => {
  const service = await serviceDouble()
  const { context, database, deliver } = await notifyWorld()
  const settings = { url: service.url, allowPrivate: true }
  const id = await savedChannel(context, settings)
  const waited = await enqueue(database, id)
  await saveChannel(context, { id, name: 'Hook', kind: 'webhook', enabled: false, settings: { allowPrivate: true } })
  await enqueue(database, id)
  await deliver()
  expect(service.asked).toHaveLength(0)
  expect(await messageState(database, waited)).toMatchObject({
    state: 'dropped',
    answer: 'The channel was switched off',
  })
})

test('with another DAVYLAMP_SECRET a channel says that its secret cannot be read', async () => {
  const { context } = await notifyWorld()
  const id = await savedChannel(context, { url: 'http://127.0.0.1:1/hook' })
  const other = { ...context, secrets: deriveSecrets('another secret of more than thirty-two characters') }
  expect(await testChannel(other, id)).toMatchObject({ ok: false, answer: expect.stringMatching(/DAVYLAMP_SECRET/) })
  expect(await listChannels(other)).toMatchObject([{ lastProblem: expect.stringMatching(/DAVYLAMP_SECRET/) }])
})

test('no secret stands in the database, in the log, in an answer or in a list', async () => {
  const secretTexts = {
    discord: 's3cr3t-discord-token',
    slack: 's3cr3tSlackToken',
    telegram: 'AAs3cr3tTelegramTokenOfTheBot00',
    email: 's3cr3t-of-mail',
    ntfy: 'tk_s3cr3t_of_ntfy',
    webhook: 's3cr3t-between-us-two',
    apprise: 's3cr3t-of-apprise',
  }
  // The most talkative service there is: it repeats the address and everything it was sent.
  const echo = await serviceDouble(({ path, headers, body }) => ({
    status: 500,
    body: `${path} ${JSON.stringify(headers)} ${body}`.slice(0, 250_000),
  }))
  const mail = await mailDouble({ disabledCommands: ['STARTTLS'] })
  const { context, database, databaseFile, logged, deliver } = await notifyWorld()
  const settings = {
    discord: { url: `${echo.url}/api/webhooks/1184/${secretTexts.discord}` },
    slack: { url: `${echo.url}/services/T0/B0/${secretTexts.slack}` },
    telegram: { token: `123456789:${secretTexts.telegram}`, chatId: '1', apiUrl: echo.url },
    email: {
      host: '127.0.0.1',
      port: mail.port,
      security: 'plain',
      from: 'me@mine.example',
      to: 'you@mine.example',
      user: 'miner',
      password: secretTexts.email,
    },
    ntfy: { url: echo.url, topic: 'mine', token: secretTexts.ntfy },
    webhook: { url: `${echo.url}/hook`, secret: secretTexts.webhook },
    apprise: { url: echo.url, urls: `json://user:${secretTexts.apprise}@host` },
  }
  const answers: string[] = []
  for (const kind of Object.keys(settings) as (keyof typeof settings)[]) {
    const id = await savedChannel(context, settings[kind], kind)
    await enqueue(database, id)
    answers.push((await testChannel(context, id)).answer)
  }
  const run = await deliver()
  for (const problem of run.problems) context.log.warn(problem)
  expect(run.problems).toHaveLength(7)
  await database.$queryRaw`PRAGMA wal_checkpoint(TRUNCATE)`
  const places = {
    database: readFileSync(databaseFile).toString('latin1'),
    log: logged.join('\n'),
    answers: answers.join('\n'),
    list: JSON.stringify(await listChannels(context)),
  }
  expect(places.log).toContain('HTTP 500')
  for (const [place, text] of Object.entries(places)) {
    for (const secret of Object.values(secretTexts)) {
      for (const form of [
        secret,
        Buffer.from(secret).toString('base64').replace(/=+$/, ''),
        encodeURIComponent(secret),
      ]) {
        expect(text.includes(form), `${secret} stands in the ${place}`).toBe(false)
      }
    }
  }
})
