import type { ReadingStore } from '#lib/db/reading-store'
import type { Reading } from '#lib/domain/reading'

/** An hour of so many rigs of eight cards that report every ten seconds takes some 25 MB once it is read. */
export const RIGS_AT_ONCE = 25

/**
 * What the store has of these rigs in and around an hour, a few rigs at a time: what ten thousand rigs report in an hour does not fit
 * into memory. A rig of which there is nothing is left out.
 */
export async function* scanRigs(
  store: Pick<ReadingStore, 'scanHour'>,
  hourMs: number,
  rigIds: Iterable<number>,
): AsyncGenerator<[rigId: number, readings: Reading[]]> {
  const all = [...rigIds]
  for (let start = 0; start < all.length; start += RIGS_AT_ONCE) {
    yield* await store.scanHour(hourMs, all.slice(start, start + RIGS_AT_ONCE))
  }
}
