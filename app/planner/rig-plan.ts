import type { CurveResult } from '#lib/domain/planner/efficiency-curve'

/** Of a single rig: what it draws and does now, and its own curve or why there is none. */
export type RigPlan = {
  watts?: number
  hashesPerSecond?: number
  algorithm: string
  lastHourMs?: number
  curve: CurveResult
}

/** Of a single contract: the hash power it has now. */
export type ContractPlan = { algorithm: string; hashesPerSecond: number }
