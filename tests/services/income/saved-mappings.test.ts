import { expect, test } from 'vitest'
import { deleteMapping, mappingsFor, saveMapping } from '#lib/services/income/saved-mappings'
import { openForTest, temporaryDatabase } from '../../db/temporary-database.ts'

const columns = ['when', 'how much', 'what']
const mapping = { date: 'when', amount: 'how much', coin: 'what', timeZone: 'Europe/Berlin' }

test('columns saved under a name are offered for the next file that has them, in whatever order', async () => {
  const database = await openForTest((await temporaryDatabase()).url)
  await saveMapping(database, { name: 'My pool', columns, mapping }, 1)
  await saveMapping(
    database,
    { name: 'Other', columns: ['date', 'amount'], mapping: { date: 'date', amount: 'amount' } },
    2,
  )
  expect(await mappingsFor(database, ['what', 'when', 'how much'])).toMatchObject([{ name: 'My pool', mapping }])
  expect(await mappingsFor(database, ['when', 'how much'])).toEqual([])
})

test('a name that is there already gets the new columns, and what is deleted is offered no more', async () => {
  const database = await openForTest((await temporaryDatabase()).url)
  await saveMapping(database, { name: 'My pool', columns, mapping }, 1)
  await saveMapping(
    database,
    { name: ' My pool ', columns, mapping: { ...mapping, coin: undefined, coinOfAll: 'etc' } },
    2,
  )
  const [saved, ...others] = await mappingsFor(database, columns)
  expect(others).toEqual([])
  expect(saved?.mapping).toMatchObject({ coinOfAll: 'ETC' })
  expect(await deleteMapping(database, saved?.id ?? 0)).toMatchObject({ ok: true })
  expect(await mappingsFor(database, columns)).toEqual([])
})

test('a mapping without a name, or without a date, is refused', async () => {
  const database = await openForTest((await temporaryDatabase()).url)
  expect(await saveMapping(database, { name: ' ', columns, mapping })).toMatchObject({
    problems: { name: 'Give it a name' },
  })
  expect(await saveMapping(database, { name: 'X', columns, mapping: { ...mapping, date: '' } })).toMatchObject({
    ok: false,
  })
})
