import type { NamedIncident } from '#lib/db/digest-incidents'
import type { RuleKind } from '#lib/domain/alert-types'
import type { AlgorithmTotal } from '#lib/wire/dashboard-events'
import type { DigestPeriod } from './digest-period.ts'

/** In the installation's currency; what is not known is absent, and `incomplete` says in words what is left out. */
export type DigestMoney = {
  revenue?: number
  cost?: number
  profit?: number
  energyWattHours?: number
  incomplete: string[]
}

export type DigestDay = { label: string; revenue?: number; cost?: number; profit?: number }

/** Everything a digest says; bounded, however large the farm. */
export type DigestFigures = {
  period: DigestPeriod
  nowMs: number
  currency: string
  /** DAVYLAMP_PUBLIC_URL; without it the digest has no links. */
  publicUrl?: string
  /** At the moment of writing. */
  fleet: {
    expectedRigs: number
    runningRigs: number
    powerWatts: number
    unknownPowerRigs: number
    algorithms: AlgorithmTotal[]
    losingRigs: number
  }
  /** Seconds hashing ÷ seconds expected, chosen pauses left out; 0 to 1. */
  availability?: number
  availabilityBefore?: number
  money: DigestMoney
  moneyBefore: DigestMoney
  /** The seven days of the picture, oldest first. */
  week: DigestDay[]
  incidents: {
    count: number
    critical: number
    stillOpen: number
    /** Most frequent first. */
    byKind: { kind: RuleKind; count: number }[]
    /** Lost revenue minus saved power, as far as it is known, by currency. */
    costs: { currency: string; net: number }[]
    worst: NamedIncident[]
    goodNews: NamedIncident[]
  }
  needsYou: { incidents: NamedIncident[]; count: number; worklist: number }
}
