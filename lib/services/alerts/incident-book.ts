import type { IncidentRecord } from '#lib/db/incidents'
import { FLAPS, FLAPS_WITHIN_MS } from '#lib/domain/alerts/grouping'
import { KeptIncidents, keyOf } from './kept-incidents.ts'
import type { Turn } from './turn.ts'

/** It came back so often that its end is told only when it has lasted. */
export function isFlapping({ flaps }: Pick<IncidentRecord, 'flaps'>): boolean {
  return flaps + 1 >= FLAPS
}

/** Whom a turn is about, in what the incident keeps of it. */
export type About = { name: string; rigId?: number; siteId?: number; agentId?: string }

/** Writes down what rules say: incidents begin, turn and end. */
export class IncidentBook extends KeptIncidents {
  readonly #heldUntilMs = new Map<number, number>()

  constructor(
    open: Iterable<IncidentRecord>,
    ended: Iterable<IncidentRecord>,
    private lastId: number,
  ) {
    super(open, ended)
  }

  /** Writes down what a rule said. */
  write(turn: Turn, about: About, nowMs: number): void {
    const { signal, atMs } = turn
    const known = this.openAt(keyOf({ ruleId: turn.rule.id, subject: turn.subject }))
    switch (signal.kind) {
      case 'pending': {
        const { evidence, severity } = signal
        this.event(known ?? this.#begin(turn, about, nowMs), atMs, 'pending', { evidence, severity })
        return
      }
      case 'fired':
        this.#fire(turn, about, known, nowMs)
        return
      case 'happened': {
        const incident = known ?? this.#begin(turn, about, nowMs)
        incident.firedAtMs = atMs
        this.event(incident, atMs, 'happened', { evidence: signal.evidence })
        this.end(incident, atMs)
        return
      }
    }
    if (!known) return
    if (signal.kind === 'dropped') this.drop(known)
    else if (signal.kind === 'resolved') {
      this.close(known, signal.endedAtMs ?? atMs, 'resolved', { evidence: signal.evidence })
    } else this.#turn(known, signal.kind, turn)
  }

  /** Ends an incident for a reason of its own, or because nobody watches its subject any longer. */
  close(incident: IncidentRecord, atMs: number, event: string, detail: object = {}): void {
    if (incident.phase === 'pending') {
      this.drop(incident)
      return
    }
    this.event(incident, atMs, event, detail)
    this.#heldUntilMs.delete(incident.id)
    this.end(incident, Math.max(atMs, incident.startedAtMs))
  }

  /** It waits for others, until that moment. */
  hold({ id }: IncidentRecord, untilMs: number): void {
    this.#heldUntilMs.set(id, untilMs)
  }

  heldUntilMs({ id }: IncidentRecord): number {
    return this.#heldUntilMs.get(id) ?? Number.NEGATIVE_INFINITY
  }

  #fire(turn: Turn, about: About, known: IncidentRecord | undefined, nowMs: number): void {
    const { rule, subject, signal, atMs } = turn
    const ended = this.endedAt(keyOf({ ruleId: rule.id, subject }))
    const again = ended !== undefined && goesOn(ended, nowMs) ? ended : undefined
    if (again) this.#reopen(again, known)
    const incident = again ?? known ?? this.#begin(turn, about, nowMs)
    incident.phase = incident.acknowledgedAtMs === undefined ? 'firing' : 'acknowledged'
    incident.firedAtMs ??= atMs
    // Silence is told in retrospect: a rig is missed since its last reading.
    incident.startedAtMs = Math.min(incident.startedAtMs, signal.sinceMs)
    this.#turn(incident, again ? 'fired-again' : 'fired', turn)
  }

  #begin({ rule, subject, signal }: Turn, { name, ...about }: About, nowMs: number): IncidentRecord {
    this.lastId += 1
    const incident: IncidentRecord = {
      id: this.lastId,
      ruleId: rule.id,
      kind: rule.kind,
      subject,
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
    this.add(incident)
    this.change(incident)
    return incident
  }

  /** The one that ended goes on; what was pending meanwhile is it. */
  #reopen(ended: IncidentRecord, pending: IncidentRecord | undefined): void {
    if (pending) this.drop(pending)
    ended.flaps += 1
    if (ended.saidSeverity === undefined) {
      // People know it as over, if at all: what they acknowledged, and how far it was told, was before.
      ended.acknowledgedAtMs = undefined
      ended.acknowledgedBy = undefined
      ended.groupedWithId = undefined
      ended.firstSaidAtMs = undefined
      ended.reminders = 0
      ended.escalationStep = 0
    }
    this.reopen(ended)
  }

  #turn(incident: IncidentRecord, event: string, { signal: { kind, severity, evidence, sinceMs }, atMs }: Turn): void {
    incident.severity = severity
    // What eases is remembered by how bad it was.
    if (kind !== 'eased') incident.evidence = { ...evidence, sinceMs }
    this.event(incident, atMs, event, { severity, evidence })
  }
}

/** What comes back within the hour is the same; so is what people were told of and believe to last. */
function goesOn({ resolvedAtMs = 0, saidSeverity, groupedWithId }: IncidentRecord, nowMs: number): boolean {
  return nowMs - resolvedAtMs <= FLAPS_WITHIN_MS || (saidSeverity !== undefined && groupedWithId === undefined)
}
