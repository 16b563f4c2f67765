import { expect } from 'vitest'
import type { ReadingStore } from '#lib/db/reading-store'
import { MIDNIGHT } from './some-readings.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** All readings that a store has of a rig. */
export function everything(store: ReadingStore, rigId: number) {
  return store.readRange(rigId, 0, Number.MAX_SAFE_INTEGER, { limit: 100_000 })
}

/** Two stores tell the same of a rig, however it came to them: hours, given from {@link MIDNIGHT} on, a chart and the readings. */
export async function expectSameHistory(one: ReadingStore, other: ReadingStore, rigId: number, hours: number[]) {
  const stores = [one, other]
  for (const hour of hours) {
    const scanned = stores.map((store) => store.scanHour(MIDNIGHT + hour * HOUR, [rigId]))
    const [given, wanted] = await Promise.all(scanned)
    expect(given).toStrictEqual(wanted)
  }
  const series = stores.map((store) => store.figuresSeries(rigId, MIDNIGHT, MIDNIGHT + 8 * HOUR, 15 * MINUTE))
  const [given, wanted] = await Promise.all(series)
  expect(given).toStrictEqual(wanted)
  expect(await everything(one, rigId)).toStrictEqual(await everything(other, rigId))
}
