import type { EnergyTerms, MiningOption } from '#lib/domain/planner/alternatives'

export type RateSource =
  | { kind: 'measured'; hours: number; untilMs: number }
  | { kind: 'maker'; model: string; source: string }

/** What the page was told of a rig's options, and what all of them share. */
export type ToldOptions = EnergyTerms & {
  siteName?: string
  timeZone: string
  options: (MiningOption & { rate: RateSource; present: boolean })[]
}
