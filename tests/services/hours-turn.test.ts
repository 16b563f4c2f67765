import { expect, test, vi } from 'vitest'
import { hoursOf } from '#lib/db/hours'
import { closeHours } from '#lib/services/close-hours'
import { HoursTurn } from '#lib/services/hours-turn'
import { mendHours } from '#lib/services/mend-hours'
import { rememberLateHours } from '#lib/services/remember-hours'
import { importReadings } from '#lib/services/storage/import-readings'
import { gpuReading } from '../db/some-readings'
import { openForTest, openStoreForTest, temporaryDatabase } from '../db/temporary-database'
import { openFleetForTest } from './fleet-for-test'
import { firstSite, someRig } from './money-mine'

const HOUR = 3_600_000
const MINUTE = 60_000

test('processes on a database work on hours one after another, and after one that failed', async () => {
  const { url } = await temporaryDatabase()
  const [server, command] = [new HoursTurn(await openForTest(url)), new HoursTurn(await openForTest(url))]
  const done: string[] = []
  let asked: Promise<unknown> = Promise.resolve()
  await server.take(async () => {
    asked = command.take(async () => done.push('command'))
    // What only memory knows is not waited for by others, nor waits for them.
    await command.letOthers()
    done.push('server')
  })
  await asked
  expect(done).toEqual(['server', 'command'])
  await expect(server.take(() => Promise.reject(new Error('no disk')))).rejects.toThrow('no disk')
  expect(await command.take(async () => 'its turn')).toBe('its turn')
})

test('the turn of a process that died is over', async () => {
  const { url } = await temporaryDatabase()
  const database = await openForTest(url)
  const soon = BigInt(Date.now() + 500)
  // Of another machine, where nobody can look whether it still runs.
  const lease = { name: 'hours', holder: 'elsewhere/1/run', fence: 1, expiresAtMs: soon }
  await database.jobLease.create({ data: lease })
  const begunAtMs = await new HoursTurn(database).take(async () => Date.now())
  expect(begunAtMs).toBeGreaterThanOrEqual(Number(soon))
})

test('an import beside a server that mends the same hour leaves it with the readings of both', async () => {
  const { url } = await temporaryDatabase()
  const database = await openForTest(url)
  const rigId = await someRig(database, await firstSite(database), 'aa')
  const store = await openStoreForTest(url)
  const hourMs = Math.floor(Date.now() / HOUR) * HOUR - 5 * HOUR
  const fleet = await openFleetForTest({ database, store }, hourMs)
  const inTime = { rigId, receivedAtMs: hourMs + MINUTE, reading: gpuReading(hourMs + MINUTE) }
  await store.append([inTime])
  await closeHours({ database, store, fleet })
  const late = { rigId, receivedAtMs: hourMs + 2 * HOUR, reading: gpuReading(hourMs + 10 * MINUTE) }
  await rememberLateHours({ database, fleet }, [hourMs])
  await store.append([late])
  fleet.observe([late])

  const take = HoursTurn.prototype.take
  const anotherAsks = new Promise<void>((resolve) => {
    vi.spyOn(HoursTurn.prototype, 'take').mockImplementation(function (this: HoursTurn, work) {
      if (this !== fleet.hours.turn) resolve()
      return take.call(this, work)
    })
  })
  const command = { database: await openForTest(url), store: await openStoreForTest(url), tooOld: () => undefined }
  const lines = [{ line: 1, candidate: { rig: 'aa', ...gpuReading(hourMs + 40 * MINUTE) } }]
  let imported: Promise<unknown> | undefined
  // The server has read the hour, and is about to write it.
  const saveHours: typeof store.saveHours = async (hours) => {
    imported ??= importReadings(command, lines)
    await Promise.race([imported, anotherAsks])
    await store.saveHours(hours)
  }
  expect(await mendHours({ database, store: { ...store, saveHours }, fleet })).toBe(1)
  expect(await imported).toMatchObject({ stored: 1, refused: 0 })
  expect(await hoursOf(database, rigId, hourMs, hourMs + HOUR)).toMatchObject([{ readings: 3 }])
})
