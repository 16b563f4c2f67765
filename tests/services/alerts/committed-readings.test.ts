import { expect, test, vi } from 'vitest'
import type { ReceivedReading } from '#lib/db/reading-store'
import { CommittedReadings } from '#lib/services/alerts/committed-readings'
import { addRigs, gpu, HOUR, incidents, live, MINUTE, NOON, newMine, SECOND, startProcess } from './watched-mine'

/** One of rig 1, taken at `atMs`. */
function received(atMs: number, receivedAtMs = atMs, rigId = 1): ReceivedReading {
  return { rigId, receivedAtMs, reading: gpu(atMs) }
}

function listening() {
  const committed = new CommittedReadings()
  committed.listen()
  return committed
}

const momentsOf = (taken: ReceivedReading[] | undefined) => taken?.map(({ rigId, reading }) => [rigId, reading.at])

test('of readings that are older than any rule looks back, the newest of each rig is kept', () => {
  const committed = listening()
  committed.push([received(NOON - 3 * HOUR, NOON), received(NOON - 2 * HOUR, NOON), received(NOON - 4 * HOUR, NOON)])
  committed.push([received(NOON - 5 * HOUR, NOON, 2), received(NOON + SECOND, NOON + SECOND, 2), received(NOON)])
  // They come first: what a rig told later must not come before what it told earlier.
  expect(momentsOf(committed.take())).toEqual([
    [1, NOON - 2 * HOUR],
    [2, NOON - 5 * HOUR],
    [2, NOON + SECOND],
    [1, NOON],
  ])
  expect(committed.take()).toEqual([])
})

test('what comes after something newer of its rig is not kept, though that was taken already', () => {
  const committed = listening()
  committed.push([received(NOON)])
  expect(momentsOf(committed.take())).toEqual([[1, NOON]])
  committed.push([
    received(NOON - 10 * MINUTE, NOON),
    received(NOON - 3 * HOUR, NOON),
    received(NOON - MINUTE, NOON, 2),
  ])
  expect(momentsOf(committed.take())).toEqual([[2, NOON - MINUTE]])
})

test('late readings that windows still reach are kept, every one and in their order', () => {
  const committed = listening()
  const late = [50, 40, 30, 20, 10].map((minutes) => received(NOON - minutes * MINUTE, NOON))
  committed.push(late)
  expect(committed.take()).toEqual(late)
})

test('more readings that came in time than can be kept are given up, and that is said', () => {
  const committed = listening()
  for (let sent = 0; sent < 10; sent += 1) {
    committed.push(Array.from({ length: 10_001 }, (_, rigId) => received(NOON + sent, NOON + sent, rigId)))
  }
  expect(committed.take()).toBeUndefined()
})

test('a backlog of a day within one look costs no look into the store, and what is hot beside it is told', async () => {
  const { url, siteId } = await newMine()
  const process = await startProcess(url, NOON)
  const [hot = 0, ...behind] = await addRigs(process, siteId, 10)
  await live(process, [hot, ...behind], NOON, NOON + MINUTE)
  const recall = vi.spyOn(process.store, 'receivedBetween')
  const fromMs = NOON + 70 * SECOND
  for (let atMs = fromMs; atMs <= fromMs + 3 * MINUTE; atMs += 10 * SECOND) {
    // A day of them, one reading in eight seconds, committed between two looks.
    for (let sent = 0; atMs === fromMs + MINUTE && sent < 12; sent += 1) {
      const thousand = Array.from(
        { length: 1_000 },
        (_, index) => atMs - 28 * HOUR + (sent * 1_000 + index) * 8 * SECOND,
      )
      const backlog = thousand.map((at) => ({ ...gpu(at), work: [] }))
      process.fleet.committed.push(
        behind.flatMap((rigId) => backlog.map((reading) => ({ rigId, receivedAtMs: atMs, reading }))),
      )
    }
    await process.hear(
      [hot, ...behind].map((rigId) => ({ rigId, reading: gpu(atMs, { celsius: rigId === hot ? 95 : 60 }) })),
    )
    await process.run(atMs + SECOND)
  }
  expect(process.errors).toEqual([])
  expect(recall).not.toHaveBeenCalled()
  expect(await incidents(process)).toMatchObject([{ subject: `rig:${hot}`, phase: 'firing' }])
})
