import type { Database } from '#lib/db/database'
import type { ReceiptRecord } from '#lib/db/receipts'
import type { RigSpanSums } from '#lib/db/rig-span-sums'
import { localDayOf } from '#lib/domain/ledger/local-days'
import { fromNano } from '#lib/domain/money'
import { ownPico } from '#lib/domain/own-pico'
import { fromPico } from '#lib/domain/pico'
import { type LedgerSum, sumLedger } from '../ledger/sum-ledger.ts'

/** Energy that chosen pauses did not use, and what it would have cost at the mean price of what was used. */
export type SavedPower = { energyWattHours: number; cost?: { amount: number; currency: string } }

/** What came, at the price when it came, against the mean price of the work it is for: money won or lost by waiting. */
export type PriceDifference = { currency: string; workPrice: number; receivedPrice: number; difference: number }

/** Against what each rig drew in its hours without a pause; absent where there were none, or no power is known. */
export async function savedPower(
  database: Database,
  times: readonly RigSpanSums[],
  rigs: readonly { rigId: number }[],
  { fromMs, toMs }: { fromMs: number; toMs: number },
  timeZone: string,
): Promise<{ saved?: SavedPower }> {
  const savings = times.flatMap(({ pausedHours, otherHours }) => {
    if (pausedHours.poweredSeconds === 0 || otherHours.poweredSeconds === 0) return []
    const usual = (otherHours.energyWh * pausedHours.poweredSeconds) / otherHours.poweredSeconds
    return [Math.max(0, usual - pausedHours.energyWh)]
  })
  if (savings.length === 0) return {}
  const energyWattHours = savings.reduce((sum, saved) => sum + saved, 0)
  const spent = await sumLedger(database, {
    level: 'day',
    fromPeriod: localDayOf(fromMs, timeZone),
    toPeriod: localDayOf(toMs - 1, timeZone),
    groupBy: [],
    filter: { subjects: [...new Set(rigs.map(({ rigId }) => `rig:${rigId}`))] },
  })
  const [only] = spent
  if (!only || spent.length > 1 || only.costNano === undefined || only.energyMilliWh <= 0n) {
    return { saved: { energyWattHours } }
  }
  const perWattHour = fromNano(only.costNano) / (Number(only.energyMilliWh) / 1000)
  return { saved: { energyWattHours, cost: { amount: energyWattHours * perWattHour, currency: only.currency } } }
}

/** Where work and receipts are valued in one and the same currency. */
export function priceDifference(
  work: readonly LedgerSum[],
  receipts: readonly ReceiptRecord[],
): { price?: PriceDifference } {
  const valued = work.filter(({ revenueNano }) => revenueNano !== undefined)
  const currency = valued[0]?.currency
  const came = receipts.filter(({ value }) => value !== undefined)
  if (currency === undefined || came.length === 0) return {}
  if (valued.some((one) => one.currency !== currency)) return {}
  if (came.some(({ value }) => value?.priceCurrency !== currency)) return {}
  const workCoins = fromPico(valued.reduce((sum, { coinPico = 0n }) => sum + coinPico, 0n))
  const receivedCoins = fromPico(came.reduce((sum, receipt) => sum + ownPico(receipt), 0n))
  if (workCoins <= 0 || receivedCoins <= 0) return {}
  const workPrice = fromNano(valued.reduce((sum, { revenueNano = 0n }) => sum + revenueNano, 0n)) / workCoins
  const worth = fromNano(came.reduce((sum, { value }) => sum + (value?.valueNano ?? 0n), 0n))
  const receivedPrice = worth / receivedCoins
  return { price: { currency, workPrice, receivedPrice, difference: worth - workPrice * receivedCoins } }
}
