/** Spans without a value, as drawn: from the last value before (or the left edge) to the first after (or the right one). */
export function gapsOf(
  atMs: readonly number[],
  values: readonly (number | null)[],
  fromMs: number,
  toMs: number,
): { fromMs: number; toMs: number }[] {
  const gaps: { fromMs: number; toMs: number }[] = []
  let openedAtMs: number | undefined = values.length === 0 || values[0] === null ? fromMs : undefined
  let lastMs = fromMs
  for (const [index, at] of atMs.entries()) {
    const value = values[index] ?? null
    if (value === null) openedAtMs ??= lastMs
    else {
      if (openedAtMs !== undefined) gaps.push({ fromMs: openedAtMs, toMs: at })
      openedAtMs = undefined
      lastMs = at
    }
  }
  if (openedAtMs !== undefined) gaps.push({ fromMs: openedAtMs, toMs })
  return gaps.filter((gap) => gap.toMs > gap.fromMs)
}
