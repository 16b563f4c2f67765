import { openDatabase } from '#lib/db/database'
import { hoursBetween } from '#lib/db/hours'
import { openReadingStore } from '#lib/db/open-reading-store'
import { HOUR_MS } from '#lib/domain/units'
import { closeHours } from '#lib/services/close-hours'
import { loadFleetSettings } from '#lib/services/fleet-settings'
import { knownMachine } from '#lib/services/known-machine'
import { LiveFleet } from '#lib/services/live-fleet'
import { recomputeHour } from '#lib/services/rebuild-hours'
import { serveParent } from '../child-calls.ts'
import { isIntact } from '../durability/is-intact.ts'

const READINGS_PER_PAGE = 50_000

const handlers = {
  /**
   * Starts on a database that its server left behind, as the next start does, packs what is over, and compares: what was
   * acknowledged with what is there, once; each closed hour with one made anew from the readings.
   */
  verify: async ({ url, acknowledged }: { url: string; acknowledged: [rigId: number, atMs: number][] }) => {
    const intact = await isIntact(url)
    const database = await openDatabase(url)
    const store = await openReadingStore(url)
    const fleet = await LiveFleet.open({ database, store, findMachine: knownMachine, reportError: rethrow })
    await closeHours({ database, store, fleet })
    const packed = await store.sealReadings(Date.now())

    const momentsOf = new Map<number, Set<number>>()
    let doubled = 0
    let stored = 0
    const rigs = await database.rig.findMany({ select: { id: true } })
    for (const { id } of rigs) {
      const moments = new Set<number>()
      for (let afterMs = -1, more = true; more; ) {
        const page = await store.readRange(id, 0, Number.MAX_SAFE_INTEGER, { limit: READINGS_PER_PAGE, afterMs })
        for (const { at } of page) {
          if (moments.has(at)) doubled += 1
          moments.add(at)
        }
        stored += page.length
        more = page.length === READINGS_PER_PAGE
        afterMs = page.at(-1)?.at ?? afterMs
      }
      momentsOf.set(id, moments)
    }
    const lost = acknowledged.filter(([rigId, atMs]) => !momentsOf.get(rigId)?.has(atMs)).length

    const untilMs = fleet.hours.closedUntilMs
    const settings = await loadFleetSettings(database)
    const kept = new Map(
      (await hoursBetween(database, 0, untilMs)).map((hour) => [`${hour.rigId} ${hour.hourMs}`, hour]),
    )
    const oldestMs = Math.min(...[...momentsOf.values()].flatMap((moments) => [...moments]), untilMs)
    let hours = 0
    let differing = 0
    for (let hourMs = Math.floor(oldestMs / HOUR_MS) * HOUR_MS; hourMs < untilMs; hourMs += HOUR_MS) {
      for (const made of await recomputeHour({ database, store }, settings, hourMs)) {
        const key = `${made.rigId} ${made.hourMs}`
        hours += 1
        if (!sameFigures(made, kept.get(key))) differing += 1
        kept.delete(key)
      }
    }
    differing += kept.size
    await store.close()
    await database.$disconnect()
    return { intact, stored, packed, lost, doubled, hours, differing }
  },
}

/** What is absent and what is undefined are the same; a sum's last bit may differ by the order of adding. */
function sameFigures(one: unknown, other: unknown): boolean {
  if (typeof one === 'number' && typeof other === 'number') {
    return one === other || Math.abs(one - other) <= 1e-9 * Math.max(Math.abs(one), Math.abs(other))
  }
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return one === other
  const keys = new Set([...Object.keys(one), ...Object.keys(other)])
  return [...keys].every((key) => sameFigures(Reflect.get(one, key), Reflect.get(other, key)))
}

function rethrow(error: unknown): never {
  throw error
}

export type VerifyStore = typeof handlers

serveParent(handlers)
