import { afterEach, beforeEach, expect, test } from 'vitest'
import { insertSite } from '#lib/db/sites'
import { identifyCaller } from '#lib/services/auth/identify-caller'
import { createKey } from '#lib/services/create-key'
import { createToken } from '#lib/services/create-token'
import { findKey } from '#lib/services/find-key'
import { findToken } from '#lib/services/find-token'
import { listKeys } from '#lib/services/list-keys'
import { listRevokedTokenIds, listTokens } from '#lib/services/list-tokens'
import { revokeKey } from '#lib/services/revoke-key'
import { revokeToken } from '#lib/services/revoke-token'
import { type Installation, newInstallation } from './installation.ts'

let place: Installation
beforeEach(async () => {
  place = await newInstallation()
})
afterEach(() => place.remove())

async function token(name: string, site?: string) {
  const made = await createToken(place.database, site === undefined ? { name } : { name, site })
  if (!made.ok) throw new Error(made.reason)
  return made
}

test('the first token of an installation makes its first site, the second one finds it', async () => {
  const first = await token('shed')
  expect(first).toMatchObject({ siteName: 'Home', siteCreated: true })
  expect(await token('garage')).toMatchObject({ siteId: first.siteId, siteCreated: false })
  expect((await place.database.site.findFirstOrThrow()).timeZone).toBe(Intl.DateTimeFormat().resolvedOptions().timeZone)
})

test('where there are several sites, a token says which', async () => {
  await insertSite(place.database, { name: 'North', timeZone: 'Europe/Oslo', createdAtMs: 1 })
  await insertSite(place.database, { name: 'South', timeZone: 'America/Bogota', createdAtMs: 1 })
  expect(await createToken(place.database, { name: 'x' })).toMatchObject({
    ok: false,
    reason: expect.stringMatching(/North, South/),
  })
  expect(await token('x', 'South')).toMatchObject({ siteName: 'South' })
  expect(await createToken(place.database, { name: 'x', site: 'East' })).toMatchObject({ ok: false })
})

test('a token is found by its secret until it is revoked, and the secret is nowhere', async () => {
  const made = await token('shed')
  expect(made.secret).toMatch(/^davyagent_[\w-]{43}$/)
  expect(await findToken(place.database, made.secret)).toEqual({ id: made.id, name: 'shed', siteId: made.siteId })
  const kept = JSON.stringify(await place.database.agentToken.findMany(), (_key, value) =>
    typeof value === 'bigint' ? String(value) : value,
  )
  expect(kept).not.toContain(made.secret)
  expect(JSON.stringify(await listTokens(place.database))).not.toContain(made.secret)
  expect(await revokeToken(place.database, made.id)).toEqual({ ok: true, changes: [{ kind: 'tokens' }] })
  expect(await findToken(place.database, made.secret)).toBeUndefined()
  expect(await listRevokedTokenIds(place.database)).toEqual([made.id])
  expect(await revokeToken(place.database, made.id)).toMatchObject({ ok: false })
})

test('the token of another installation opens nothing here', async () => {
  const other = await newInstallation()
  const made = await createToken(other.database, { name: 'theirs' })
  await other.remove()
  if (!made.ok) throw new Error(made.reason)
  expect(await findToken(place.database, made.secret)).toBeUndefined()
  expect(await findToken(place.database, '')).toBeUndefined()
  expect(await findToken(place.database, 'x'.repeat(100_000))).toBeUndefined()
})

test('a key identifies a program that may look; an agent token does not', async () => {
  const made = await createKey(place.database, { name: 'grafana' })
  if (!made.ok) throw new Error(made.reason)
  const caller = (authorization: string) => identifyCaller(place, new Headers({ authorization }))
  expect(await caller(`Bearer ${made.secret}`)).toEqual({ by: 'key', role: 'viewer', keyId: made.id })
  expect((await listKeys(place.database))[0]?.lastUsedAtMs).toBeGreaterThan(0)
  expect(await caller(`Bearer ${(await token('shed')).secret}`)).toBeUndefined()
  expect(await caller(made.secret)).toBeUndefined()
  expect(await identifyCaller(place, new Headers())).toBeUndefined()
  await revokeKey(place.database, made.id)
  expect(await findKey(place.database, made.secret)).toBeUndefined()
})
