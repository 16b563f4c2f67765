import { expect, test } from 'vitest'
import { openForTest, temporaryPostgresql } from '../db/temporary-database.ts'

const site = (name: string) => ({ data: { name, timeZone: 'Europe/Oslo', createdAtMs: 1n } })

test('transactions of all nodes run one after another: what one has read is still so when it writes', async () => {
  const url = await temporaryPostgresql()
  const nodes = [await openForTest(url), await openForTest(url)]
  const added = Array.from({ length: 20 }, (_, index) =>
    nodes[index % 2]?.$transaction(async (rows) => rows.site.create(site(`number ${await rows.site.count()}`))),
  )
  await Promise.all(added)
  const names = (await nodes[0]?.site.findMany({ orderBy: { id: 'asc' } }))?.map(({ name }) => name)
  expect(names).toEqual(Array.from({ length: 20 }, (_, index) => `number ${index}`))
})

test('a plain write during somebody’s transaction does not wait for it, and is kept when that is undone', async () => {
  const database = await openForTest(await temporaryPostgresql())
  const undone = database.$transaction(async (rows) => {
    await rows.site.create(site('undone'))
    await database.site.create(site('kept'))
    throw new Error('changed my mind')
  })
  await expect(undone).rejects.toThrow('changed my mind')
  expect((await database.site.findMany()).map(({ name }) => name)).toEqual(['kept'])
})
