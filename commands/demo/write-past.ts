import type { Database } from '#lib/db/database'
import { LEDGER_SINCE, saveCursor } from '#lib/db/job-cursors'
import type { LedgerRow } from '#lib/db/ledger-row'
import type { ReadingStore, ReceivedReading, SiteSlotRow, SiteWorkSlotRow } from '#lib/db/reading-store'
import { type Figures, figuresOf } from '#lib/domain/figures'
import type { Reading } from '#lib/domain/reading'
import { type RigHour, rollupHour } from '#lib/domain/rollup'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#lib/domain/units'
import type { MachineFacts } from '#lib/domain/wall-power'
import { loadFleetSettings, type RigSettings } from '#lib/services/fleet-settings'
import { KnownBases, ledgerRowsOf } from '#lib/services/ledger/close-ledger'
import { ratesBetween } from '#lib/services/load-rates'
import { machineOf } from '#lib/services/machines'
import { valueHours } from '#lib/services/value-hours'
import type { SiteName } from '#simulators/rig-description'
import type { FoundRig } from './found-mine.ts'
import { pastReading } from './past-reading.ts'
import { type PastSpan, pastBegins, pastSpanOf } from './past-span.ts'
import { describedAt } from './past-turns.ts'
import { SiteMeterPast } from './site-meter-past.ts'

const READINGS_PER_COMMIT = 4_000
const HOURS_PER_COMMIT = 4_000

/**
 * Writes what the rigs would have reported until `nowMs`, and what it was worth: single readings at first hand, and hours
 * made from coarser readings by the same rules before that. `onProgress` hears the share done, 0 to 1.
 */
export async function writePast(
  { database, store }: { database: Database; store: ReadingStore },
  rigs: FoundRig[],
  meteredSite: { name: SiteName; id: number },
  nowMs: number,
  onProgress: (share: number) => void,
): Promise<void> {
  const presentHourMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS
  const settings = await loadFleetSettings(database)
  const coming = rigs
    .map((rig, index) => ({ rig, span: pastSpanOf(index) }))
    .map(({ rig, span }) => ({ rig, startMs: pastBegins(span, nowMs), hours: pastOf(rig, span, nowMs) }))
    .sort((one, other) => one.startMs - other.startMs)
  const beginMs = coming[0]?.startMs ?? presentHourMs
  const rates = await ratesBetween(database, settings.currency, beginMs, presentHourMs)
  const quartersFromMs = presentHourMs - 9 * DAY_MS
  const commits = new CommitsInTurn()
  const meter = new SiteMeterPast(meteredSite.id, nowMs)
  const meteredRigs = new Set(
    rigs.filter(({ description }) => description.site === meteredSite.name).map(({ id }) => id),
  )
  const standing: typeof coming = []
  const standingRigs = new Map<number, RigSettings>()
  let steps = 0
  const allSteps = rigs.reduce((sum, _, index) => sum + pastSpanOf(index).hours + 1, 0)
  let batch = emptyBatch()
  const known = new KnownBases()
  let readings: ReceivedReading[] = []
  for (let hourMs = beginMs; hourMs <= presentHourMs; hourMs += HOUR_MS) {
    for (let next = coming[0]; next && next.startMs <= hourMs; next = coming[0]) {
      coming.shift()
      standing.push(next)
      const known = settings.rigs.get(next.rig.id)
      if (known) standingRigs.set(known.id, known)
    }
    const closed: (RigHour & { rigId: number })[] = []
    for (const { rig, hours } of standing) {
      const { value } = hours.next()
      if (value?.closed) closed.push({ rigId: rig.id, ...value.closed })
      for (const reading of value?.readings ?? []) readings.push({ rigId: rig.id, receivedAtMs: reading.at, reading })
      if (readings.length >= READINGS_PER_COMMIT) {
        const full = readings
        readings = []
        await commits.next(() => store.append(full))
      }
    }
    if (hourMs < presentHourMs) {
      // Those that come later are not expected yet.
      const metered = meter.count(
        hourMs,
        closed.filter(({ rigId }) => meteredRigs.has(rigId)),
      )
      const valued = valueHours({ ...settings, rigs: standingRigs }, rates, hourMs, closed, metered)
      batch.hours.push(...closed)
      batch.ledger.push(...ledgerRowsOf(settings, valued, hourMs, known))
      // Quarter-hours are shown of the last days only; single hours carry the months before.
      const wanted = ({ levelSeconds }: { levelSeconds: number }) => levelSeconds === 3600 || hourMs >= quartersFromMs
      batch.slots.push(...valued.slots.filter(wanted))
      batch.work.push(...valued.work.filter(wanted))
    }
    if (batch.hours.length >= HOURS_PER_COMMIT || hourMs === presentHourMs) {
      const { hours, slots, work, ledger } = batch
      batch = emptyBatch()
      await commits.next(() =>
        Promise.all([
          store.saveHours(hours),
          store.saveSiteSlots(slots, work),
          store.saveLedger({ rows: ledger, reason: 'closed', nowMs }),
          meter.write(database),
        ]),
      )
    }
    steps += standing.length
    onProgress(steps / allSteps)
  }
  await commits.next(() => store.append(readings))
  await commits.done()
  await saveCursor(database, LEDGER_SINCE, presentHourMs)
}

/** One commit is written while the next is made; never more than these two are held. */
class CommitsInTurn {
  #running: Promise<unknown> = Promise.resolve()

  async next(commit: () => Promise<unknown>): Promise<void> {
    await this.#running
    this.#running = commit()
    // Whoever waits next hears of a failure; until then it is not an unhandled one.
    this.#running.catch(() => undefined)
  }

  async done(): Promise<void> {
    await this.#running
  }
}

function emptyBatch() {
  return {
    hours: Array.of<RigHour & { rigId: number }>(),
    slots: Array.of<SiteSlotRow>(),
    work: Array.of<SiteWorkSlotRow>(),
    ledger: Array.of<LedgerRow>(),
  }
}

type PastHour = { closed?: RigHour; readings: Reading[] }

/** Hour by hour from the beginning of its span, the present one last. */
function* pastOf(rig: FoundRig, span: PastSpan, nowMs: number): Generator<PastHour> {
  const presentHourMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS
  const firstReadingMs = presentHourMs - span.readingHours * HOUR_MS
  const machine = machineFacts(rig)
  const describe = describedAt(rig.description, nowMs)
  const take = (hourMs: number) => {
    const single = hourMs >= firstReadingMs
    const everyMs = (single ? span.readingMinutes : 30) * MINUTE_MS
    const endMs = Math.min(hourMs + HOUR_MS, nowMs - MINUTE_MS)
    const readings: Reading[] = []
    for (let atMs = hourMs; atMs < endMs; atMs += everyMs) {
      // A reading speaks for at most three intervals: half an hour needs one of ten minutes.
      const reading = pastReading(describe(atMs), atMs, single ? span.readingMinutes * 60 : 600)
      if (reading) readings.push(reading)
    }
    const figures = readings.map((reading) => figuresOf(reading, { correction: rig.correction, machine }))
    return { hourMs, readings: single ? readings : [], figures }
  }
  let before: Figures | undefined
  let current = take(pastBegins(span, nowMs))
  while (current.hourMs < presentHourMs) {
    const next = take(current.hourMs + HOUR_MS)
    const until = next.figures[0] ?? next.hourMs
    yield { closed: rollupHour(current.hourMs, before, current.figures, until), readings: current.readings }
    before = current.figures.at(-1) ?? before
    current = next
  }
  // The present hour is still open: its readings stand for it.
  yield { readings: current.readings }
}

function machineFacts({ description }: FoundRig): MachineFacts | undefined {
  const reading = pastReading(description, Date.UTC(2026, 0, 1), 60)
  return reading && machineOf(reading.miner.name, reading.miner.model, reading.work[0]?.hashesPerSecond)
}
