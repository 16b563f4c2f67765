import { describeAlgorithm } from '#lib/domain/algorithms'
import { SECONDS_PER_DAY } from '#lib/domain/units'

/** The hash rate a marketplace's price is quoted for: `1 TH/s`, `1 kH/s`, and the hashes it makes in a day. */
export function soldUnit(algorithm: string): { name: string; hashesPerDay: number } {
  const { efficiencyPer, efficiencyUnit } = describeAlgorithm(algorithm)
  return { name: `1 ${efficiencyUnit.replace('J/', '')}/s`, hashesPerDay: efficiencyPer * SECONDS_PER_DAY }
}
