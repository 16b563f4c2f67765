import { expect, test } from 'vitest'
import { findReceipts } from '#lib/db/receipts'
import { askSource } from '#lib/services/income/ask-source'
import { saveSource } from '#lib/services/income/save-source'
import { deriveSecrets } from '#lib/services/secrets'
import { openForTest, temporaryDatabase } from '../../db/temporary-database.ts'
import { json, webDouble } from '../../market/web-double.ts'

const NOW = Date.UTC(2026, 3, 10)
const secrets = deriveSecrets('a secret of at least thirty-two characters')

test('a source that is asked says what came, and in whose words it failed', async () => {
  const database = await openForTest((await temporaryDatabase()).url)
  const pool = { status: 200 }
  const web = await webDouble((_, response) => {
    // Shape: zwang1225/dc-eth-stalker, test.js.
    const payments = [{ amount: 2_000_000_000, timestamp: NOW / 1000 - 3600, tx: '0x1', txFee: 0 }]
    json(response, { stats: { balance: 500_000_000 }, hashrate: 7e6, payments }, pool.status)
  })
  const settings = { coin: 'ETC', address: '0xAbCdEf01', baseUrl: web.url }
  const form = { name: 'ETC pool', kind: '2miners' as const, settings, enabled: false }
  const saved = await saveSource({ database, secrets }, form, NOW)
  const sourceId = saved.ok ? saved.sourceId : 0
  const first = await askSource({ database, secrets }, sourceId, NOW)
  expect(first).toMatchObject({ ok: true, words: expect.stringMatching(/^It told 1 payment, 1 new; balance 0\.5 ETC/) })
  expect(await askSource({ database, secrets }, sourceId, NOW)).toMatchObject({
    words: expect.stringContaining('1 payment, 0 new'),
  })
  expect(await findReceipts(database, {})).toHaveLength(1)
  pool.status = 503
  expect(await askSource({ database, secrets }, sourceId, NOW)).toMatchObject({
    ok: false,
    problems: { form: expect.stringContaining('503') },
  })
})
