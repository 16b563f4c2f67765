import { z } from 'zod'
import { startOfDate } from '#lib/domain/local-dates'
import { parseHashRate } from '#lib/domain/units'
import type { ContractInput } from '#lib/services/contracts/save-contract'
import { parseOptionalDecimal } from '../../forms/decimal'

const text = z.string().max(200)

/** A contract as it is being written: texts, until it is sent. */
export const contractDraft = z.object({
  name: text,
  provider: text,
  algorithm: text,
  coin: text,
  hashRate: text,
  starts: text,
  ends: text,
  fee: text,
  feeUnit: z.enum(['1000000', '1000000000', '1000000000000']),
  feeCurrency: text,
  paid: text,
  paidCurrency: text,
  rule: z.enum(['none', 'genesis', 'hashflare', 'own']),
  belowDays: text,
  graceDays: text,
  siteId: text,
  notes: z.string().max(2000),
})

export type ContractDraft = z.infer<typeof contractDraft>

/** The rules that providers are known to have had, and one's own. */
export const RULES = {
  genesis: { consecutiveDaysBelowFee: 0, graceDays: 60 },
  hashflare: { consecutiveDaysBelowFee: 28, graceDays: 0 },
}

/** What the service takes, or what cannot be understood, by field. Days are those of the site. */
export function inputOf(
  draft: ContractDraft,
  timeZone: string,
): { ok: true; input: ContractInput } | { ok: false; problems: Record<string, string> } {
  const problems: Record<string, string> = {}
  const hashesPerSecond = parseHashRate(draft.hashRate)
  if (!hashesPerSecond) problems.hashRate = 'Write a hash rate with its unit, such as 10 TH/s'
  const startsAtMs = startOfDate(draft.starts, timeZone)
  if (startsAtMs === undefined) problems.starts = 'Choose the day it started'
  const termEndsAtMs = draft.ends === '' ? undefined : startOfDate(draft.ends, timeZone)
  if (draft.ends !== '' && termEndsAtMs === undefined) problems.ends = 'Choose a day, or none for an open end'
  const number = (field: 'fee' | 'paid' | 'belowDays' | 'graceDays') => {
    const value = parseOptionalDecimal(draft[field])
    if (value !== undefined && !Number.isFinite(value)) problems[field] = 'Write a number, such as 0.14'
    return value
  }
  const [fee, paid, belowDays, graceDays] = [number('fee'), number('paid'), number('belowDays'), number('graceDays')]
  if (!hashesPerSecond || startsAtMs === undefined || Object.keys(problems).length > 0) return { ok: false, problems }
  const own = { consecutiveDaysBelowFee: belowDays ?? 0, graceDays: graceDays ?? 0 }
  const rule = draft.rule === 'none' ? undefined : draft.rule === 'own' ? own : RULES[draft.rule]
  return {
    ok: true,
    input: {
      name: draft.name,
      provider: draft.provider,
      algorithm: draft.algorithm,
      coin: draft.coin,
      hashesPerSecond,
      startsAtMs,
      siteId: Number(draft.siteId),
      ...(termEndsAtMs === undefined ? {} : { termEndsAtMs }),
      ...(fee === undefined
        ? {}
        : { fee: { perUnitDay: fee, unitHashes: Number(draft.feeUnit), currency: draft.feeCurrency } }),
      ...(paid === undefined ? {} : { paid: { amount: paid, currency: draft.paidCurrency } }),
      ...(rule ? { rule } : {}),
      ...(draft.notes.trim() === '' ? {} : { notes: draft.notes }),
    },
  }
}
