import { z } from 'zod'
import { startOfNextLocalDay } from '#lib/domain/calendar'
import { startOfDate } from '#lib/domain/local-dates'
import type { OrderInput } from '#lib/services/contracts/save-order'
import { parseOptionalDecimal } from '../../forms/decimal'

const text = z.string().max(200)

/** An order of hash power as it is being written: texts, until it is sent. */
export const orderDraft = z.object({
  name: text,
  externalId: text,
  algorithm: text,
  coin: text,
  spent: text,
  starts: text,
  ends: text,
})

export type OrderDraft = z.infer<typeof orderDraft>

/** What the service takes, or what cannot be understood, by field. Its last day counts as a whole. */
export function orderInputOf(
  { starts, ends, spent, externalId, ...order }: OrderDraft,
  timeZone: string,
): { ok: true; input: OrderInput } | { ok: false; problems: Record<string, string> } {
  const problems: Record<string, string> = {}
  const startsAtMs = startOfDate(starts, timeZone)
  if (startsAtMs === undefined) problems.starts = 'Choose the day it began'
  const lastDayMs = ends === '' ? undefined : startOfDate(ends, timeZone)
  if (ends !== '' && lastDayMs === undefined) problems.ends = 'Choose a day, or none'
  const paid = parseOptionalDecimal(spent)
  if (paid === undefined || !Number.isFinite(paid)) problems.spent = 'Write what was spent, such as 0.005'
  if (startsAtMs === undefined || paid === undefined || Object.keys(problems).length > 0) return { ok: false, problems }
  return {
    ok: true,
    input: {
      ...{ ...order, marketplace: 'nicehash', spent: paid, startsAtMs },
      ...(externalId.trim() === '' ? {} : { externalId }),
      ...(lastDayMs === undefined ? {} : { endsAtMs: startOfNextLocalDay(lastDayMs, timeZone) }),
    },
  }
}
