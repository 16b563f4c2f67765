import { expect, test } from 'vitest'
import { insertIncomeSource } from '#lib/db/income-sources'
import { listSources } from '#lib/services/income/list-sources'
import { saveSource } from '#lib/services/income/save-source'
import { deriveSecrets } from '#lib/services/secrets'
import { openForTest, temporaryDatabase } from '../../db/temporary-database.ts'

const NOW = Date.UTC(2026, 3, 10)
const secrets = deriveSecrets('a secret of at least thirty-two characters')

/** A source that was never given what it would need to be asked. */
async function unfinished() {
  const database = await openForTest((await temporaryDatabase()).url)
  const change = { name: 'Pool', kind: 'braiins', coin: 'BTC', settings: {}, secrets: undefined, enabled: false }
  return { database, secrets, id: await insertIncomeSource(database, change, NOW) }
}

test('a source that is switched off is renamed without its token', async () => {
  const { id, ...context } = await unfinished()
  expect(await saveSource(context, { id, name: 'My pool', kind: 'braiins', enabled: false }, NOW)).toMatchObject({
    ok: true,
  })
  expect(await listSources(context.database)).toMatchObject([
    { name: 'My pool', coin: 'BTC', enabled: false, hasSecrets: false },
  ])
})

test('to be asked it needs its token, and what is typed must be right even while it is off', async () => {
  const { id, ...context } = await unfinished()
  const form = { id, name: 'Pool', kind: 'braiins' as const }
  expect(await saveSource(context, { ...form, enabled: true }, NOW)).toMatchObject({
    ok: false,
    problems: { token: 'Paste the access token' },
  })
  expect(await saveSource(context, { ...form, enabled: false, settings: { token: 'abc' } }, NOW)).toMatchObject({
    ok: false,
    problems: { token: 'Paste the access token' },
  })
  expect(
    await saveSource(context, { ...form, enabled: true, settings: { token: 'a-whole-token' } }, NOW),
  ).toMatchObject({
    ok: true,
  })
  expect(await listSources(context.database)).toMatchObject([{ enabled: true, hasSecrets: true }])
})

test('a stored token stays where the field is left empty, and is not sent to another server', async () => {
  const { id, ...context } = await unfinished()
  const form = { id, name: 'Pool', kind: 'braiins' as const, enabled: true }
  await saveSource(context, { ...form, settings: { token: 'a-whole-token' } }, NOW)
  const stored = (await context.database.incomeSource.findFirst())?.secrets
  expect(await saveSource(context, { ...form, name: 'Renamed', settings: {} }, NOW)).toMatchObject({ ok: true })
  const kept = (await context.database.incomeSource.findFirst())?.secrets
  expect(secrets.decrypt(kept ?? '')).toBe(secrets.decrypt(stored ?? ''))
  const elsewhere = { ...form, settings: { baseUrl: 'https://evil.example' } }
  expect(await saveSource(context, elsewhere, NOW)).toMatchObject({
    ok: false,
    problems: { token: expect.stringContaining('another server') },
  })
})

test('a new source is never saved without what it needs', async () => {
  const { database } = await unfinished()
  const made = await saveSource({ database, secrets }, { name: 'New', kind: 'braiins', enabled: false }, NOW)
  expect(made).toMatchObject({ ok: false, problems: { token: 'Paste the access token' } })
})

test('a token that cannot be read any more is not thrown away by a new name', async () => {
  const { id, ...context } = await unfinished()
  const form = { id, name: 'Pool', kind: 'braiins' as const }
  await saveSource(context, { ...form, enabled: true, settings: { token: 'a-whole-token' } }, NOW)
  const elsewhere = { ...context, secrets: deriveSecrets('another secret of thirty-two characters') }
  expect(await saveSource(elsewhere, { ...form, name: 'Renamed', enabled: false }, NOW)).toMatchObject({ ok: true })
  const kept = (await context.database.incomeSource.findFirst())?.secrets
  expect(secrets.decrypt(kept ?? '')).toContain('a-whole-token')
  const moved = { ...form, enabled: false, settings: { baseUrl: 'https://evil.example' } }
  expect(await saveSource(elsewhere, moved, NOW)).toMatchObject({
    ok: false,
    problems: { token: expect.stringContaining('another server') },
  })
})
