import type { ListedSource } from '#lib/wire/income'

/** `asked every 10 min`; what failed last stands behind whether it is asked at all. */
export function sourceStateWords({
  lastProblem,
  kind,
  enabled,
}: Pick<ListedSource, 'lastProblem' | 'kind' | 'enabled'>): string {
  if (kind === 'file') return 'files'
  if (enabled) return lastProblem ?? 'asked every 10 min'
  return lastProblem === undefined ? 'switched off' : `switched off; when it was asked last: ${lastProblem}`
}
