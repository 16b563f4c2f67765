import { assignmentsByRig } from '#lib/db/assignments'
import type { Database } from '#lib/db/database'
import { incomeSourceRecords } from '#lib/db/income-sources'
import { everyReceipt } from '#lib/db/receipts'
import { listSites } from '#lib/db/sites'
import { localPeriods } from '#lib/domain/calendar'
import { speaksAt } from '#lib/domain/dated'
import type { Assignment } from '#lib/domain/explained-money'
import { payerOf } from '#lib/domain/payers'
import { parsePico } from '#lib/domain/pico'
import { luckDeviation, type Reconciliation, reconcile } from '#lib/domain/reconciliation'
import { sumLedger } from '../ledger/sum-ledger.ts'
import { sumLocalPeriods } from '../sum-local-periods.ts'

/** Expected against credited, of one payer's coin in a month. `notes` say what could not be told apart. */
export type ComparedCoin = {
  payer: string
  coin: string
  reconciliation: Reconciliation
  /** What arrived in wallets in the same time; payouts lag behind what is credited. */
  paidPico: bigint
  notes: string[]
}

/**
 * A month's work against what payers credited, by payer and coin. Expected is the ledger's sum of that month, machine time
 * the fleet series' sums: the hours of single rigs are not touched. Nothing is said of a coin without any receipt.
 *
 * @param month `2026-11`
 */
export async function compareMonth(database: Database, month: string): Promise<ComparedCoin[]> {
  const sites = await listSites(database)
  const [first] = sites
  const [year = 0, of = 0] = month.split('-').map(Number)
  const middleMs = Date.UTC(year, of - 1, 15)
  const timeZone = first?.timeZone ?? 'UTC'
  const [span] = localPeriods('month', middleMs, middleMs + 1, timeZone)
  if (!span) return []
  const period = year * 100 + of
  const [sums, received, time, rigs] = await Promise.all([
    sumLedger(database, { level: 'month', fromPeriod: period, toPeriod: period, groupBy: ['payer', 'coin'] }),
    receivedBetween(database, span.fromMs, span.toMs),
    machineTime(database, sites, middleMs),
    assignmentsByRig(database),
  ])
  // Several currencies make several rows of the same coins.
  const expected = new Map<string, { payer: string; coin: string; pico: bigint }>()
  for (const { payer = '', coin = '', coinPico } of sums) {
    if (coin === '' || coinPico === undefined) continue
    const key = `${payer}|${coin}`
    expected.set(key, { payer, coin, pico: (expected.get(key)?.pico ?? 0n) + coinPico })
  }
  const compared: ComparedCoin[] = []
  for (const [key, { payer, coin, pico }] of expected) {
    const came = received.get(key) ?? (payer === 'pool' ? ofUnnamedPools(received, expected, coin) : undefined)
    if (!came) continue
    const assigned = assignmentOf(rigs, payer, coin, middleMs)
    const feeFraction = (assigned?.poolFeePercent ?? 0) / 100
    const notes = ['Rejected shares are not summed by month, so they stand in what is unexplained.']
    if (assigned?.assumed) notes.push('The pool’s fee is assumed.')
    const creditedPico = came.credits > 0 ? came.creditedPico : came.paidPico
    if (came.credits === 0) notes.push('This payer tells payouts only; they lag behind the work they are for.')
    const events = came.credits + came.payouts
    compared.push({
      ...{ payer, coin, paidPico: came.paidPico, notes },
      reconciliation: reconcile({
        claimedPico: gross(pico, feeFraction),
        creditedPico,
        ...time,
        feeFraction,
        // Each payment stands for at least one find, which is all that is known of a pool's blocks.
        luckFraction: luckDeviation(assigned?.scheme === 'pplns' ? { blocks: events } : {}),
      }),
    })
  }
  return compared
}

/** Work for a pool that nobody named is compared with what came of this coin from pools that no work names. */
function ofUnnamedPools(
  received: ReadonlyMap<string, Received>,
  expected: ReadonlyMap<string, unknown>,
  coin: string,
): Received | undefined {
  let sum: Received | undefined
  for (const [key, came] of received) {
    if (!key.endsWith(`|${coin}`) || key.startsWith('nicehash|') || expected.has(key)) continue
    sum = {
      creditedPico: (sum?.creditedPico ?? 0n) + came.creditedPico,
      paidPico: (sum?.paidPico ?? 0n) + came.paidPico,
      credits: (sum?.credits ?? 0) + came.credits,
      payouts: (sum?.payouts ?? 0) + came.payouts,
    }
  }
  return sum
}

type Received = { creditedPico: bigint; paidPico: bigint; credits: number; payouts: number }

/** The ledger's name of who a source reads from; of files and pools without one of their own nobody says it. */
function payerOfSource(kind: string | undefined): string {
  if (kind === '2miners') return 'twominers'
  return kind === undefined || kind === 'file' ? 'pool' : kind
}

/** By payer and coin. Watched addresses see the pools' payouts once more, so they stand apart. */
async function receivedBetween(database: Database, fromMs: number, toMs: number): Promise<Map<string, Received>> {
  const kinds = new Map((await incomeSourceRecords(database)).map(({ id, kind }) => [id, kind]))
  const found = new Map<string, Received>()
  for await (const { sourceId, coin, kind, amountPico, feePico } of everyReceipt(database, { fromMs, toMs })) {
    const source = kinds.get(sourceId)
    if (source === 'esplora') continue
    const key = `${payerOfSource(source)}|${coin}`
    const sum = found.get(key) ?? { creditedPico: 0n, paidPico: 0n, credits: 0, payouts: 0 }
    if (kind === 'credit') {
      sum.creditedPico += amountPico - (feePico ?? 0n)
      sum.credits += 1
    } else {
      sum.paidPico += amountPico
      sum.payouts += 1
    }
    found.set(key, sum)
  }
  return found
}

async function machineTime(database: Database, sites: { id: number; timeZone: string }[], middleMs: number) {
  const time = { workSeconds: 0, pausedSeconds: 0, expectedSeconds: 0 }
  for (const { id, timeZone } of sites) {
    const { sums } = await sumLocalPeriods(database, localPeriods('month', middleMs, middleMs + 1, timeZone), id)
    for (const sum of sums.get(0) ?? []) {
      time.workSeconds += sum.hashingSeconds
      time.pausedSeconds += sum.pausedSeconds
      time.expectedSeconds += sum.expectedSeconds
    }
  }
  return time
}

function assignmentOf(rigs: Map<number, Assignment[]>, payer: string, coin: string, atMs: number) {
  for (const assignments of rigs.values()) {
    const found = speaksAt(
      assignments.filter((one) => payerOf(one) === payer && one.coin === coin),
      atMs,
    )
    if (found) return found
  }
  return undefined
}

/** The ledger's amounts are net of the fee; the work was worth more. */
function gross(netPico: bigint, feeFraction: number): bigint {
  const kept = parsePico(1 - feeFraction)
  return kept === undefined || kept <= 0n ? netPico : (netPico * 10n ** 12n) / kept
}
