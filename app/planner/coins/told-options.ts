import type { EnergyTerms, MiningOption } from '#lib/domain/planner/alternatives'

/** How a hash rate is known: by the rig's own hours, or its maker's word. */
export type RateSource =
  | { kind: 'measured'; hours: number; untilMs: number }
  | { kind: 'maker'; model: string; source: string }

/** A rig's options as the page tells them. */
export type ToldOptions = EnergyTerms & {
  siteName?: string
  timeZone: string
  options: (MiningOption & { rate: RateSource; present: boolean })[]
}
