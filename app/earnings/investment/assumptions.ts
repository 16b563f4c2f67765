import { ASSUMED_WRITE_OFF_MONTHS } from '#lib/domain/investment'
import { USUAL_DRIFTS, USUAL_GROWTHS } from '#lib/domain/payback'
import type { InvestmentAssumptions } from '#lib/wire/investment'

/** What stands in the page's address: assumptions, and whose course is drawn. */
export type InvestmentParameters = { growth?: unknown; drift?: unknown; months?: unknown; of?: unknown }

const MOST_VALUES = 8

/** Reads an address; what it does not say, or says wrongly, is as usual, and `problems` says so. */
export function assumptionsFrom(parameters: InvestmentParameters): {
  assumptions: InvestmentAssumptions
  problems: string[]
} {
  const problems: string[] = []
  const read = (text: unknown, name: string, most: number, usual: readonly number[]) => {
    if (typeof text !== 'string' || text.trim() === '') return [...usual]
    const percents = percentsIn(text)
    const good = percents.length <= MOST_VALUES && percents.every((each) => each > -100 && each <= most)
    if (good && percents.length > 0) return percents.map((each) => each / 100)
    problems.push(
      `${name}: write up to ${MOST_VALUES} percentages above −100 and up to ${most}, such as ${percentsText(usual)}.`,
    )
    return [...usual]
  }
  const growths = read(parameters.growth, 'Difficulty growth', 100, USUAL_GROWTHS)
  const drifts = read(parameters.drift, 'Price change', 1000, USUAL_DRIFTS)
  const months = parameters.months
  let writeOffMonths = ASSUMED_WRITE_OFF_MONTHS
  if (typeof months === 'string' && months.trim() !== '') {
    const value = Number(months)
    if (Number.isInteger(value) && value >= 1 && value <= 600) writeOffMonths = value
    else problems.push('Written off over: write 1 to 600 months.')
  }
  return { assumptions: { growths, drifts, writeOffMonths }, problems }
}

/** `-2, 0, 3` of shares, as the fields show them. */
export function percentsText(shares: readonly number[]): string {
  return shares.map((share) => String(Number((share * 100).toFixed(4))).replace('-', '−')).join(', ')
}

function percentsIn(text: string): number[] {
  return text
    .replaceAll('−', '-')
    .replaceAll('%', ' ')
    .split(/[\s,;]+/)
    .filter((word) => word !== '')
    .map(Number)
    .map((value) => (Number.isFinite(value) ? value : -100))
}
