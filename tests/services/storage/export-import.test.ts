import { Readable } from 'node:stream'
import fc from 'fast-check'
import { expect, onTestFinished, test, vi } from 'vitest'
import { hoursOf } from '#lib/db/hours'
import { CLOSED_UNTIL, cursorsBeginningWith, saveCursor } from '#lib/db/job-cursors'
import { HOUR_MS, MINUTE_MS } from '#lib/domain/units'
import { type ExportFormat, exportReadings } from '#lib/services/storage/export-readings'
import { importReadings } from '#lib/services/storage/import-readings'
import { OWN_COLUMNS, readCsvLines } from '#lib/services/storage/read-csv-lines'
import { readJsonLines } from '#lib/services/storage/read-lines'
import { admitReading } from '#lib/wire/reading-validator'
import { withReadings } from '../../../commands/with-readings.ts'
import { anyReading, gpuReading, MIDNIGHT } from '../../db/some-readings.ts'
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

test('an import forgets which hours it changed itself, and leaves what a server beside it remembers', async () => {
  const text = await exported(await filled(), 'jsonl')
  const to = await place(['aa', 'bb'])
  // A reading that the server is about to store.
  const remembered = { name: `late-hour/${MIDNIGHT}`, value: NOW }
  await saveCursor(to.database, remembered.name, remembered.value)
  await importReadings(to, readJsonLines(Readable.from([text])), () => {}, NOW)
  expect(await cursorsBeginningWith(to.database, 'late-hour/')).toEqual([remembered])
  expect(await cursorsBeginningWith(to.database, 'imported-hour/')).toEqual([])
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
    'time,rig,name,state,algorithm,hashes_per_second,accepted,rejected,stale,power_watts,hottest_celsius,reading',
  )
  expect(first).toMatch(/^2026-11-22T00:00:00.000Z,aa,.*,hashing,etchash,80000000,12,1,,1824,\d[\d.]*,"\{/)
  const csv = (to: Place) =>
    importReadings(
      to,
      readCsvLines(Readable.from([text]), { columns: OWN_COLUMNS, hashUnit: 1, algorithm: undefined }),
      () => {},
      NOW,
    )
  expect(await csv(from)).toMatchObject({ stored: 0, duplicates: 180, refused: 0 })
  const to = await place(['aa', 'bb'])
  expect(await csv(to)).toMatchObject({ stored: 180, refused: 0 })
  expect(await readingsOf(to, 0)).toStrictEqual(await readingsOf(from, 0))
})

const linesOf = (format: ExportFormat, text: string) =>
  format === 'jsonl'
    ? readJsonLines(Readable.from([text]))
    : readCsvLines(Readable.from([text]), { columns: OWN_COLUMNS, hashUnit: 1, algorithm: undefined })

// What came through the door; negative zero is no figure of a machine, and JSON does not know it.
const admitted = anyReading
  .filter((reading) => admitReading(structuredClone(reading)).ok)
  .map((reading) => {
    const whole: typeof reading = JSON.parse(JSON.stringify(reading))
    return whole
  })

test.each(['jsonl', 'csv'] as const)(
  'whatever rigs told comes back as it was from an export as %s',
  async (format) => {
    // A name that a spreadsheet would take for a formula is a name all the same.
    const keys = ['aa', '=1+1', 'o\'neil, "best"', '-5']
    const [from, to] = [await place(keys), await place(keys)]
    const told = fc.uniqueArray(admitted, { selector: ({ at }) => at, maxLength: 15 })
    let round = 0
    await fc.assert(
      fc.asyncProperty(fc.tuple(told, told, told, told), async (each) => {
        // Each run has a day of its own.
        const dayMs = MIDNIGHT - 4_000 * 86_400_000 + ++round * 86_400_000
        const received = each.flatMap((readings, index) =>
          readings.map((reading, place) => {
            const at = dayMs + place * 1_000
            return { rigId: from.rigIds[index] ?? 0, receivedAtMs: at, reading: { ...reading, at } }
          }),
        )
        await from.store.append(received)
        const text = await exported(from, format, dayMs, dayMs + 86_400_000)
        const result = await importReadings(to, linesOf(format, text), () => {}, NOW)
        expect(result).toEqual({ stored: received.length, duplicates: 0, refused: 0, problems: [] })
        for (const [index] of keys.entries()) {
          const [there, here] = [to, from].map(({ store, rigIds }) =>
            store.readRange(rigIds[index] ?? 0, dayMs, dayMs + 86_400_000, { limit: 100 }),
          )
          expect(await there).toStrictEqual(await here)
        }
      }),
      { numRuns: 3 },
    )
  },
  120_000,
)

test('a dual miner has a line for each algorithm, and comes back as one reading', async () => {
  const [from, to] = [await place(['aa']), await place(['aa'])]
  const reading = {
    ...gpuReading(MIDNIGHT),
    work: [{ algorithm: 'etchash' }, { algorithm: 'kaspa', hashesPerSecond: 5e9 }],
  }
  await from.store.append([{ rigId: from.rigIds[0] ?? 0, receivedAtMs: MIDNIGHT, reading }])
  const text = await exported(from, 'csv')
  expect(text.trimEnd().split('\n')).toHaveLength(3)
  expect(await importReadings(to, linesOf('csv', text), () => {}, NOW)).toMatchObject({ stored: 1, duplicates: 0 })
  expect(await readingsOf(to, 0)).toStrictEqual([reading])
})

test('a file that ends in the middle, or cannot be read on, keeps what came before and says why', async () => {
  const from = await filled()
  for (const format of ['jsonl', 'csv'] as const) {
    const to = await place(['aa', 'bb'])
    const text = await exported(from, format)
    const first = text.indexOf('\n', 200)
    for (let length = first + 20; length < first + 1_200; length += 118) {
      const result = await importReadings(to, linesOf(format, text.slice(0, length)), () => {}, NOW)
      expect(result).toMatchObject({
        refused: 1,
        problems: [expect.stringMatching(/^line \d+: (is not JSON|its reading is (missing|not whole JSON))/)],
      })
    }
    async function* broken() {
      yield Buffer.from(text)
      throw new Error('the disk is gone')
    }
    const input = Readable.from(broken())
    const lines =
      format === 'jsonl'
        ? readJsonLines(input)
        : readCsvLines(input, { columns: OWN_COLUMNS, hashUnit: 1, algorithm: undefined })
    const before = await readingsOf(to, 0)
    expect(before).not.toEqual([])
    const again = await importReadings(to, lines, () => {}, NOW)
    expect(again.unusable).toMatch(/cannot be read on: the disk is gone/)
    expect(await readingsOf(to, 0)).toEqual(expect.arrayContaining(before))
  }
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

test.each([
  [
    'with a mark at its beginning, tabs and quotes',
    '\uFEFFTimestamp\tWorker\tSpeed\tWatt\n"2026-11-22T00:00:00Z"\taa\t95\t240\n',
  ],
  ['in seconds since 1970', `Timestamp,Worker,Speed,Watt\n${MIDNIGHT / 1000},aa,95,240\n`],
  ['with old line ends', 'Timestamp,Worker,Speed,Watt\r\n2026-11-22 00:00:00 UTC,AA,95,240\r\n\r\n'],
])("another system's CSV %s is read", async (_, text) => {
  const to = await place(['aa'])
  const columns = { ...OWN_COLUMNS, time: 'Timestamp', rig: 'Worker', hashRate: 'Speed', power: 'Watt' }
  const lines = readCsvLines(Readable.from([Buffer.from(text)]), { columns, hashUnit: 1e6, algorithm: 'etchash' })
  expect(await importReadings(to, lines, () => {}, NOW)).toMatchObject({ stored: 1, refused: 0 })
  expect(await readingsOf(to, 0)).toMatchObject([
    { at: MIDNIGHT, work: [{ hashesPerSecond: 95e6 }], powerWatts: 240, powerSource: 'estimated' },
  ])
})

test("another system's CSV may have a column of our name, which is then only one more column", async () => {
  const to = await place(['aa'])
  const text = 'time,rig,algorithm,hashes_per_second,power_watts,reading\n2026-11-22 00:00:00,aa,etchash,95e6,240,ok\n'
  const options = { columns: OWN_COLUMNS, hashUnit: 1, algorithm: undefined }
  const result = await importReadings(to, readCsvLines(Readable.from([text]), options), () => {}, NOW)
  expect(result).toMatchObject({ stored: 1, refused: 0 })
  expect(await readingsOf(to, 0)).toMatchObject([{ at: MIDNIGHT, work: [{ algorithm: 'etchash' }], powerWatts: 240 }])
})

test('a column that was named and is not there is said before anything is taken', async () => {
  const to = await place(['aa'])
  const text = 'Timestamp,Worker,Watts\n2026-11-22 00:00:00,aa,240\n'
  const columns = { ...OWN_COLUMNS, time: 'Timestamp', rig: 'Worker', power: 'Watt' }
  const lines = readCsvLines(Readable.from([text]), { columns, hashUnit: 1, algorithm: undefined })
  const result = await importReadings(to, lines, () => {}, NOW)
  expect(result).toMatchObject({ stored: 0, refused: 0 })
  expect(result.unusable).toMatch(/no column "Watt", but "Timestamp", "Worker", "Watts"/)
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
