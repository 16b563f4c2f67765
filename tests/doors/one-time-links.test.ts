import { afterEach, beforeEach, expect, test } from 'vitest'
import { ensureOwner } from '#lib/services/auth/ensure-owner'
import { inspectOneTimeLink, resetPassword, useOwnerLink, useSignInLink } from '#lib/services/auth/one-time-links'
import { readSession } from '#lib/services/auth/read-session'
import { createOneTimeLink } from '#lib/services/one-time-link'
import { cookieHeader, type Installation, newInstallation } from './installation.ts'

const person = { name: 'Ada', email: 'Ada@mine.example', password: 'four unrelated words here' }
let place: Installation

beforeEach(async () => {
  place = await newInstallation()
})
afterEach(() => place.remove())

const context = () => ({
  database: place.database,
  auth: place.auth,
  config: place.config,
  headers: new Headers({ host: '192.168.1.20:3000', 'user-agent': 'a test' }),
})

async function ownerLink(): Promise<string> {
  const result = await ensureOwner(place.database, { owner: undefined })
  if (!result.ok || result.state !== 'link') throw new Error('a link was expected')
  return result.secret
}

test('the link of the first start creates the owner, signs them in, and works once', async () => {
  const secret = await ownerLink()
  expect(await inspectOneTimeLink(place.database, secret)).toBe('owner')
  const result = await useOwnerLink(context(), { secret, ...person })
  if (!result.ok) throw new Error(result.reason)
  const session = await readSession(place.auth, { cookie: cookieHeader(result.setCookies) })
  expect(session).toMatchObject({ email: 'ada@mine.example', name: 'Ada', role: 'owner' })
  expect(await inspectOneTimeLink(place.database, secret)).toBeUndefined()
  expect(await useOwnerLink(context(), { secret, ...person, email: 'eve@mine.example' })).toMatchObject({ ok: false })
  expect(await place.database.user.count()).toBe(1)
})

test('two people who open the link at once do not both become owner', async () => {
  const secret = await ownerLink()
  const results = await Promise.all([
    useOwnerLink(context(), { secret, ...person }),
    useOwnerLink(context(), { secret, ...person, email: 'eve@mine.example' }),
  ])
  expect(results.map((result) => result.ok).sort()).toEqual([false, true])
  expect(await place.database.user.count()).toBe(1)
})

test('once there is an owner, an owner link that was never used is refused', async () => {
  const [early, secret] = [await ownerLink(), await ownerLink()]
  expect(await useOwnerLink(context(), { secret, ...person })).toMatchObject({ ok: true })
  expect(await inspectOneTimeLink(place.database, early)).toBeUndefined()
  expect(await useOwnerLink(context(), { secret: early, ...person })).toMatchObject({ ok: false })
})

test('bad input is refused by name and leaves the link good', async () => {
  const secret = await ownerLink()
  const attempt = (change: Partial<typeof person>) => useOwnerLink(context(), { secret, ...person, ...change })
  expect(await attempt({ password: 'short' })).toMatchObject({ ok: false, field: 'password' })
  expect(await attempt({ password: 'Qwerty123' })).toMatchObject({ ok: false, field: 'password' })
  expect(await attempt({ email: 'ada' })).toMatchObject({ ok: false, field: 'email' })
  expect(await attempt({ name: ' ' })).toMatchObject({ ok: false, field: 'name' })
  expect(await attempt({})).toMatchObject({ ok: true })
})

test('a link that is over, of another purpose, or made up opens nothing', async () => {
  await useOwnerLink(context(), { secret: await ownerLink(), ...person })
  const { id: userId } = await place.database.user.findFirstOrThrow()
  const over = await createOneTimeLink(place.database, { purpose: 'sign-in', userId, ttlMs: 1000 }, Date.now() - 2000)
  expect(await useSignInLink(context(), over)).toMatchObject({ ok: false })
  const reset = await createOneTimeLink(place.database, { purpose: 'reset', userId })
  expect(await useSignInLink(context(), reset)).toMatchObject({ ok: false })
  expect(await useSignInLink(context(), 'davylink_made-up')).toMatchObject({ ok: false })
  const signIn = await createOneTimeLink(place.database, { purpose: 'sign-in', userId })
  expect(await useSignInLink(context(), signIn)).toMatchObject({ ok: true })
  expect(await useSignInLink(context(), signIn)).toMatchObject({ ok: false })
})

test('a reset link sets a new password and ends the old sessions', async () => {
  const created = await useOwnerLink(context(), { secret: await ownerLink(), ...person })
  if (!created.ok) throw new Error(created.reason)
  const { id: userId } = await place.database.user.findFirstOrThrow()
  const secret = await createOneTimeLink(place.database, { purpose: 'reset', userId })
  expect(await resetPassword(context(), { secret, password: '12345678' })).toMatchObject({
    ok: false,
    field: 'password',
  })
  const reset = await resetPassword(context(), { secret, password: 'another four plain words' })
  if (!reset.ok) throw new Error(reset.reason)
  expect(await readSession(place.auth, { cookie: cookieHeader(created.setCookies) })).toBeUndefined()
  expect(await readSession(place.auth, { cookie: cookieHeader(reset.setCookies) })).toBeDefined()
})

test('only the hash of a link is kept', async () => {
  const secret = await ownerLink()
  expect(
    JSON.stringify(await place.database.oneTimeLink.findMany(), (_key, value) =>
      typeof value === 'bigint' ? String(value) : value,
    ),
  ).not.toContain(secret)
})
