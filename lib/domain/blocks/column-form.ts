/** How a column's numbers become integers: decimals after the point, the distance to a moment, or as they are in memory. */
export type ColumnForm = number

export const MOST_DECIMALS = 6
export const RELATIVE_TO_AT: ColumnForm = 7
export const AS_FLOAT64: ColumnForm = 8

// The difference of differences of such integers is still exact.
const LARGEST = 2 ** 50
// Only moments come near `at`.
const EARLIEST_MOMENT = 2 ** 40
const LARGEST_DISTANCE = 2 ** 36

/** The cheapest form that gives every number of the column back exactly, with its integers; none for AS_FLOAT64. */
export function formOf(column: Float64Array, ats: Float64Array): { form: ColumnForm; integers: Float64Array } {
  if (column.length > 0 && isNearAt(column, ats)) {
    return { form: RELATIVE_TO_AT, integers: column.map((figure, row) => figure - (ats[row] ?? 0)) }
  }
  for (let decimals = 0; decimals <= MOST_DECIMALS; decimals++) {
    const integers = scaled(column, 10 ** decimals)
    if (integers !== undefined) return { form: decimals, integers }
  }
  return { form: AS_FLOAT64, integers: new Float64Array(0) }
}

/** The number that an integer of a column stands for. */
export function figureFrom(form: ColumnForm, integer: number, at: number): number {
  return form === RELATIVE_TO_AT ? at + integer : integer / 10 ** form
}

function isNearAt(column: Float64Array, ats: Float64Array): boolean {
  return column.every((figure, row) => {
    const away = figure - (ats[row] ?? 0)
    return Number.isInteger(figure) && figure > EARLIEST_MOMENT && Math.abs(away) < LARGEST_DISTANCE
  })
}

function scaled(column: Float64Array, power: number): Float64Array | undefined {
  const integers = new Float64Array(column.length)
  for (let row = 0; row < column.length; row++) {
    const figure = column[row] ?? 0
    const integer = Math.round(figure * power)
    // −0 equals 0 and is not it, and an integer cannot keep its sign.
    if (!(Math.abs(integer) < LARGEST) || integer / power !== figure || Object.is(figure, -0)) return undefined
    integers[row] = integer
  }
  return integers
}
