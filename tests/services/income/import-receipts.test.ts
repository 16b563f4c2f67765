import { expect, test } from 'vitest'
import { findReceipts } from '#lib/db/receipts'
import { readMoment } from '#lib/domain/written-moment'
import { importReceipts, previewReceipts, takeBackImport } from '#lib/services/income/import-receipts'
import { describeCsv } from '#lib/services/income/receipts-csv'
import { saveSource } from '#lib/services/income/save-source'
import { sumReceipts } from '#lib/services/income/sum-receipts'
import { deriveSecrets } from '#lib/services/secrets'
import { openForTest, temporaryDatabase } from '../../db/temporary-database.ts'

const NOW = Date.UTC(2026, 3, 10)
const secrets = deriveSecrets('a secret of at least thirty-two characters')

async function files() {
  const database = await openForTest((await temporaryDatabase()).url)
  const saved = await saveSource({ database, secrets }, { name: 'Files', kind: 'file' }, NOW)
  if (!saved.ok) throw new Error(JSON.stringify(saved))
  return { database, sourceId: saved.sourceId, fileName: 'payouts.csv' }
}

// Lines as in NiceHash's report of mining.
const NICEHASH = `Date time,Purpose,Amount (BTC),Exchange rate,Amount (USD)
2021-06-05 08:05:18 GMT,Hashpower mining,0.00001393,45421.21,0.63
2021-06-05 08:05:18 GMT,Hashpower mining fee,-0.00000028,45421.21,-0.01
2021-06-06 08:05:18 GMT,Withdrawal complete,-0.001,45421.21,-45
`

test('a NiceHash report is understood by itself: income with its fee, valued as the file says, the rest named', async () => {
  const { database, ...form } = await files()
  const { guess } = describeCsv(NICEHASH)
  const mapping = { date: '', amount: '', ...guess }
  const result = await importReceipts(database, { ...form, csv: NICEHASH, mapping, currency: 'USD' }, NOW)
  expect(result).toMatchObject({
    ...{ ok: true, added: 1, known: 0 },
    refusals: [{ line: 4, reason: '"Withdrawal complete" is no income' }],
  })
  expect(await findReceipts(database, {})).toMatchObject([
    {
      ...{
        kind: 'credit',
        coin: 'BTC',
        amountPico: 13_930_000n,
        feePico: 280_000n,
        receivedAtMs: Date.UTC(2021, 5, 5, 8, 5, 18),
      },
      value: { price: 45421.21, priceCurrency: 'USD', priceSource: 'file', valueNano: 619_999_517n },
    },
  ])
})

const ETH = `date,amount,coin,value
03.05.2021,"0,1",eth,300
03.05.2021,"0,1",eth,300
04.05.2021,,eth,
31.02.2021,1,eth,
05.05.2021,0.2,ETH,
`
const byDate = { date: 'date', amount: 'amount', coin: 'coin', value: 'value', timeZone: 'Europe/Berlin' }

test('ETH of 2021 is taken in; two equal lines are two payouts, and the same file again adds nothing', async () => {
  const { database, ...form } = await files()
  const first = await importReceipts(database, { ...form, csv: ETH, mapping: byDate, currency: 'EUR' }, NOW)
  expect(first).toMatchObject({ added: 3, refusals: [{ line: 4 }, { line: 5 }] })
  const again = await importReceipts(database, { ...form, csv: ETH, mapping: byDate, currency: 'EUR' }, NOW)
  expect(again).toMatchObject({ added: 0, known: 3 })
  expect(await database.receiptImport.count()).toBe(1)
  const span = { fromMs: Date.UTC(2021, 0, 1), toMs: Date.UTC(2022, 0, 1), timeZone: 'Europe/Berlin' }
  expect(await sumReceipts(database, { period: 'month', ...span })).toMatchObject([
    { label: '2021-05', amountPico: 200_000_000_000n, receipts: 1, unvalued: 1 },
    { label: '2021-05', amountPico: 200_000_000_000n, receipts: 2, unvalued: 0, valueNano: 600_000_000_000n },
  ])
})

test('an import is taken back as a whole, and nothing else', async () => {
  const { database, ...form } = await files()
  const eth = await importReceipts(database, { ...form, csv: ETH, mapping: byDate }, NOW)
  const csv = 'date,amount,coin\n2022-01-01T00:00:00Z,1,ETC\n'
  await importReceipts(database, { ...form, csv, mapping: { date: 'date', amount: 'amount', coin: 'coin' } }, NOW)
  expect(await takeBackImport(database, eth.ok ? (eth.importId ?? 0) : 0)).toMatchObject({ ok: true })
  expect((await findReceipts(database, {})).map(({ coin }) => coin)).toEqual(['ETC'])
})

test.each([
  ['2021-06-05 08:05:18 GMT', 'day-first', '2021-06-05T08:05:18Z'],
  ['05.06.2021 08:05', 'day-first', '2021-06-05T06:05:00Z'],
  ['6/5/2021 8:05 PM', 'month-first', '2021-06-05T18:05:00Z'],
  ['2021-01-05T08:00:00+05:30', 'day-first', '2021-01-05T02:30:00Z'],
  ['1622880318', 'day-first', '2021-06-05T08:05:18Z'],
] as const)('%s, %s, read in Berlin, is %s', (text, order, moment) => {
  expect(readMoment(text, 'Europe/Berlin', order)).toBe(Date.parse(moment))
})

test('a preview tells which receipts are new, of this source alone', async () => {
  const { database, ...form } = await files()
  const other = await saveSource({ database, secrets }, { name: 'Other files', kind: 'file' }, NOW)
  if (!other.ok) throw new Error(JSON.stringify(other))
  const mapping = { ...byDate, dateOrder: 'day-first' as const }
  const [head, ...lines] = ETH.trim().split('\n')
  await importReceipts(database, { ...form, csv: [head, ...lines.slice(0, 1)].join('\n'), mapping }, NOW)
  const known = async (sourceId: number) => {
    const { receipts, refusals } = await previewReceipts(database, { csv: ETH, mapping, sourceId }, NOW)
    expect(refusals).toHaveLength(2)
    return receipts.map(({ isKnown }) => isKnown)
  }
  expect(await known(form.sourceId)).toEqual([true, false, false])
  expect(await known(other.sourceId)).toEqual([false, false, false])
})
