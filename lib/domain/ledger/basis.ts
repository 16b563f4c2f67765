import type { CostPart, RevenuePart } from '#lib/domain/explained-money'
import type { BasisValue, LedgerBasis } from '#lib/domain/ledger/entry'
import { payerOf } from '#lib/domain/ledger/rig-quarter'
import type { QuarterValue } from '#lib/domain/valuation'

/**
 * What a rig's hour was valued with: of each line the payer, its terms and the rates with source and age, and the prices
 * of energy. Nothing of the rig itself stands in it, so that rigs that share payers and tariff share it. What differs
 * between the quarters of the hour names them.
 */
export function basisOf(values: readonly QuarterValue[]): LedgerBasis {
  const lines = new Collected()
  const energy = new Collected()
  for (const [index, { revenueParts, costParts }] of values.entries()) {
    for (const part of revenueParts) lines.add(`${part.algorithm}/${part.mergedWith ?? ''}`, termsOf(part), index)
    for (const part of costParts) energy.add('energy', priceOf(part), index)
  }
  return { lines: lines.list(), energy: energy.list() }
}

function termsOf(part: RevenuePart): { [name: string]: BasisValue | undefined } {
  const { algorithm, coin, mergedWith, scheme, poolFeePercent, assumed } = part
  return {
    algorithm,
    payer: payerOf(part),
    coin,
    mergedWith,
    scheme,
    poolFeePercent,
    assumed: assumed || undefined,
    difficulty: part.difficulty,
    rewardPerBlock: part.rewardPerBlock,
    networkSource: part.networkSource,
    networkAtMs: part.networkAtMs,
    coinPerHash: part.coinPerHash,
    rateSource: part.rateSource,
    rateAtMs: part.rateAtMs,
    price: part.price,
    priceSource: part.priceSource,
    priceAtMs: part.priceAtMs,
  }
}

function priceOf(part: CostPart): { [name: string]: BasisValue | undefined } {
  const { pricePerKwh, basePricePerKwh, leviesPerKwh, taxPercent, priceSource, tariffLabel, overheadPercent } = part
  return {
    ...{ pricePerKwh, basePricePerKwh, leviesPerKwh, taxPercent, priceSource, tariffLabel },
    overheadPercent: overheadPercent || undefined,
  }
}

type Terms = { [name: string]: BasisValue | undefined }

/** Different terms of the same thing, each with its quarters where there are several. */
class Collected {
  readonly #byText = new Map<string, { of: string; terms: Terms; quarters: number[] }>()

  add(of: string, terms: Terms, quarter: number): void {
    const text = JSON.stringify(terms)
    const known = this.#byText.get(text)
    if (!known) this.#byText.set(text, { of, terms, quarters: [quarter] })
    else if (!known.quarters.includes(quarter)) known.quarters.push(quarter)
  }

  list(): BasisValue[] {
    const all = [...this.#byText.values()]
    return all.map(({ of, terms, quarters }) =>
      all.filter((other) => other.of === of).length > 1 ? { ...terms, quarters } : terms,
    )
  }
}
