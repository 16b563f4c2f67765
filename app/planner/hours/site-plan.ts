import type { z } from 'zod'
import { formatClock } from '#lib/domain/format'
import type { planAnswer } from '#lib/wire/planner'

/** A site's hours as the plan tells them. */
export type SitePlan = z.infer<typeof planAnswer>['sites'][number]

/** `all 24 hours`, `17:00 to 07:00`, `never`: when something runs, by the site's clock. */
export function runWords(
  run: readonly (boolean | null)[],
  { hours, timeZone }: Pick<SitePlan, 'hours' | 'timeZone'>,
): string {
  if (run.every((each) => each === null)) return 'cannot be told'
  if (run.every((each) => each === true)) return `all ${run.length} hours`
  const spans: string[] = []
  for (let index = 0; index < run.length; index += 1) {
    if (run[index] !== true || run[index - 1] === true) continue
    let end = index
    while (run[end + 1] === true) end += 1
    const [from, to] = [hours[index]?.from, hours[end]?.to]
    if (from && to) spans.push(`${clock(from, timeZone)} to ${clock(to, timeZone)}`)
  }
  return spans.length === 0 ? 'never' : spans.join(', ')
}

/** `14:00` by the site's clock. */
export function clock(instant: string, timeZone: string): string {
  return formatClock(Date.parse(instant), timeZone)
}

/** What is done in an hour, in a word. */
export function runWord(run: boolean | null | undefined): string {
  return run === true ? 'run' : run === false ? 'pause' : 'unknown'
}
