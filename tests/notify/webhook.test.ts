import { spawn } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'
import { signWebhook } from '#lib/notify/webhook'
import { temporaryFolder } from '../db/temporary-database.ts'
import { AT_MS, fired } from './example-notification.ts'
import { send } from './send.ts'
import { serviceDouble } from './service-double.ts'

const secret = 'a secret between the two of us'

/** Runs the receiver of docs/notifications.md as it is written there. */
async function documentedReceiver() {
  const page = await readFile('docs/notifications.md', 'utf8')
  const program = /```js\n(\/\/ receive\.mjs\n[\s\S]*?)```/.exec(page)?.[1]
  if (program === undefined) throw new Error('docs/notifications.md has no receiver')
  const file = join(await temporaryFolder(), 'receive.mjs')
  await writeFile(file, program)
  const env = { ...process.env, WEBHOOK_SECRET: secret, PORT: '0' }
  const child = spawn(process.execPath, [file], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => {
    child.kill()
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const first = await lines.next()
  const port = /listening on (\d+)/.exec(String(first.value))?.[1]
  return { url: `http://127.0.0.1:${port}/hooks/mine`, nextLine: async () => String((await lines.next()).value) }
}

test('the receiver in the documentation takes what we send, and nothing else', async () => {
  const receiver = await documentedReceiver()
  const nowMs = Date.now()
  const sent = await send('webhook', { url: receiver.url, secret }, fired, { nowMs })
  expect(sent).toEqual({ ok: true, answer: 'HTTP 204' })
  expect(await receiver.nextLine()).toBe(`fired: ${fired.title}`)
  const forged = await send('webhook', { url: receiver.url, secret: 'some other secret' }, fired, { nowMs })
  expect(forged).toMatchObject({ ok: false, answer: 'HTTP 401: wrong signature', retry: false })
  expect(await send('webhook', { url: receiver.url }, fired, { nowMs })).toMatchObject({ ok: false, retry: false })
  const recorded = await send('webhook', { url: receiver.url, secret }, fired, { nowMs: nowMs - 301_000 })
  expect(recorded).toMatchObject({ ok: false, answer: 'HTTP 401: wrong signature' })
})

test('the body is what the documentation says, signed with its timestamp', async () => {
  const service = await serviceDouble()
  await send('webhook', { url: `${service.url}/hooks/mine`, secret })
  const [asked] = service.asked
  expect(asked?.json()).toEqual({
    id: 'incident:12:fired',
    kind: 'fired',
    severity: 'critical',
    title: fired.title,
    lines: fired.lines,
    url: fired.url,
    incidentId: 12,
    subject: 'rig:7',
    at: '2025-11-22T14:05:00.000Z',
  })
  expect(asked?.headers).toMatchObject({
    'content-type': 'application/json',
    'idempotency-key': 'incident:12:fired',
    'x-davylamp-timestamp': String(AT_MS / 1000),
    'x-davylamp-signature': signWebhook(secret, String(AT_MS / 1000), asked?.body ?? ''),
  })
})

test('the signature is HMAC-SHA-256 as OpenSSL makes it', () => {
  // printf '1763820300.{"a":1}' | openssl dgst -sha256 -hmac 'a secret between the two of us'
  expect(signWebhook(secret, '1763820300', '{"a":1}')).toBe(
    'v1=81c3dcfd75f750ead945b1ad960e16e85b6f6ab741bfa8f8f70853c849dad925',
  )
})

test('without a secret nothing is signed', async () => {
  const service = await serviceDouble()
  await send('webhook', { url: service.url })
  expect(service.asked[0]?.headers).not.toHaveProperty('x-davylamp-signature')
})
