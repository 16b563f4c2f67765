import { beforeEach, expect, test } from 'vitest'
import type { Database } from '#lib/db/database'
import { DEFAULT_RULES } from '#lib/domain/alerts'
import { deleteRule } from '#lib/services/alerts/delete-rule'
import { listRules } from '#lib/services/alerts/list-rules'
import { saveRule } from '#lib/services/alerts/save-rule'
import { openForTest, temporaryDatabase } from '../../db/temporary-database.ts'

let database: Database
const hot = { kind: 'overheat' as const, name: 'Warm attic', enabled: true, scope: { tags: ['attic'] } }

beforeEach(async () => {
  database = await openForTest((await temporaryDatabase()).url)
})

test('a rule of one’s own lasts as long as its kind usually does where its form says nothing', async () => {
  const settings = { limits: { chip: { warningCelsius: 75, criticalCelsius: 80 } } }
  expect(await saveRule(database, { ...hot, settings })).toMatchObject({ ok: true })
  const [rule] = await listRules(database)
  const defaults = DEFAULT_RULES.find(({ kind }) => kind === 'overheat')?.settings
  expect(rule).toMatchObject({ name: 'Warm attic', builtIn: false, open: 0, scope: { tags: ['attic'] } })
  expect(rule?.settings).toMatchObject({ forMs: defaults?.forMs, limits: settings.limits })
})

test('a rule is changed, keeps what it watches for, and can be removed', async () => {
  const made = await saveRule(database, { ...hot, settings: {} })
  if (!made.ok) throw new Error(JSON.stringify(made.problems))
  const changed = { ...hot, id: made.ruleId, name: 'Attic', enabled: false, settings: { forMs: 60_000 } }
  expect(await saveRule(database, changed)).toMatchObject({ ok: true })
  expect(await listRules(database)).toMatchObject([{ name: 'Attic', enabled: false, settings: { forMs: 60_000 } }])
  expect(await saveRule(database, { ...changed, kind: 'offline' })).toMatchObject({
    problems: { kind: expect.any(String) },
  })
  expect(await deleteRule(database, made.ruleId)).toMatchObject({ ok: true })
  expect(await deleteRule(database, made.ruleId)).toMatchObject({ ok: false })
})

test.each([
  ['a negative time', { forMs: -1 }, 'settings.forMs'],
  ['a word where a number belongs', { warning: 'hot' }, 'settings.warning'],
  [
    'limits the wrong way round',
    { limits: { chip: { warningCelsius: 90, criticalCelsius: 80 } } },
    'settings.limits.chip',
  ],
  ['a range without room', { minimum: 300, maximum: 200 }, 'settings.maximum'],
])('%s is refused by its field', async (_, settings, field) => {
  expect(await saveRule(database, { ...hot, settings })).toMatchObject({
    ok: false,
    problems: { [field]: expect.any(String) },
  })
  expect(await listRules(database)).toEqual([])
})
