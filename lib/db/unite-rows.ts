import type { ReadingRow } from './reading-rows.ts'

/** Rows of a rig in two ascending lists as one; of a moment that both have, the row of the first list. */
export function* united(some: Iterable<ReadingRow>, others: Iterable<ReadingRow>): Generator<ReadingRow> {
  const other = others[Symbol.iterator]()
  let waiting = other.next()
  for (const row of some) {
    while (!waiting.done && waiting.value.atMs < row.atMs) {
      yield waiting.value
      waiting = other.next()
    }
    if (!waiting.done && waiting.value.atMs === row.atMs) waiting = other.next()
    yield row
  }
  for (; !waiting.done; waiting = other.next()) yield waiting.value
}
