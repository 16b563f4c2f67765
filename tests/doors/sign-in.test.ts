import { afterEach, beforeEach, expect, test } from 'vitest'
import { answerAuthRequest } from '#lib/services/auth/answer-auth-request'
import { ensureOwner } from '#lib/services/auth/ensure-owner'
import { readSession } from '#lib/services/auth/read-session'
import { setPassword } from '#lib/services/auth/set-password'
import { cookieHeader, type Installation, newInstallation, post } from './installation.ts'

const lan = 'http://192.168.1.20:3000'
const owner = { email: 'ada@mine.example', password: 'four unrelated words here' }
let place: Installation
// Guesses are counted per address in this process: each test comes from its own.
let address = 0

beforeEach(async () => {
  address += 1
  place = await newInstallation()
  expect(await ensureOwner(place.database, { owner })).toEqual({ ok: true, state: 'created' })
})
afterEach(() => place.remove())

function signIn(url = lan, given: { email: string; password: string } = owner, headers = {}) {
  return answerAuthRequest(
    place.auth,
    place.config,
    post(`${url}/api/auth/sign-in/email`, given, { 'x-davylamp-address': `192.168.7.${address}`, ...headers }),
  )
}

test('the owner signs in from an address of the LAN and is known by the cookie, which works without TLS', async () => {
  const answer = await signIn()
  expect(answer.status).toBe(200)
  const setCookies = answer.headers.getSetCookie()
  expect(setCookies.join()).toMatch(/davylamp\.session_token=.*HttpOnly.*SameSite=Lax/)
  expect(setCookies.join()).not.toMatch(/secure/i)
  const session = await readSession(place.auth, { cookie: cookieHeader(setCookies) })
  expect(session).toMatchObject({ email: owner.email, role: 'owner' })
  const days = ((session?.expiresAtMs ?? 0) - Date.now()) / 86_400_000
  expect(days).toBeGreaterThan(29.9)
  expect(days).toBeLessThan(30.1)
})

test('nobody signs up', async () => {
  const body = { name: 'Eve', email: 'eve@mine.example', password: 'four unrelated words here' }
  const answer = await place.auth.handler(post(`${lan}/api/auth/sign-up/email`, body))
  expect(answer.status).toBeGreaterThanOrEqual(400)
  expect(await place.database.user.count()).toBe(1)
})

test('a role cannot be given to oneself', async () => {
  const id = (await place.database.user.findFirstOrThrow()).id
  await place.database.user.update({ where: { id }, data: { role: 'viewer' } })
  const cookie = cookieHeader((await signIn()).headers.getSetCookie())
  await place.auth.handler(post(`${lan}/api/auth/update-user`, { name: 'Ada', role: 'owner' }, { cookie }))
  expect((await place.database.user.findFirstOrThrow()).role).toBe('viewer')
  expect((await readSession(place.auth, { cookie }))?.role).toBe('viewer')
})

test('a page of another site cannot sign anybody in', async () => {
  const answer = await signIn(lan, owner, { origin: 'http://evil.example' })
  expect(answer.status).toBe(403)
})

test('a forwarded host does not make another origin trusted unless a proxy is', async () => {
  const forged = { origin: 'http://evil.example', 'x-forwarded-host': 'evil.example' }
  expect((await signIn(lan, owner, forged)).status).toBe(403)
})

test('a wrong password is refused in the same words as an unknown address', async () => {
  const wrong = await signIn(lan, { ...owner, password: 'not this one at all' })
  const unknown = await signIn(lan, { ...owner, email: 'nobody@mine.example' })
  expect(wrong.status).toBe(401)
  expect(await unknown.json()).toEqual(await wrong.json())
})

test('guessing is slowed down per address', async () => {
  const from = { 'x-davylamp-address': '203.0.113.7' }
  const statuses: number[] = []
  for (let attempt = 0; attempt < 12; attempt++) {
    statuses.push((await signIn(lan, { ...owner, password: `guess number ${attempt}` }, from)).status)
  }
  expect(statuses.at(-1)).toBe(429)
  expect((await signIn(lan, owner, { 'x-davylamp-address': '203.0.113.8' })).status).toBe(200)
})

test('over TLS the cookie is secure: by the public address, or by the word of a trusted proxy', async () => {
  const tls = { publicUrl: 'https://mine.example', trustProxy: false }
  const request = post('https://mine.example/api/auth/sign-in/email', owner)
  expect((await answerAuthRequest(place.auth, tls, request)).headers.getSetCookie().join()).toMatch(/; Secure/)
  const proxied = () => post(`${lan}/api/auth/sign-in/email`, owner, { 'x-forwarded-proto': 'https' })
  const trusting = { publicUrl: undefined, trustProxy: true }
  expect((await answerAuthRequest(place.auth, trusting, proxied())).headers.getSetCookie().join()).toMatch(/; Secure/)
  const distrusting = { publicUrl: undefined, trustProxy: false }
  const plain = await answerAuthRequest(place.auth, distrusting, proxied())
  expect(plain.headers.getSetCookie().join()).not.toMatch(/secure/i)
})

test('signing out ends the session and tells the sockets', async () => {
  const cookie = cookieHeader((await signIn()).headers.getSetCookie())
  expect(await readSession(place.auth, { cookie })).toBeDefined()
  place.changes.length = 0
  const answer = await place.auth.handler(post(`${lan}/api/auth/sign-out`, {}, { cookie }))
  expect(answer.status).toBe(200)
  expect(await readSession(place.auth, { cookie })).toBeUndefined()
  expect(place.changes).toContainEqual({ kind: 'sessions' })
})

test('a password that everybody tries first cannot be changed to', async () => {
  const cookie = cookieHeader((await signIn()).headers.getSetCookie())
  const change = { currentPassword: owner.password, newPassword: 'Password123' }
  const answer = await place.auth.handler(post(`${lan}/api/auth/change-password`, change, { cookie }))
  expect(answer.status).toBe(400)
  expect(JSON.stringify(await answer.json())).toContain('among the first')
  expect((await signIn()).status).toBe(200)
})

test('a password set from the command line ends old sessions and is the one that counts', async () => {
  const cookie = cookieHeader((await signIn()).headers.getSetCookie())
  expect(await setPassword(place.database, 'ADA@mine.example', 'another four plain words')).toMatchObject({ ok: true })
  expect(await readSession(place.auth, { cookie })).toBeUndefined()
  expect((await signIn()).status).toBe(401)
  expect((await signIn(lan, { ...owner, password: 'another four plain words' })).status).toBe(200)
})

test('the password is kept as a hash alone', async () => {
  const rows = JSON.stringify(await place.database.account.findMany())
  expect(rows).not.toContain(owner.password)
  expect(rows).toMatch(/"password":"[0-9a-f]{32}:[0-9a-f]{128}"/)
})
