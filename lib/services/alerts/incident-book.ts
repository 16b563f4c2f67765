import type { IncidentEventRecord, IncidentRecord } from '#lib/db/incidents'
import type { Severity } from '#lib/domain/alert-types'
import { FLAPS, FLAPS_WITHIN_MS } from '#lib/domain/alerts/grouping'
import type { Turn } from './turn.ts'

/** It came back so often that its end is told only when it has lasted. */
export function isFlapping({ flaps }: Pick<IncidentRecord, 'flaps'>): boolean {
  return flaps + 1 >= FLAPS
}

/** What happened to an incident that people may want to hear of. */
export type News = {
  kind: 'fired' | 'escalated' | 'eased' | 'resolved' | 'happened'
  incident: IncidentRecord
  /** It came back: nothing that was not told before. */
  again?: boolean
}

/** Whom a turn is about, in what the incident keeps of it. */
export type About = { name: string; rigId?: number; siteId?: number; agentId?: string }

/** The incidents that are open or ended a moment ago, and what of them is not saved yet. */
export class IncidentBook {
  readonly #open = new Map<string, IncidentRecord>()
  readonly #ended = new Map<string, IncidentRecord>()
  readonly #changed = new Map<number, IncidentRecord>()
  /** Open or ended lately. */
  readonly #byId = new Map<number, IncidentRecord>()
  readonly #heldUntilMs = new Map<number, number>()
  #dropped: number[] = []
  #events: IncidentEventRecord[] = []

  constructor(
    open: Iterable<IncidentRecord>,
    ended: Iterable<IncidentRecord>,
    private lastId: number,
  ) {
    for (const incident of open) this.#open.set(keyOf(incident.ruleId, incident.subject), incident)
    for (const incident of ended) this.#ended.set(keyOf(incident.ruleId, incident.subject), incident)
    for (const incident of [...this.#open.values(), ...this.#ended.values()]) this.#byId.set(incident.id, incident)
  }

  open(): Iterable<IncidentRecord> {
    return this.#open.values()
  }

  find(id: number): IncidentRecord | undefined {
    const incident = this.#byId.get(id)
    return incident?.resolvedAtMs === undefined ? incident : undefined
  }

  /** Ended within the last two hours. */
  ended(): Iterable<IncidentRecord> {
    return this.#ended.values()
  }

  findEnded(id: number): IncidentRecord | undefined {
    const incident = this.#byId.get(id)
    return incident?.resolvedAtMs === undefined ? undefined : incident
  }

  /** Those that were told in one message, open or ended. */
  group(groupedWithId: number): IncidentRecord[] {
    const isMember = (incident: IncidentRecord) => incident.groupedWithId === groupedWithId
    return [...[...this.#open.values()].filter(isMember), ...[...this.#ended.values()].filter(isMember)]
  }

  findOpen(ruleId: number, subject: string): IncidentRecord | undefined {
    return this.#open.get(keyOf(ruleId, subject))
  }

  /** Writes down what a rule said, and answers with what of it is news. */
  write({ rule, subject, signal, atMs }: Turn, about: About, nowMs: number): News | undefined {
    const key = keyOf(rule.id, subject)
    const known = this.#open.get(key)
    const begin = () => this.#begin(key, { ruleId: rule.id, kind: rule.kind, subject }, signal, about, nowMs)
    switch (signal.kind) {
      case 'pending': {
        const incident = known ?? begin()
        this.event(incident, atMs, 'pending', { evidence: signal.evidence, severity: signal.severity })
        return undefined
      }
      case 'fired': {
        const flapped = this.#ended.get(key)
        const again = flapped !== undefined && nowMs - (flapped.resolvedAtMs ?? 0) <= FLAPS_WITHIN_MS
        const incident = again ? this.#reopen(key, flapped, known) : (known ?? begin())
        incident.phase = incident.acknowledgedAtMs === undefined ? 'firing' : 'acknowledged'
        incident.firedAtMs ??= atMs
        // Silence is told in retrospect: a rig is missed since its last reading.
        incident.startedAtMs = Math.min(incident.startedAtMs, signal.sinceMs)
        return this.#turn(incident, again ? 'fired-again' : 'fired', { kind: 'fired', again }, signal, atMs)
      }
      case 'escalated':
      case 'eased':
        return known && this.#turn(known, signal.kind, { kind: signal.kind }, signal, atMs)
      case 'updated':
        if (known) this.#turn(known, 'updated', { kind: 'fired' }, signal, atMs)
        return undefined
      case 'resolved':
        return known && this.close(known, signal.endedAtMs ?? atMs, 'resolved', { evidence: signal.evidence })
      case 'dropped':
        if (known) this.#drop(key, known)
        return undefined
      case 'happened': {
        const incident = known ?? begin()
        incident.firedAtMs = atMs
        this.event(incident, atMs, 'happened', { evidence: signal.evidence })
        this.#end(incident, atMs)
        this.#ended.delete(key)
        return { kind: 'happened', incident }
      }
    }
  }

  /** Ends an incident for a reason of its own, or because nobody watches its subject any longer. */
  close(incident: IncidentRecord, atMs: number, event: string, detail: object = {}): News | undefined {
    const key = keyOf(incident.ruleId, incident.subject)
    if (incident.phase === 'pending') {
      this.#drop(key, incident)
      return undefined
    }
    this.event(incident, atMs, event, detail)
    this.#end(incident, Math.max(atMs, incident.startedAtMs))
    return { kind: 'resolved', incident }
  }

  /** It waits for others, until that moment. */
  hold({ id }: IncidentRecord, untilMs: number): void {
    this.#heldUntilMs.set(id, untilMs)
  }

  heldUntilMs({ id }: IncidentRecord): number {
    return this.#heldUntilMs.get(id) ?? Number.NEGATIVE_INFINITY
  }

  change(incident: IncidentRecord): void {
    this.#changed.set(incident.id, incident)
  }

  event(incident: IncidentRecord, atMs: number, kind: string, detail: object = {}): void {
    this.#events.push({ incidentId: incident.id, atMs, kind, detail })
    this.change(incident)
  }

  /** Takes over what people did meanwhile (acknowledged, snoozed), from the rows given. */
  heed(rows: IncidentRecord[]): void {
    const stillOpen = new Set(rows.map(({ id }) => id))
    // Ended by people, with the rig it was about.
    for (const [key, { id }] of this.#open) {
      if (stillOpen.has(id)) continue
      this.#open.delete(key)
      this.#byId.delete(id)
    }
    for (const row of rows) {
      const known = this.#open.get(keyOf(row.ruleId, row.subject))
      if (known?.id !== row.id) continue
      known.acknowledgedAtMs = row.acknowledgedAtMs
      known.acknowledgedBy = row.acknowledgedBy
      known.snoozedUntilMs = row.snoozedUntilMs
      if (known.phase === 'firing' && row.acknowledgedAtMs !== undefined) known.phase = 'acknowledged'
    }
  }

  /** What changed since this was asked last; incidents that ended long ago are forgotten. */
  takeUnsaved(nowMs: number): {
    incidents: IncidentRecord[]
    droppedIncidentIds: number[]
    events: IncidentEventRecord[]
  } {
    const dropped = new Set(this.#dropped)
    const incidents = [...this.#changed.values()].filter(({ id }) => !dropped.has(id))
    for (const incident of incidents) incident.changedAtMs = nowMs
    const events = this.#events.filter(({ incidentId }) => !dropped.has(incidentId))
    this.#changed.clear()
    this.#dropped = []
    this.#events = []
    for (const [key, { id, resolvedAtMs = 0 }] of this.#ended) {
      if (nowMs - resolvedAtMs <= 2 * FLAPS_WITHIN_MS) continue
      this.#ended.delete(key)
      this.#byId.delete(id)
    }
    return { incidents, droppedIncidentIds: [...dropped], events }
  }

  #begin(
    key: string,
    rule: Pick<IncidentRecord, 'ruleId' | 'kind' | 'subject'>,
    signal: Turn['signal'],
    { name, ...about }: About,
    nowMs: number,
  ): IncidentRecord {
    this.lastId += 1
    const incident: IncidentRecord = {
      id: this.lastId,
      ...rule,
      ...about,
      subjectName: name,
      severity: signal.severity,
      phase: 'pending',
      evidence: signal.evidence,
      startedAtMs: signal.sinceMs,
      worklist: false,
      flaps: 0,
      reminders: 0,
      escalationStep: 0,
      changedAtMs: nowMs,
    }
    this.#open.set(key, incident)
    this.#byId.set(incident.id, incident)
    this.change(incident)
    return incident
  }

  /** The one that ended goes on; what was pending meanwhile is it. */
  #reopen(key: string, ended: IncidentRecord, pending: IncidentRecord | undefined): IncidentRecord {
    if (pending) this.#drop(key, pending)
    this.#ended.delete(key)
    ended.resolvedAtMs = undefined
    ended.flaps += 1
    this.#open.set(key, ended)
    return ended
  }

  #turn(
    incident: IncidentRecord,
    event: string,
    news: Omit<News, 'incident'>,
    { severity, evidence }: { severity: Severity; evidence: IncidentRecord['evidence'] },
    atMs: number,
  ): News {
    incident.severity = severity
    incident.evidence = evidence
    this.event(incident, atMs, event, { severity, evidence })
    return { ...news, incident }
  }

  #end(incident: IncidentRecord, atMs: number): void {
    const key = keyOf(incident.ruleId, incident.subject)
    this.#heldUntilMs.delete(incident.id)
    incident.phase = 'resolved'
    incident.resolvedAtMs = atMs
    this.#open.delete(key)
    this.#ended.set(key, incident)
    this.change(incident)
  }

  #drop(key: string, incident: IncidentRecord): void {
    this.#open.delete(key)
    this.#byId.delete(incident.id)
    this.#dropped.push(incident.id)
  }
}

function keyOf(ruleId: number | undefined, subject: string): string {
  return `${ruleId}/${subject}`
}
