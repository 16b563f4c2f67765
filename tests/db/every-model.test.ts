import { expect, test } from 'vitest'
import { Prisma } from '#lib/db/generated/sqlite/client'
import { rowOfEveryModel, tableOf } from './row-of-every-model.ts'
import { isOnPostgresql, openForTest, runSql, temporaryDatabase } from './temporary-database.ts'

test('every model can be written, read back as it was, and deleted', async () => {
  const { url } = await temporaryDatabase()
  const client = await openForTest(url)
  if (isOnPostgresql()) {
    for (const table of ['Reading', 'ReadingBlock']) {
      await runSql(url, `CREATE TABLE "${table}_any" PARTITION OF "${table}" DEFAULT`)
    }
  }
  const models = Object.entries(rowOfEveryModel)
  expect(models.map(([model]) => model).sort()).toEqual(Object.values(Prisma.ModelName).sort())
  for (const [model, data] of models) {
    const table = tableOf(client, model)
    await table.create({ data })
    expect(await table.findFirst({}), model).toMatchObject(data)
  }
  for (const [model] of models.reverse()) {
    const table = tableOf(client, model)
    expect(await table.deleteMany({}), model).toEqual({ count: 1 })
    expect(await table.findFirst({}), model).toBeNull()
  }
})
