import { expect, test, vi } from 'vitest'
import { loadFleetSettings } from '#lib/services/fleet-settings'
import { recomputeHour } from '#lib/services/rebuild-hours'
import { RIGS_AT_ONCE } from '#lib/services/scan-rigs'
import { gpuReading, MIDNIGHT } from '../db/some-readings.ts'
import { openForTest, openStoreForTest, temporaryDatabase } from '../db/temporary-database.ts'
import { openFleetForTest } from './fleet-for-test'
import { firstSite, someRig } from './money-mine.ts'

const MINUTE = 60_000

test('an hour of many rigs is read a few rigs at a time, by the start of a server and by making it anew', async () => {
  const { url } = await temporaryDatabase()
  const database = await openForTest(url)
  const store = await openStoreForTest(url)
  const siteId = await firstSite(database)
  const rigIds: number[] = []
  for (let index = 0; index < 2 * RIGS_AT_ONCE + 1; index++) {
    rigIds.push(await someRig(database, siteId, `rig-${index}`))
  }
  const times = [MIDNIGHT + MINUTE, MIDNIGHT + 2 * MINUTE]
  await store.append(
    rigIds.flatMap((rigId) => times.map((at) => ({ rigId, receivedAtMs: at, reading: gpuReading(at) }))),
  )
  const read = vi.spyOn(store, 'scanHour')
  const hours = await recomputeHour({ database, store }, await loadFleetSettings(database), MIDNIGHT)
  expect(hours.map(({ rigId, readings }) => [rigId, readings])).toEqual(rigIds.map((rigId) => [rigId, 2]))
  const nowMs = MIDNIGHT + 3 * MINUTE
  const fleet = await openFleetForTest({ database, store }, nowMs)
  for (const rig of fleet.liveRigs()) expect(rig.hourAt(MIDNIGHT, nowMs)?.readings).toBe(2)
  expect(Math.max(...read.mock.calls.map(([, asked]) => asked?.length ?? Number.POSITIVE_INFINITY))).toBe(RIGS_AT_ONCE)
})
