import type { Alerting } from './alerting.ts'
import type { HeldStates } from './held-states.ts'
import type { IncidentBook } from './incident-book.ts'
import type { RigWatch } from './rig-watch.ts'
import { subjectOf } from './subject-text.ts'
import type { SubjectWatch } from './subject-watch.ts'

/**
 * Ends what nobody watches any longer: incidents of rules that were deleted, switched off or scoped away, and of rigs,
 * agents, sites and channels that are gone. Where they stood is forgotten.
 */
export function closeUnwatched(
  book: IncidentBook,
  held: HeldStates,
  rigs: RigWatch,
  subjects: SubjectWatch,
  { rules, ...alerting }: Alerting,
  nowMs: number,
): void {
  const enabled = new Map(rules.flatMap((rule) => (rule.enabled ? [[rule.id, rule] as const] : [])))
  for (const incident of [...book.open()]) {
    const { ruleId = 0, subject } = incident
    const known = subjectOf(subject)
    const isThere = subjects.isThere(subject, { rules, ...alerting })
    const isHeld = (held.of(subject).get(ruleId)?.phase ?? 'watching') !== 'watching'
    const rule = enabled.get(ruleId)
    const isWatched =
      isHeld &&
      rule !== undefined &&
      (known.kind === 'rig' ? rigs.isWatchedBy(known.rigId, ruleId) : subjects.isWatchedBy(subject, rule))
    if (isThere && isWatched) continue
    held.put(ruleId, subject, undefined)
    book.close(incident, nowMs, isThere ? 'rule-ended' : 'subject-removed')
  }
}
