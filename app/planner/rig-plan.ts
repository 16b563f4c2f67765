import type { CurveResult } from '#lib/domain/planner/efficiency-curve'

/** A rig as it is planned for: what it does now and its own measured curve. */
export type RigPlan = {
  watts?: number
  hashesPerSecond?: number
  algorithm: string
  lastHourMs?: number
  curve: CurveResult
}
