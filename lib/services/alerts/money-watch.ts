import type { IncidentRecord } from '#lib/db/incidents'
import type { RuleKind } from '#lib/domain/alert-types'
import { toNano } from '#lib/domain/money'
import { DAY_MS, MINUTE_MS, SECOND_MS } from '#lib/domain/units'
import type { RigRow } from '#lib/wire/dashboard-events'
import type { LiveFleet } from '../live-fleet.ts'
import type { IncidentBook } from './incident-book.ts'
import type { RigWatch } from './rig-watch.ts'

/** Every rig is valued about once in so long. */
const VALUED_EVERY_MS = MINUTE_MS
const COUNTED_EVERY_MS = 30 * SECOND_MS

/** Trouble in which a rig earns less than it would. */
const COSTS: ReadonlySet<RuleKind> = new Set<RuleKind>([
  'offline',
  'zero-hash',
  'low-hash',
  'frozen',
  'machine-error',
  'device-missing',
])

type PerDay = { revenue?: number; cost?: number }

/** What rigs earn, for the rules that watch it, and what incidents cost: lost revenue, and power that was not used. */
export class MoneyWatch {
  /** What a rig made and used a day when nothing was wrong with it. */
  readonly #usual = new Map<number, PerDay>()
  #valuedAtMs: number | undefined
  #next = 0
  #countedAtMs: number | undefined

  constructor(
    private readonly fleet: LiveFleet,
    private readonly rigs: RigWatch,
  ) {}

  /** Values some rigs: as many as it takes for all to have their turn. */
  look(nowMs: number): void {
    const elapsedMs = this.#valuedAtMs === undefined ? VALUED_EVERY_MS : nowMs - this.#valuedAtMs
    const ids = [...this.fleet.liveRigs()].map(({ id }) => id)
    const share = Math.min(ids.length, Math.ceil((ids.length * elapsedMs) / VALUED_EVERY_MS))
    if (share <= 0) return
    this.#valuedAtMs = nowMs
    for (let count = 0; count < share; count += 1) {
      const rigId = ids[this.#next % ids.length]
      this.#next = (this.#next + 1) % ids.length
      const row = rigId === undefined ? undefined : this.fleet.rowOf(rigId, nowMs)
      if (row) this.#value(row)
    }
  }

  #value(row: RigRow): void {
    const { perDay, state, profitThisHour } = row
    // As pages mark it: at this hour's price of a kWh, told as a day of such hours.
    this.rigs.earns(row.id, profitThisHour === undefined ? undefined : profitThisHour * 24)
    if (state === 'hashing' && row.missingDevices === 0 && perDay.revenue !== undefined) {
      this.#usual.set(row.id, { revenue: perDay.revenue, cost: perDay.cost })
    }
  }

  /** Adds to what open incidents cost since it was counted last. */
  count(book: IncidentBook, nowMs: number): void {
    const sinceMs = this.#countedAtMs
    if (sinceMs !== undefined && nowMs - sinceMs < COUNTED_EVERY_MS) return
    this.#countedAtMs = nowMs
    for (const incident of book.open()) {
      if (incident.rigId === undefined || incident.firedAtMs === undefined || !COSTS.has(incident.kind)) continue
      const isFirst = incident.costCurrency === undefined
      const fromMs = isFirst ? incident.startedAtMs : Math.max(incident.startedAtMs, sinceMs ?? nowMs)
      if (this.#add(incident, nowMs - fromMs, nowMs)) book.change(incident)
    }
  }

  #add(incident: IncidentRecord, spanMs: number, nowMs: number): boolean {
    const row = incident.rigId === undefined ? undefined : this.fleet.rowOf(incident.rigId, nowMs)
    if (!row || spanMs <= 0) return false
    const { lost, saved } = losses(row, this.#usual.get(row.id), incident.kind)
    if (lost === undefined) return false
    const days = spanMs / DAY_MS
    incident.lostNano = (incident.lostNano ?? 0n) + toNano(lost * days)
    if (saved !== undefined) incident.savedNano = (incident.savedNano ?? 0n) + toNano(saved * days)
    incident.costCurrency = this.fleet.rates.currency
    return true
  }
}

/** Revenue lost and cost saved a day; saved power is known only where both what it used and what it uses is. */
function losses(row: RigRow, usual: PerDay | undefined, kind: RuleKind): { lost?: number; saved?: number } {
  const expected = usual?.revenue ?? row.lostPerDay
  if (expected === undefined) return {}
  const isOffline = row.state === 'offline' || kind === 'offline'
  const lost = Math.max(0, expected - (isOffline ? 0 : (row.perDay.revenue ?? 0)))
  if (usual?.cost === undefined) return { lost }
  // Nobody knows what a rig draws that is not heard of; that it draws nothing would be the kindest guess, and a guess.
  if (isOffline || row.perDay.cost === undefined) return { lost }
  return { lost, saved: Math.max(0, usual.cost - row.perDay.cost) }
}
