import { expect, test } from 'vitest'
import { targetRows } from '#lib/db/targets'
import { adoptMachines } from '#lib/services/discovery/adopt-machines'
import { deriveSecrets } from '#lib/services/secrets'
import { openForTest, temporaryDatabase } from '../db/temporary-database.ts'

test('a farm ticks two thousand machines at once, and one that is polled already costs nobody else', async () => {
  const { url } = await temporaryDatabase()
  const database = await openForTest(url)
  const secrets = deriveSecrets('s'.repeat(40))
  await database.agent.create({ data: { id: 'barn', name: 'barn', createdAtMs: 1n } })
  const data = Array.from({ length: 2_000 }, (_, index) => {
    const address = `10.0.${Math.floor(index / 250)}.${(index % 250) + 1}`
    const met = { firstSeenMs: 1n, lastSeenMs: 1n }
    return { agentId: 'barn', identity: address, address, host: address, miner: 'antminer', ...met }
  })
  await database.discoveredMachine.createMany({ data })
  const ids = (await database.discoveredMachine.findMany()).map(({ id }) => id)
  expect(await adoptMachines({ database, secrets }, ids.slice(0, 1))).toMatchObject({ adopted: 1 })
  expect(await adoptMachines({ database, secrets }, ids)).toMatchObject({
    ok: true,
    adopted: 1_999,
    notAdopted: [{ address: '10.0.0.1', reason: 'This agent polls it already' }],
    changes: [{ kind: 'targets', agentId: 'barn' }],
  })
  expect(await targetRows(database, 'barn')).toHaveLength(2_000)
}, 60_000)
