import type { InvestmentRow } from '#lib/wire/investment'

export const COLUMNS = [
  { column: 'name', name: 'Name' },
  { column: 'outlay', name: 'Outlay' },
  { column: 'held', name: 'Book value' },
  { column: 'earned', name: 'Earned so far' },
  { column: 'perDay', name: 'Profit a day' },
  { column: 'payback', name: 'Pays back in' },
  { column: 'return', name: 'Return' },
  { column: 'instead', name: 'Against buying' },
] as const

export type Column = (typeof COLUMNS)[number]['column']

/** By a column; what is not known stands last either way. */
export function sortRows(rows: readonly InvestmentRow[], column: Column, descending: boolean): InvestmentRow[] {
  const sign = descending ? -1 : 1
  if (column === 'name') {
    return rows.toSorted((one, other) => sign * one.name.localeCompare(other.name, 'en', { numeric: true }))
  }
  return rows.toSorted((one, other) => {
    const [first, second] = [figureOf(one, column), figureOf(other, column)]
    if (first === second) return 0
    if (first === undefined) return 1
    if (second === undefined) return -1
    return sign * (first < second ? -1 : 1)
  })
}

function figureOf(row: InvestmentRow, column: Exclude<Column, 'name'>): number | undefined {
  const { payback, instead } = row
  switch (column) {
    case 'outlay':
      return row.outlay
    case 'held':
      return row.held
    case 'earned':
      return row.earned
    case 'perDay':
      return row.perDay?.profit
    case 'payback':
      return payback && (payback.steady ?? Number.POSITIVE_INFINITY)
    case 'return':
      return row.returnSoFar
    case 'instead':
      return instead && (instead.minedCoins - instead.boughtCoins) * instead.price
  }
}
