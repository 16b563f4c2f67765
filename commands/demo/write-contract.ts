import type { Database } from '#lib/db/database'
import type { ReadingStore } from '#lib/db/reading-store'
import { listSites } from '#lib/db/sites'
import { startOfLocalDay } from '#lib/domain/calendar'
import { DAY_MS, HOUR_MS } from '#lib/domain/units'
import { closeContractHours } from '#lib/services/contracts/close-contract-hours'
import { endContract } from '#lib/services/contracts/end-contract'
import { saveContract } from '#lib/services/contracts/save-contract'

const DAYS_BELOW = 50

/**
 * Contracts of cloud mining: one ten days before its provider ends it for its fee, one that paid for its fee and ran out
 * months ago, and one of Ethereum in 2021.
 */
export async function writeContracts(
  context: { database: Database; store: ReadingStore },
  nowMs: number,
): Promise<void> {
  const { database } = context
  const [site] = await listSites(database)
  if (!site) return
  const usual = { provider: 'Genesis Mining', algorithm: 'sha256d', coin: 'BTC', siteId: site.id }
  const rule = { consecutiveDaysBelowFee: 0, graceDays: 60 }
  const midnight = (days: number) =>
    startOfLocalDay(startOfLocalDay(nowMs, site.timeZone) - days * DAY_MS + 6 * HOUR_MS, site.timeZone)
  const dear = {
    ...usual,
    name: 'Genesis open-ended',
    hashesPerSecond: 25e12,
    startsAtMs: midnight(DAYS_BELOW),
    fee: { perUnitDay: 0.14, currency: 'USD' },
    paid: { amount: 1_500, currency: 'USD' },
    rule,
  }
  const cheap = {
    ...usual,
    name: 'Genesis two-year',
    hashesPerSecond: 40e12,
    startsAtMs: midnight(150),
    fee: { perUnitDay: 0.02, currency: 'USD' },
    paid: { amount: 120, currency: 'USD' },
    rule,
  }
  const ethereum = {
    ...usual,
    name: 'Genesis Ethereum 2021',
    algorithm: 'ethash',
    coin: 'ETH',
    hashesPerSecond: 120e6,
    startsAtMs: Date.UTC(2021, 1, 1),
    termEndsAtMs: Date.UTC(2021, 8, 30),
    paid: { amount: 1_900, currency: 'USD' },
  }
  const running = await saveContract(database, dear, { nowMs })
  const over = await saveContract(database, cheap, { nowMs })
  const past = await saveContract(database, ethereum, { nowMs })
  if (!running.ok || !over.ok || !past.ok) throw new Error('The contracts of the demo were refused')
  const end = { contractId: over.contractId, endedAtMs: midnight(60), reason: 'its term was over' }
  const ended = await endContract(database, end, nowMs)
  if (!ended.ok) throw new Error('The contract of the demo could not be ended')
  await closeContractHours(context, Math.floor(nowMs / HOUR_MS) * HOUR_MS, nowMs)
}
