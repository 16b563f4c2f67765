import type { Database } from '#lib/db/database'
import { type RigSpanSums, sumRigSpans, sumShares } from '#lib/db/rig-span-sums'
import { listSites } from '#lib/db/sites'
import { startOfLocalDay } from '#lib/domain/calendar'
import { localDayOf } from '#lib/domain/ledger/local-days'
import { ownPico } from '#lib/domain/own-pico'
import { paidSpan } from '#lib/domain/paid-span'
import { parsePayer } from '#lib/domain/payers'
import { parsePico } from '#lib/domain/pico'
import { luckDeviation, type Reconciliation, reconcile } from '#lib/domain/reconciliation'
import { DAY_MS } from '#lib/domain/units'
import { type LedgerSum, sumLedger } from '../ledger/sum-ledger.ts'
import { type PriceDifference, priceDifference, type SavedPower, savedPower } from './beside-the-gap.ts'
import { expectedSeconds, loadPaidRigs, type PaidRig, paidBy } from './paid-rigs.ts'
import { ofUnnamedPools, type PayerReceipts, receiptsByPayer } from './receipts-by-payer.ts'

/** Expected against credited, of one payer's coin. `notes` say what could not be told apart, and why. */
export type ComparedCoin = {
  payer: string
  coin: string
  /** The local days whose work is compared, both included: 20261127. */
  days: { first: number; last: number }
  /** A payer that tells what it credits is compared by that, any other by what it paid out. */
  by: 'credits' | 'payouts'
  reconciliation: Reconciliation
  /** What arrived in wallets in the same time; payouts lag behind what is credited. */
  paidPico: bigint
  /** What the part of luck stands for. */
  luck: LuckKnown
  rejectedFraction?: number
  saved?: SavedPower
  price?: PriceDifference
  notes: string[]
}

/**
 * Luck as it is known: by the owner's own shares where blocks are shared out, `none` where the payer pays by share or hash
 * and takes it upon itself, and unknown where the scheme or the shares are not known.
 */
export type LuckKnown = 'by own shares' | 'none' | 'shares not known' | 'scheme not known'

type Span = { fromMs: number; toMs: number }

/** Payouts so long before a span tell how often they come, and since when the first one in it is for. */
const LOOK_BACK_MS = 100 * DAY_MS

/**
 * The work of whole local days against what payers credited for it, by payer and coin. Expected is the ledger's sum of
 * rigs; time, power and shares are those of the rigs that this payer paid. Nothing is said of a coin without any receipt,
 * nor of a span that payouts do not reach.
 *
 * @param answeredUntilMs leaves out payers that were asked in vain since then: nobody knows what they credited
 */
export async function comparePayers(
  database: Database,
  span: Span,
  { answeredUntilMs }: { answeredUntilMs?: number } = {},
): Promise<ComparedCoin[]> {
  const timeZone = (await listSites(database))[0]?.timeZone ?? 'UTC'
  const received = await receiptsByPayer(database, { fromMs: span.fromMs - LOOK_BACK_MS, toMs: span.toMs })
  if (received.size === 0 || span.toMs <= span.fromMs) return []
  const sums = await ledgerOf(database, { fromMs: span.fromMs - LOOK_BACK_MS, toMs: span.toMs }, timeZone, [
    ...['payer' as const, 'coin' as const],
  ])
  const named = new Set(sums.filter(({ coinPico }) => coinPico !== undefined).map(keyOf))
  const rigs = await loadPaidRigs(database, span.fromMs - LOOK_BACK_MS, span.toMs)
  const compared: ComparedCoin[] = []
  for (const key of named) {
    const [payer = '', coin = ''] = key.split('|')
    const came =
      received.get(key) ?? (payer === 'pool' ? ofUnnamedPools(received, (one) => named.has(one), coin) : undefined)
    if (!came) continue
    const { answeredAtMs } = came
    if (answeredUntilMs !== undefined && answeredAtMs !== undefined && answeredAtMs < answeredUntilMs) continue
    const within = spanOf(came, span)
    if (within) compared.push(...(await compareOne(database, { payer, coin }, came, within, rigs, timeZone)))
  }
  return compared
}

/** Credits are for the days they name; payouts for the work since the one before. */
function spanOf({ credits, payouts, answeredAtMs }: PayerReceipts, span: Span): Span | undefined {
  if (credits.length > 0) {
    const isAny = credits.some(({ receivedAtMs }) => receivedAtMs >= span.fromMs)
    return isAny || answeredAtMs !== undefined ? span : undefined
  }
  return paidSpan(
    payouts.map(({ receivedAtMs }) => receivedAtMs),
    span,
    answeredAtMs !== undefined,
  )
}

async function compareOne(
  database: Database,
  { payer, coin }: { payer: string; coin: string },
  { credits, payouts }: PayerReceipts,
  within: Span,
  allRigs: readonly PaidRig[],
  timeZone: string,
): Promise<ComparedCoin[]> {
  // Days are whole in the ledger; a payout in the middle of one is for the days before it.
  const days = { fromMs: startOfLocalDay(within.fromMs, timeZone), toMs: startOfLocalDay(within.toMs, timeZone) }
  if (days.toMs <= days.fromMs) return []
  const rigs = paidBy(allRigs, { payer, coin }, days)
  const sums = await ledgerOf(database, days, timeZone, ['subject', 'payer', 'coin'], {
    payers: [payer],
    coins: [coin],
  })
  const work = sums.filter(({ subject = '', coinPico }) => subject.startsWith('rig:') && coinPico !== undefined)
  if (work.length === 0) return []
  const times = await sumRigSpans(database, onceEach(rigs))
  const sharesTold = await sumShares(database, rigs.map(spanAlone))
  const told = sharesTold ? sharesTold.accepted + sharesTold.rejected + sharesTold.stale : 0
  // Work of days without a single share: the miner tells none.
  const shares = told > 0 ? sharesTold : undefined
  const rejectedFraction = shares && (shares.rejected + shares.stale) / told
  const net = work.reduce((sum, { coinPico = 0n }) => sum + coinPico, 0n)
  const claimedPico = work.reduce((sum, one) => sum + gross(one.coinPico ?? 0n, feeOf(rigs, one.subject)), 0n)
  const by = credits.length > 0 ? ('credits' as const) : ('payouts' as const)
  // A payout that begins the span was for the work before it.
  const isIn = ({ receivedAtMs }: { receivedAtMs: number }) =>
    by === 'credits'
      ? receivedAtMs >= within.fromMs && receivedAtMs < within.toMs
      : receivedAtMs > within.fromMs && receivedAtMs <= within.toMs
  const counted = (by === 'credits' ? credits : payouts).filter(isIn)
  const schemes = new Set(rigs.map(({ assignment }) => assignment.scheme))
  const sum = (figure: (one: RigSpanSums) => number) => times.reduce((all, one) => all + figure(one), 0)
  const firstHours = new Map(times.map(({ rigId, firstHourMs }) => [rigId, firstHourMs]))
  return [
    {
      ...{ payer, coin, by },
      days: { first: localDayOf(days.fromMs, timeZone), last: localDayOf(days.toMs - 1, timeZone) },
      paidPico: payouts.filter(isIn).reduce((all, { amountPico }) => all + amountPico, 0n),
      reconciliation: reconcile({
        claimedPico,
        creditedPico: counted.reduce((all, receipt) => all + ownPico(receipt), 0n),
        workSeconds: sum(({ hashingSeconds }) => hashingSeconds),
        pausedSeconds: sum(({ pausedSeconds }) => pausedSeconds),
        expectedSeconds: expectedSeconds(rigs, firstHours),
        ...(rejectedFraction === undefined ? {} : { rejectedFraction }),
        feeFraction: claimedPico > 0n ? 1 - Number(net) / Number(claimedPico) : 0,
        // How many blocks a pool found nobody tells; what a rig found is known by its shares.
        luckFraction: luckDeviation(isShared(schemes) && shares ? { shares: shares.accepted } : {}),
      }),
      luck: luckKnown(payer, schemes, shares !== undefined),
      ...(rejectedFraction === undefined ? {} : { rejectedFraction }),
      ...(await savedPower(database, times, rigs, days, timeZone)),
      ...priceDifference(work, counted),
      notes: notesOf(by, rigs, rejectedFraction),
    },
  ]
}

function luckKnown(payer: string, schemes: ReadonlySet<string>, hasShares: boolean): LuckKnown {
  if (isShared(schemes)) return hasShares ? 'by own shares' : 'shares not known'
  return schemes.has('unknown') && parsePayer(payer) === 'pool' ? 'scheme not known' : 'none'
}

function notesOf(by: ComparedCoin['by'], rigs: readonly PaidRig[], rejected: number | undefined) {
  const notes: string[] = []
  if (by === 'payouts') notes.push('This payer tells payouts only: compared is the work from one payout to another.')
  if (rigs.some(({ assignment }) => assignment.assumed)) notes.push('The pool’s fee is assumed.')
  if (rejected === undefined) notes.push('How many shares were rejected is not known.')
  return notes
}

/** Where whole blocks are shared out, what comes scatters as they do; a pool that pays by share takes luck upon itself. */
function isShared(schemes: ReadonlySet<string>): boolean {
  return schemes.has('pplns') || schemes.has('prop') || schemes.has('solo')
}

/** By the time that each dated assignment spoke. */
function feeOf(rigs: readonly PaidRig[], subject: string | undefined): number {
  const own = rigs.filter(({ rigId }) => subject === `rig:${rigId}`)
  const spanMs = own.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0)
  if (spanMs === 0) return 0
  return own.reduce((sum, { fromMs, toMs, assignment }) => {
    return sum + (assignment.poolFeePercent / 100) * ((toMs - fromMs) / spanMs)
  }, 0)
}

/** The ledger's amounts are net of the fee; the work was worth more. */
function gross(netPico: bigint, feeFraction: number): bigint {
  const kept = parsePico(1 - feeFraction)
  return kept === undefined || kept <= 0n ? netPico : (netPico * 10n ** 12n) / kept
}

function ledgerOf(
  database: Database,
  { fromMs, toMs }: Span,
  timeZone: string,
  groupBy: ('subject' | 'payer' | 'coin')[],
  filter: { payers?: string[]; coins?: string[] } = {},
): Promise<LedgerSum[]> {
  const [fromPeriod, toPeriod] = [localDayOf(fromMs, timeZone), localDayOf(toMs - 1, timeZone)]
  return sumLedger(database, { level: 'day', fromPeriod, toPeriod, groupBy, filter })
}

function keyOf({ payer = '', coin = '' }: LedgerSum): string {
  return `${payer}|${coin}`
}

function spanAlone({ rigId, algorithm, fromMs, toMs }: PaidRig) {
  return { rigId, algorithm, fromMs, toMs }
}

/** Two algorithms at once are the same hours. */
function onceEach(rigs: readonly PaidRig[]) {
  return [...new Map(rigs.map((paid) => [`${paid.rigId} ${paid.fromMs} ${paid.toMs}`, spanAlone(paid)])).values()]
}
