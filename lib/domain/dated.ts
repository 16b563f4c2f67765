/**
 * The row that speaks at a moment: the last one whose `fromMs` is not after it; before the first row, the first.
 * Rows stand in ascending order of `fromMs`. Undefined only when there are none.
 */
export function speaksAt<T extends { fromMs: number }>(rows: readonly T[], atMs: number): T | undefined {
  let low = 0
  let high = rows.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    const row = rows[middle]
    if (row !== undefined && row.fromMs <= atMs) low = middle
    else high = middle - 1
  }
  return rows[low]
}
