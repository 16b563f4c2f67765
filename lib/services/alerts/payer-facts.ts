import type { Database } from '#lib/db/database'
import { listSites } from '#lib/db/sites'
import type { PayerFacts, Rule } from '#lib/domain/alerts'
import { startOfLocalDay } from '#lib/domain/calendar'
import { formatCoin } from '#lib/domain/format'
import { fromPico } from '#lib/domain/pico'
import { DAY_MS } from '#lib/domain/units'
import { type ComparedCoin, comparePayers } from '../income/compare-payers.ts'
import { receiptsByPayer } from '../income/receipts-by-payer.ts'
import { lastCreditedMs } from '../income/reconcile.ts'

/** Whoever told nothing for longer is no payer any more; what was told of it is over. */
const HEARD_WITHIN_MS = 100 * DAY_MS

/**
 * What payers credited of the work of whole days that can have been credited by now, over the windows of the rules that
 * ask for it. One that was not heard of since the last of these days, or cannot be compared, has no gaps: nobody knows.
 */
export async function payerFacts(database: Database, rules: readonly Rule[], nowMs: number): Promise<PayerFacts[]> {
  const asking = rules.filter(({ kind, enabled }) => kind === 'payout-gap' && enabled)
  const windows = new Set(asking.flatMap(({ settings }) => settings.windowMs ?? []))
  if (windows.size === 0) return []
  const timeZone = (await listSites(database))[0]?.timeZone ?? 'UTC'
  const toMs = lastCreditedMs(nowMs, timeZone)
  const found = new Map<string, PayerFacts & { gaps: PayerFacts['gaps'][number][] }>()
  const factsOf = (payer: string, coin: string) => {
    const facts = found.get(`${payer}|${coin}`) ?? { subject: 'payer' as const, payer, coin, gaps: [] }
    found.set(`${payer}|${coin}`, facts)
    return facts
  }
  for (const key of (await receiptsByPayer(database, { fromMs: nowMs - HEARD_WITHIN_MS, toMs: nowMs })).keys()) {
    const [payer = '', coin = ''] = key.split('|')
    factsOf(payer, coin)
    // Work for a pool that nobody named is compared with what came from any.
    factsOf('pool', coin)
  }
  for (const windowMs of windows) {
    const fromMs = startOfLocalDay(toMs - windowMs, timeZone)
    for (const one of await comparePayers(database, { fromMs, toMs }, { answeredUntilMs: toMs })) {
      const facts = factsOf(one.payer, one.coin)
      const { unexplainedFraction } = one.reconciliation
      if (unexplainedFraction !== undefined) facts.gaps.push({ windowMs, unexplainedFraction, words: wordsOf(one) })
    }
  }
  return [...found.values()]
}

function wordsOf({ coin, days, reconciliation: { creditedPico, expectedPico } }: ComparedCoin): string {
  const [credited, expected] = [fromPico(creditedPico), fromPico(expectedPico)]
  const words = `${formatCoin(credited, coin, [expected])} of ${formatCoin(expected, coin, [credited])} expected`
  return `${words}, ${dayText(days.first)} to ${dayText(days.last)}`
}

/** 20261127 is 2026-11-27. */
function dayText(day: number): string {
  return String(day).replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3')
}
