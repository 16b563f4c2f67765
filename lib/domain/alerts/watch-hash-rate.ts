import { type Band, consider, hold, newLook } from '#lib/domain/alerts/look'
import type { RuleSettings } from '#lib/domain/alerts/rule'
import type { RigFacts, WorkFacts } from '#lib/domain/alerts/rule-facts'
import type { RigWatch } from '#lib/domain/alerts/watch'
import { isMining } from '#lib/domain/figures'
import { formatHashRate } from '#lib/domain/format'
import { joulesPerHash } from '#lib/domain/ratios'

const band: Band = {}
const told: { mean: number; target?: number; algorithm: string } = { mean: 0, algorithm: '' }
const words = () =>
  told.target === undefined
    ? undefined
    : `${formatHashRate(told.mean, told.algorithm)} of ${formatHashRate(told.target, told.algorithm)}`

/**
 * The 10-min mean of each algorithm against its nominal (else its own median), its median, or an absolute rate. A rig
 * that hashes nothing at all is another rule's: here that changes nothing.
 */
export const watchHashRate: RigWatch = (facts, settings, state) => {
  const found = newLook()
  found.rising = false
  if (!judges(facts)) return found
  const isAbsolute = settings.against === 'absolute'
  found.unit = isAbsolute ? 'hashesPerSecond' : 'fraction'
  fillBand(settings)
  for (const work of facts.work) {
    const { algorithm, tenMinuteMean: mean } = work
    if (settings.algorithm !== undefined && settings.algorithm !== algorithm) continue
    const target = isAbsolute ? 1 : targetOf(work, settings)
    if (mean === undefined || target === undefined || target <= 0) {
      hold(found, state, algorithm)
      continue
    }
    if (!consider(found, state, algorithm, mean / target, band)) continue
    found.algorithm = algorithm
    told.mean = mean
    told.target = isAbsolute ? undefined : target
    told.algorithm = algorithm
  }
  found.words = words
  return found
}

/** Joules per hash of a rig that works on one algorithm: of two, nobody knows which drew the power. */
export const watchEfficiency: RigWatch = (facts, settings, state) => {
  const found = newLook()
  const [work] = facts.work
  if (!judges(facts) || !work || facts.work.length > 1) return found
  if (settings.algorithm !== undefined && settings.algorithm !== work.algorithm) return found
  const value = joulesPerHash(facts.wallWatts, work.tenMinuteMean)
  if (value === undefined) return found
  const { warning, critical, clearMargin } = settings
  const marginOf = (threshold: number | undefined) => clearMargin ?? (threshold ?? 0) * EFFICIENCY_MARGIN
  band.warning = warning
  band.clear = warning === undefined ? undefined : warning - marginOf(warning)
  band.critical = critical
  band.criticalClear = critical === undefined ? undefined : critical - marginOf(critical)
  found.unit = 'joulesPerHash'
  consider(found, state, work.algorithm, value, band)
  found.algorithm = work.algorithm
  return found
}

/** Watts at the wall, against the least and the most that an owner allows. */
export const watchPower: RigWatch = (facts, settings, state) => {
  const found = newLook(settings.severity)
  const { wallWatts } = facts
  if (!judges(facts) || wallWatts === undefined) return found
  const { minimum, maximum, clearMargin = 0 } = settings
  found.unit = 'watts'
  band.critical = undefined
  band.criticalClear = undefined
  if (minimum !== undefined) {
    found.rising = false
    band.warning = minimum
    band.clear = minimum + clearMargin
    consider(found, state, 'under', wallWatts, band)
  }
  if (maximum !== undefined) {
    found.rising = true
    band.warning = maximum
    band.clear = maximum - clearMargin
    consider(found, state, 'over', wallWatts, band)
  }
  found.rising = found.warningThreshold !== minimum
  return found
}

const EFFICIENCY_MARGIN = 0.03

/** Ratios mean something only of a rig that hashes, by its own word and by its figures. */
function judges({ reading, presence }: RigFacts): boolean {
  return presence.state === 'hashing' && reading !== undefined && isMining(reading)
}

function fillBand({ warning, critical, clear, clearMargin }: RuleSettings): void {
  const margin = clear !== undefined && warning !== undefined ? clear - warning : (clearMargin ?? 0)
  band.warning = warning
  band.clear = warning === undefined ? undefined : warning + margin
  band.critical = critical
  band.criticalClear = critical === undefined ? undefined : critical + margin
}

function targetOf({ nominal, dayMedian }: WorkFacts, { against }: RuleSettings): number | undefined {
  return against === 'median' ? dayMedian : (nominal ?? dayMedian)
}
