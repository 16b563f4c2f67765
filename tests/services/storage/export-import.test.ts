import { Readable } from 'node:stream'
import { expect, onTestFinished, test, vi } from 'vitest'
import { hoursOf } from '#lib/db/hours'
import { CLOSED_UNTIL, saveCursor } from '#lib/db/job-cursors'
import { HOUR_MS, MINUTE_MS } from '#lib/domain/units'
import { type ExportFormat, exportReadings } from '#lib/services/storage/export-readings'
import { importReadings } from '#lib/services/storage/import-readings'
import { OWN_COLUMNS, readCsvLines, readJsonLines } from '#lib/services/storage/read-lines'
import { withReadings } from '../../../commands/with-readings.ts'
import { gpuReading, MIDNIGHT } from '../../db/some-readings.ts'
import { openForTest, openStoreForTest, temporaryDatabase } from '../../db/temporary-database.ts'
import { firstSite, someRig } from '../money-mine.ts'

async function place(keys: string[]) {
  const { url } = await temporaryDatabase()
  const database = await openForTest(url)
  const store = await openStoreForTest(url)
  const siteId = await firstSite(database)
  const rigIds: number[] = []
  for (const key of keys) rigIds.push(await someRig(database, siteId, key))
  return { database, store, rigIds, tooOld: () => undefined }
}

type Place = Awaited<ReturnType<typeof place>>

async function exported(from: Place, format: ExportFormat, fromMs = 0, toMs = MIDNIGHT + 9 * HOUR_MS) {
  let text = ''
  for await (const part of exportReadings(from, { fromMs, toMs, format })) text += part
  return text
}

const readingsOf = ({ store, rigIds }: Place, index: number) =>
  store.readRange(rigIds[index] ?? 0, 0, Number.MAX_SAFE_INTEGER, { limit: 10_000 })

const NOW = MIDNIGHT + 10 * HOUR_MS

async function filled() {
  const from = await place(['aa', 'bb'])
  for (const [index, rigId] of from.rigIds.entries()) {
    await from.store.append(
      Array.from({ length: 90 }, (_, minute) => {
        const at = MIDNIGHT + minute * MINUTE_MS
        return { rigId, receivedAtMs: at, reading: gpuReading(at, (index + 1) * 80_000_000) }
      }),
    )
  }
  await from.store.sealReadings(NOW)
  return from
}

test('what is exported as JSON lines is the same in another installation, hours included, however often it is taken', async () => {
  const from = await filled()
  const to = await place(['bb', 'aa'])
  await saveCursor(to.database, CLOSED_UNTIL, MIDNIGHT + 9 * HOUR_MS)
  const text = await exported(from, 'jsonl')
  const take = () => importReadings(to, readJsonLines(Readable.from([text])), () => {}, NOW)
  expect(await take()).toEqual({ stored: 180, duplicates: 0, refused: 0, problems: [] })
  expect(await take()).toEqual({ stored: 0, duplicates: 180, refused: 0, problems: [] })
  expect(await readingsOf(to, 1)).toStrictEqual(await readingsOf(from, 0))
  expect(await readingsOf(to, 0)).toStrictEqual(await readingsOf(from, 1))
  const hours = await hoursOf(to.database, to.rigIds[1] ?? 0, MIDNIGHT, NOW)
  expect(hours.map(({ readings }) => readings)).toEqual([60, 30])
})

test('only what lies in the span asked for is exported', async () => {
  const text = await exported(await filled(), 'jsonl', MIDNIGHT + MINUTE_MS, MIDNIGHT + 3 * MINUTE_MS)
  const told = text.trimEnd().split('\n')
  expect(told.map((line) => [JSON.parse(line).rig, (JSON.parse(line).at - MIDNIGHT) / MINUTE_MS])).toEqual([
    ['aa', 1],
    ['aa', 2],
    ['bb', 1],
    ['bb', 2],
  ])
})

test('an export as CSV opens in a spreadsheet, and is taken back without anything doubled', async () => {
  const from = await filled()
  const text = await exported(from, 'csv')
  const [head, first] = text.split('\n')
  expect(head).toBe(
    'time,rig,name,state,algorithm,hashes_per_second,accepted,rejected,stale,power_watts,hottest_celsius',
  )
  expect(first).toMatch(/^2026-11-22T00:00:00.000Z,aa,.*,hashing,etchash,80000000,12,1,,1824,\d/)
  const csv = (to: Place) =>
    importReadings(
      to,
      readCsvLines(Readable.from([text]), { columns: OWN_COLUMNS, hashUnit: 1, algorithm: undefined }),
      () => {},
      NOW,
    )
  expect(await csv(from)).toMatchObject({ stored: 0, duplicates: 180 })
  const to = await place(['aa', 'bb'])
  expect(await csv(to)).toMatchObject({ stored: 180, refused: 0 })
  expect((await readingsOf(to, 0))[0]).toMatchObject({
    at: MIDNIGHT,
    work: [{ algorithm: 'etchash', hashesPerSecond: 80_000_000, shares: { accepted: 12, rejected: 1 } }],
    powerWatts: 1824,
  })
})

test("another system's CSV is read by the names of its columns; what cannot be taken is named by its line", async () => {
  const to = await place(['aa'])
  const text = [
    'Timestamp;Worker;Speed (MH/s);Watt',
    '2026-11-22 00:00:00;aa;95.53;240',
    '2026-11-22 00:01:00;nobody;95.53;240',
    'yesterday;aa;95.53;240',
    '2026-11-22 00:02:00;AA;;',
    '2026-11-22 09:00:00;aa;95.53;240',
  ].join('\r\n')
  const columns = { ...OWN_COLUMNS, time: 'Timestamp', rig: 'Worker', hashRate: 'Speed (MH/s)', power: 'Watt' }
  const lines = readCsvLines(Readable.from([text]), { columns, hashUnit: 1_000_000, algorithm: 'etchash' })
  const result = await importReadings(to, lines, () => {}, NOW)
  expect(result).toMatchObject({ stored: 2, refused: 3 })
  expect(result.problems[0]).toBe('line 3: no rig here has the key or the name nobody: add it first')
  expect(result.problems[1]).toMatch(/^line 4: at /)
  expect(result.problems[2]).toMatch(/^line 6: at is less than three hours ago/)
  const [told, unknown] = await readingsOf(to, 0)
  expect(told).toMatchObject({ work: [{ algorithm: 'etchash', hashesPerSecond: 95_530_000 }], powerWatts: 240 })
  expect(unknown?.work).toEqual([{ algorithm: 'etchash' }])
  expect(unknown).not.toHaveProperty('powerWatts')
})

test('the commands find the readings in whichever database is configured', async () => {
  const { url, folder } = await temporaryDatabase()
  vi.stubEnv('DATABASE_URL', url)
  vi.stubEnv('DAVYLAMP_DATA_DIR', folder)
  onTestFinished(() => {
    vi.unstubAllEnvs()
  })
  const at = MIDNIGHT
  await withReadings(async ({ store }) => store.append([{ rigId: 1, receivedAtMs: at, reading: gpuReading(at) }]))
  const store = await openStoreForTest(url)
  expect(await store.readRange(1, 0, Number.MAX_SAFE_INTEGER, { limit: 10 })).toStrictEqual([gpuReading(at)])
})
