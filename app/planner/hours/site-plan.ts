import type { z } from 'zod'
import { formatClock } from '#lib/domain/format'
import type { planAnswer } from '#lib/wire/planner'

/** A site's hours as the plan tells them. */
export type SitePlan = z.infer<typeof planAnswer>['sites'][number]

/** `in all 24 hours`, `17:00 to 07:00`, `in no hour`: when something is worth running, by the site's clock. */
export function runWords(
  run: readonly (boolean | null)[],
  { hours, timeZone }: Pick<SitePlan, 'hours' | 'timeZone'>,
): string {
  const untold = run.filter((each) => each === null).length
  if (untold === run.length) return 'cannot be told'
  if (run.every((each) => each === true)) return `in all ${run.length} hours`
  const spans: string[] = []
  for (let index = 0; index < run.length; index += 1) {
    if (run[index] !== true || run[index - 1] === true) continue
    let end = index
    while (run[end + 1] === true) end += 1
    const [from, to] = [hours[index]?.from, hours[end]?.to]
    if (from && to) spans.push(`${clock(from, timeZone)} to ${clock(to, timeZone)}`)
  }
  const told = spans.length === 0 ? 'in no hour' : spans.join(', ')
  if (untold === 0) return told
  return `${told}; of ${untold === 1 ? '1 hour' : `${untold} hours`} it cannot be told`
}

/** `14:00` by the site's clock. */
export function clock(instant: string, timeZone: string): string {
  return formatClock(Date.parse(instant), timeZone)
}

/** What is done in an hour, in a word. */
export function runWord(run: boolean | null | undefined): string {
  return run === true ? 'run' : run === false ? 'pause' : 'cannot be told'
}
