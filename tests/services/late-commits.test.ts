import fc from 'fast-check'
import pino from 'pino'
import { expect, onTestFinished, test, vi } from 'vitest'
import { hoursOf } from '#lib/db/hours'
import type { ReceivedReading } from '#lib/db/reading-store'
import { announceRigs } from '#lib/services/announce-rigs'
import { closeHours } from '#lib/services/close-hours'
import { createCounters } from '#lib/services/counters'
import { mendHours, mendRememberedHours, mendSettledHours } from '#lib/services/mend-hours'
import { rebuildHours } from '#lib/services/rebuild-hours'
import { recordReadings } from '#lib/services/record-readings'
import { ReadingKeeper } from '#lib/services/storage/reading-keeper'
import { gpuReading } from '../db/some-readings'
import { isOnPostgresql, openForTest, openStoreForTest, temporaryDatabase } from '../db/temporary-database'
import { openFleetForTest } from './fleet-for-test'
import { firstSite, someRig } from './money-mine'

const HOUR = 3_600_000
const MINUTE = 60_000

/** One process, or two on one database of which the first closes hours and neither tells the other anything. */
async function mine({ isOneOfSeveral }: { isOneOfSeveral: boolean }) {
  const { url } = await temporaryDatabase()
  const database = await openForTest(url)
  const siteId = await firstSite(database)
  const keys = ['rig-1', 'rig-2']
  const rigIds: number[] = []
  for (const key of keys) rigIds.push(await someRig(database, siteId, key))
  await database.agent.create({ data: { id: 'agent-1', name: 'Shed', createdAtMs: 0n } })
  const agent = { id: 'agent-1', name: 'Shed', tokenId: 1, siteId }
  const log = pino({ level: 'silent' })
  const stores = [await openStoreForTest(url), ...(isOneOfSeveral ? [await openStoreForTest(url)] : [])]
  /** The process at a store begins anew, as after it was killed. */
  const start = async (at: number, nowMs: number) => {
    const store = stores[at] ?? expect.unreachable()
    const fleet = await openFleetForTest({ database, store, isOneOfSeveral }, nowMs)
    const keeper = new ReadingKeeper({ database, store, log, folder: '.' })
    const opened = { database, store, fleet, log, counters: createCounters(), keeper }
    const rigs = keys.map((key) => ({ key }))
    await announceRigs(opened, agent, rigs, nowMs)
    return opened
  }
  return { database, rigIds, keys, agent, start, processes: stores.length }
}

type Arrival = {
  rig: 0 | 1
  minute: number
  receivedAfterMinutes: number
  node: 0 | 1
  /** What happens between its message and its commit, or instead of the answer. */
  fate: 'at once' | 'stuck while hours close' | 'killed before the answer'
  mendAfter: boolean
}

const anArrival: fc.Arbitrary<Arrival> = fc.record({
  rig: fc.constantFrom(0, 1),
  minute: fc.nat(3 * 60 - 1),
  receivedAfterMinutes: fc.oneof(fc.constant(0), fc.nat(180)),
  node: fc.constantFrom(0, 1),
  fate: fc.constantFrom('at once', 'stuck while hours close', 'killed before the answer'),
  mendAfter: fc.boolean(),
})

test('whenever readings are committed, hours equal those made anew from readings', { timeout: 120_000 }, async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  onTestFinished(() => {
    vi.useRealTimers()
  })
  const isOneOfSeveral = isOnPostgresql()
  const { database, rigIds, keys, agent, start, processes } = await mine({ isOneOfSeveral })
  const last = processes - 1
  // Each run has hours of its own.
  let hourMs = Math.floor(Date.now() / HOUR) * HOUR - 100 * 6 * HOUR
  await fc.assert(
    fc.asyncProperty(fc.array(anArrival, { minLength: 1, maxLength: 8 }), fc.nat(3), async (arrivals, closedFirst) => {
      hourMs += 6 * HOUR
      const nodes = [await start(0, hourMs)]
      if (isOneOfSeveral) nodes.push(await start(1, hourMs))
      const nodeAt = (at: number) => nodes[Math.min(at, last)] ?? expect.unreachable()
      const close = (hours: number) => closeHours(nodeAt(0), hourMs + hours * HOUR + 3 * MINUTE)
      const mend = () => {
        vi.setSystemTime(Date.now() + MINUTE)
        return isOneOfSeveral ? mendSettledHours(nodeAt(0)) : mendHours(nodeAt(0))
      }
      await close(closedFirst)
      for (const { rig, minute, receivedAfterMinutes, node, fate, mendAfter } of arrivals) {
        const { store } = nodeAt(node)
        const reading = gpuReading(hourMs + minute * MINUTE)
        const receivedAtMs = reading.at + receivedAfterMinutes * MINUTE
        const report = (to: ReturnType<typeof nodeAt>, atMs: number) =>
          recordReadings(to, agent, [{ rig: keys[rig], ...reading }], atMs)
        if (fate === 'killed before the answer') {
          await store.append([{ rigId: rigIds[rig] ?? 0, receivedAtMs, reading }])
          await close(3)
          // Its agent finds another process, or the same after its restart, and sends it again.
          nodes[last] = await start(last, Date.now())
          if (!isOneOfSeveral) await mendRememberedHours(nodeAt(0), nodeAt(0).fleet.hours.turn)
          expect(await report(nodeAt(last), Date.now())).toMatchObject({ duplicates: 1 })
        } else if (fate === 'stuck while hours close') {
          const append = async (received: ReceivedReading[]) => {
            await close(3)
            return store.append(received)
          }
          await report({ ...nodeAt(node), store: { ...store, append } }, receivedAtMs)
        } else await report(nodeAt(node), receivedAtMs)
        if (mendAfter) await mend()
      }
      await close(3)
      await mend()
      const hours = () => Promise.all(rigIds.map((rigId) => hoursOf(database, rigId, hourMs, hourMs + 4 * HOUR)))
      const kept = await hours()
      await rebuildHours(nodeAt(0), hourMs, hourMs + 3 * HOUR)
      expect(kept).toEqual(await hours())
    }),
    { numRuns: 25 },
  )
})
