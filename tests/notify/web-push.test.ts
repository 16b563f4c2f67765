import { createPublicKey, verify } from 'node:crypto'
import { expect, test } from 'vitest'
import webPush from 'web-push'
import type { PushTarget } from '#lib/notify/channel'
import { browserKeys, decryptPush } from './decrypt-push.ts'
import { AT_MS, fired } from './example-notification.ts'
import { send } from './send.ts'
import { serviceDouble } from './service-double.ts'

const keys = webPush.generateVAPIDKeys()

function pushTools(targets: PushTarget[]) {
  const forgotten: string[] = []
  const forget = async (endpoint: string) => {
    forgotten.push(endpoint)
  }
  return { forgotten, push: { targets, keys, contact: 'https://mine.example', forget } }
}

test('our decrypter opens the example of RFC 8291', () => {
  // RFC 8291, section 5 and appendix A.
  const receiver = {
    publicKey: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
    privateKey: 'q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94',
    auth: 'BTBZMqHH6r4Tts7J_aSIgg',
  }
  const body = Buffer.from(
    'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
    'base64url',
  )
  expect(decryptPush(body, receiver)).toBe('When I grow up, I want to be a watermelon')
  expect(() => decryptPush(body, { ...receiver, auth: 'AAAAAAAAAAAAAAAAAAAAAA' })).toThrow()
})

test('a browser can read the message, and the push service can tell who sent it', async () => {
  // RFC 8030, 5: 201 Created, with the message's own address.
  const service = await serviceDouble({ status: 201, headers: { location: 'https://push.example/message/1' } })
  const browser = browserKeys()
  const target = { endpoint: `${service.url}/push/s3cr3t-endpoint`, p256dh: browser.publicKey, auth: browser.auth }
  const result = await send('web-push', {}, fired, pushTools([target]))
  expect(result).toEqual({ ok: true, answer: '1 of 1 browsers' })
  const [asked] = service.asked
  expect(asked?.headers).toMatchObject({
    'content-encoding': 'aes128gcm',
    ttl: '86400',
    urgency: 'high',
    topic: 'incident-12',
  })
  expect(JSON.parse(decryptPush(service.bodies[0] ?? Buffer.alloc(0), browser))).toEqual({
    id: fired.id,
    kind: 'fired',
    severity: 'critical',
    title: fired.title,
    body: fired.lines.join('\n'),
    tag: 'incident-12',
    url: '/alerts/12',
  })
  // RFC 8292: a JWT for this push service, signed with the key that the browser subscribed to.
  const [, token = '', publicKey] = /^vapid t=([^,]+), k=(.+)$/.exec(asked?.headers.authorization ?? '') ?? []
  const [head = '', claims = '', signature = ''] = token.split('.')
  const parsed = JSON.parse(Buffer.from(claims, 'base64url').toString())
  expect(parsed).toMatchObject({ aud: service.url, sub: 'https://mine.example' })
  expect(publicKey).toBe(keys.publicKey)
  const point = Buffer.from(keys.publicKey, 'base64url')
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33).toString('base64url'),
  }
  const key = { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' as const }
  expect(verify('sha256', Buffer.from(`${head}.${claims}`), key, Buffer.from(signature, 'base64url'))).toBe(true)
})

test('browsers that are gone are forgotten, and the others are told', async () => {
  const gone = await serviceDouble({ status: 410 }, { status: 404 })
  const there = await serviceDouble({ status: 201 })
  const browser = browserKeys()
  const at = (endpoint: string) => ({ endpoint, p256dh: browser.publicKey, auth: browser.auth })
  const tools = pushTools([at(`${gone.url}/a`), at(`${there.url}/b`), at(`${gone.url}/c`)])
  expect(await send('web-push', {}, fired, tools)).toEqual({ ok: true, answer: '1 of 3 browsers' })
  expect(tools.forgotten.sort()).toEqual([`${gone.url}/a`, `${gone.url}/c`])
})

test('a push service that asks for patience gets it, and its browser is kept', async () => {
  // RFC 8030, 8.4: 429 with Retry-After.
  const service = await serviceDouble({ status: 429, headers: { 'retry-after': '120' } })
  const browser = browserKeys()
  const tools = pushTools([{ endpoint: service.url, p256dh: browser.publicKey, auth: browser.auth }])
  expect(await send('web-push', {}, fired, tools)).toMatchObject({ ok: false, retry: true, retryAfterMs: 120_000 })
  expect(tools.forgotten).toEqual([])
})

test('without a browser nobody is told, and that is said', async () => {
  expect(await send('web-push', {}, fired, pushTools([]))).toMatchObject({
    ok: false,
    answer: 'No browser is subscribed',
  })
})

test('a long message still fits what push services take', async () => {
  const service = await serviceDouble({ status: 201 })
  const browser = browserKeys()
  const tools = pushTools([{ endpoint: service.url, p256dh: browser.publicKey, auth: browser.auth }])
  const long = { ...fired, title: '温'.repeat(500), lines: ['温'.repeat(5000)], atMs: AT_MS }
  expect(await send('web-push', {}, long, tools)).toMatchObject({ ok: true })
  // RFC 8030, 7.2: at least 4,096 bytes are taken.
  expect(service.bodies[0]?.byteLength).toBeLessThanOrEqual(4096)
})
