import { HOUR_MS } from '#lib/domain/units'

/** Whole hours on end that late readings of the same rigs changed; `toMs` is excluded. */
export type LateSpan = { fromMs: number; toMs: number; rigIds: number[] }

/**
 * The hours to make anew for late readings: the readings' own and, as a reading speaks on, the one after each; every hour once, hours
 * on end together where they are of the same rigs. Ascending, as far as hours that have begun at `nowMs`.
 */
export function lateSpans(late: { hourMs: number; rigIds: number[] }[], nowMs: number): LateSpan[] {
  const rigsOf = new Map<number, Set<number>>()
  for (const { hourMs, rigIds } of late) {
    for (const affectedMs of [hourMs, hourMs + HOUR_MS]) {
      const rigs = rigsOf.get(affectedMs) ?? new Set()
      for (const rigId of rigIds) rigs.add(rigId)
      rigsOf.set(affectedMs, rigs)
    }
  }
  const spans: LateSpan[] = []
  for (const [hourMs, rigs] of [...rigsOf].sort(([one], [other]) => one - other)) {
    if (hourMs > nowMs) continue
    const last = spans.at(-1)
    const continues =
      last?.toMs === hourMs && last.rigIds.length === rigs.size && last.rigIds.every((id) => rigs.has(id))
    if (last && continues) last.toMs = hourMs + HOUR_MS
    else spans.push({ fromMs: hourMs, toMs: hourMs + HOUR_MS, rigIds: [...rigs] })
  }
  return spans
}
