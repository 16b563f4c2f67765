import { speaksAt } from '#lib/domain/dated'
import type { PresenceState } from '#lib/domain/presence'
import type { LiveRig } from './live-rig.ts'

/** How many active rigs are in which state. */
export function countByState(rigs: Iterable<LiveRig>, nowMs: number): Map<PresenceState, number> {
  const states = new Map<PresenceState, number>()
  for (const rig of rigs) {
    if ((speaksAt(rig.settings.lifecycles, nowMs)?.lifecycle ?? 'active') !== 'active') continue
    const { state } = rig.stateAt(nowMs)
    states.set(state, (states.get(state) ?? 0) + 1)
  }
  return states
}

/** The last assignment of each algorithm of each rig. */
export function presentAssignments(rigs: Iterable<LiveRig>) {
  return [...rigs].flatMap((rig) => {
    const latest = new Map(rig.settings.assignments.map((assignment) => [assignment.algorithm, assignment]))
    return [...latest.values()]
  })
}
