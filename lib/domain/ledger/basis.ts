import type { CostPart, RevenuePart } from '#lib/domain/explained-money'
import type { BasisValue, LedgerBasis } from '#lib/domain/ledger/entry'
import { payerOf } from '#lib/domain/ledger/rig-quarter'
import type { QuarterValue } from '#lib/domain/valuation'

const TERMS = [
  'algorithm',
  'payer',
  'pool',
  'coin',
  'mergedWith',
  'scheme',
  'poolFeePercent',
  'assumed',
  'difficulty',
  'rewardPerBlock',
  'networkSource',
  'networkAtMs',
  'coinPerHash',
  'rateSource',
  'rateAtMs',
  'price',
  'priceSource',
  'priceAtMs',
] as const satisfies (keyof RevenuePart)[]

const PRICE = [
  'pricePerKwh',
  'basePricePerKwh',
  'leviesPerKwh',
  'taxPercent',
  'priceSource',
  'tariffLabel',
  'overheadPercent',
] as const satisfies (keyof CostPart)[]

/**
 * What a rig's hour was valued with: of each line the payer, its terms and the rates with source and age, and the prices
 * of energy. Nothing of the rig itself stands in it, so that rigs that share payers and tariff share it. What differs
 * between the quarters of the hour names them.
 */
export function basisOf(values: readonly QuarterValue[]): LedgerBasis {
  const lines: Collected<RevenuePart>[] = []
  const energy: Collected<CostPart>[] = []
  for (const [index, { revenueParts, costParts }] of values.entries()) {
    for (const part of revenueParts) collect(lines, part, TERMS, index)
    for (const part of costParts) collect(energy, part, PRICE, index)
  }
  return {
    lines: lines.map(({ part, quarters }) => {
      const others = lines.filter(
        (line) => line.part.algorithm === part.algorithm && isMerged(line) === isMerged({ part }),
      )
      return { ...termsOf(part), ...(others.length > 1 ? { quarters } : {}) }
    }),
    energy: energy.map(({ part, quarters }) => ({ ...priceOf(part), ...(energy.length > 1 ? { quarters } : {}) })),
  }
}

type Collected<Part> = { part: Part; quarters: number[] }

// Thousands of rigs are valued each hour, mostly at the same terms in all quarters: comparing is cheaper than copying.
function collect<Part, Name extends keyof Part>(
  known: Collected<Part>[],
  part: Part,
  names: readonly Name[],
  quarter: number,
): void {
  const same = known.find((other) => names.every((name) => other.part[name] === part[name]))
  if (!same) known.push({ part, quarters: [quarter] })
  else if (same.quarters.at(-1) !== quarter) same.quarters.push(quarter)
}

function isMerged({ part }: { part: RevenuePart }): boolean {
  return part.mergedWith !== undefined
}

function termsOf(part: RevenuePart): { [name: string]: BasisValue | undefined } {
  const { algorithm, coin, mergedWith, scheme, poolFeePercent, assumed } = part
  return {
    ...{ algorithm, payer: payerOf(part), coin, mergedWith, scheme, poolFeePercent, assumed: assumed || undefined },
    ...{ difficulty: part.difficulty, rewardPerBlock: part.rewardPerBlock },
    ...{ networkSource: part.networkSource, networkAtMs: part.networkAtMs },
    ...{ coinPerHash: part.coinPerHash, rateSource: part.rateSource, rateAtMs: part.rateAtMs },
    ...{ price: part.price, priceSource: part.priceSource, priceAtMs: part.priceAtMs },
  }
}

function priceOf(part: CostPart): { [name: string]: BasisValue | undefined } {
  const { pricePerKwh, basePricePerKwh, leviesPerKwh, taxPercent, priceSource, tariffLabel, overheadPercent } = part
  return {
    ...{ pricePerKwh, basePricePerKwh, leviesPerKwh, taxPercent, priceSource, tariffLabel },
    overheadPercent: overheadPercent || undefined,
  }
}
