import type { IncidentEventRecord, IncidentRecord } from '#lib/db/incidents'
import { GOOD_NEWS } from '#lib/domain/alert-types'
import { FLAPS_WITHIN_MS } from '#lib/domain/alerts'
import { DAY_MS } from '#lib/domain/units'

/** What ended may come back for so long. */
const MAY_COME_BACK_MS = 2 * FLAPS_WITHIN_MS
/** What could not be told for so long (a silence, a night) is told no more. */
export const TOLD_WITHIN_MS = 2 * DAY_MS

/** What a run changed, to be committed. */
export type UnsavedIncidents = {
  incidents: IncidentRecord[]
  droppedIncidentIds: number[]
  events: IncidentEventRecord[]
}

/** The incidents that are open, ended a moment ago or whose end nobody knows yet, and what of them is not saved. */
export class KeptIncidents {
  readonly #open = new Map<string, IncidentRecord>()
  readonly #ended = new Map<string, IncidentRecord>()
  readonly #goodNews = new Map<number, IncidentRecord>()
  /** Open or ended lately. */
  readonly #byId = new Map<number, IncidentRecord>()
  readonly #changed = new Map<number, IncidentRecord>()
  #dropped: number[] = []
  #events: IncidentEventRecord[] = []

  constructor(open: Iterable<IncidentRecord>, ended: Iterable<IncidentRecord>) {
    for (const incident of open) this.add(incident)
    for (const incident of ended) this.#keepEnded(incident)
  }

  open(): Iterable<IncidentRecord> {
    return this.#open.values()
  }

  ended(): Iterable<IncidentRecord> {
    return this.#ended.values()
  }

  /** Good news that was told to nobody yet. */
  goodNews(): Iterable<IncidentRecord> {
    return this.#goodNews.values()
  }

  find(id: number): IncidentRecord | undefined {
    const incident = this.#byId.get(id)
    return incident?.resolvedAtMs === undefined ? incident : undefined
  }

  findEnded(id: number): IncidentRecord | undefined {
    const incident = this.#byId.get(id)
    return incident?.resolvedAtMs === undefined ? undefined : incident
  }

  openAt(key: string): IncidentRecord | undefined {
    return this.#open.get(key)
  }

  endedAt(key: string): IncidentRecord | undefined {
    return this.#ended.get(key)
  }

  add(incident: IncidentRecord): void {
    this.#open.set(keyOf(incident), incident)
    this.#byId.set(incident.id, incident)
  }

  /** One that ended is open again. */
  reopen(incident: IncidentRecord): void {
    incident.resolvedAtMs = undefined
    this.#ended.delete(keyOf(incident))
    this.add(incident)
    this.change(incident)
  }

  end(incident: IncidentRecord, atMs: number): void {
    incident.phase = 'resolved'
    incident.resolvedAtMs = atMs
    this.#open.delete(keyOf(incident))
    this.#keepEnded(incident)
    this.change(incident)
  }

  /** Was pending and came to nothing. */
  drop(incident: IncidentRecord): void {
    this.#open.delete(keyOf(incident))
    this.#byId.delete(incident.id)
    this.#dropped.push(incident.id)
  }

  change(incident: IncidentRecord): void {
    this.#changed.set(incident.id, incident)
  }

  event(incident: IncidentRecord, atMs: number, kind: string, detail: object = {}): void {
    this.#events.push({ incidentId: incident.id, atMs, kind, detail })
    this.change(incident)
  }

  /** Takes over what people did meanwhile (acknowledged, snoozed), from the rows of all that are open. */
  heed(rows: IncidentRecord[]): void {
    const stillOpen = new Set(rows.map(({ id }) => id))
    // Ended by people, with the rig it was about.
    for (const [key, { id }] of this.#open) {
      if (stillOpen.has(id)) continue
      this.#open.delete(key)
      this.#byId.delete(id)
    }
    for (const row of rows) {
      const known = this.#open.get(keyOf(row))
      if (known?.id !== row.id) continue
      known.acknowledgedAtMs = row.acknowledgedAtMs
      known.acknowledgedBy = row.acknowledgedBy
      known.snoozedUntilMs = row.snoozedUntilMs
      if (known.phase === 'firing' && row.acknowledgedAtMs !== undefined) known.phase = 'acknowledged'
    }
  }

  /** What changed since this was asked last; incidents that ended long ago are forgotten. */
  takeUnsaved(nowMs: number): UnsavedIncidents {
    const dropped = new Set(this.#dropped)
    const incidents = [...this.#changed.values()].filter(({ id }) => !dropped.has(id))
    for (const incident of incidents) incident.changedAtMs = nowMs
    const events = this.#events.filter(({ incidentId }) => !dropped.has(incidentId))
    this.#changed.clear()
    this.#dropped = []
    this.#events = []
    this.#forgetOld(nowMs)
    return { incidents, droppedIncidentIds: [...dropped], events }
  }

  #keepEnded(incident: IncidentRecord): void {
    if (GOOD_NEWS.has(incident.kind)) {
      if (incident.saidAtMs === undefined) this.#goodNews.set(incident.id, incident)
      return
    }
    const key = keyOf(incident)
    const before = this.#ended.get(key)
    if (before && before !== incident) this.#byId.delete(before.id)
    this.#ended.set(key, incident)
    this.#byId.set(incident.id, incident)
  }

  #forgetOld(nowMs: number): void {
    for (const [key, { id, resolvedAtMs = 0, saidSeverity }] of this.#ended) {
      const keptMs = saidSeverity === undefined ? MAY_COME_BACK_MS : TOLD_WITHIN_MS
      if (nowMs - resolvedAtMs <= keptMs) continue
      this.#ended.delete(key)
      this.#byId.delete(id)
    }
    for (const [id, { resolvedAtMs = 0, saidAtMs }] of this.#goodNews) {
      if (saidAtMs !== undefined || nowMs - resolvedAtMs > TOLD_WITHIN_MS) this.#goodNews.delete(id)
    }
  }
}

/** Of one rule and one subject at most one incident is open. */
export function keyOf({ ruleId, subject }: Pick<IncidentRecord, 'ruleId' | 'subject'>): string {
  return `${ruleId}/${subject}`
}
