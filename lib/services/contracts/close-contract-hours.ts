import { type CloudContract, findCloudContract, listCloudContracts } from '#lib/db/cloud-contracts'
import { readCursor, removeCursor, saveCursor } from '#lib/db/job-cursors'
import type { Rows } from '#lib/db/rows'
import { contractEntry } from '#lib/domain/contract-hour'
import type { LedgerEntry } from '#lib/domain/ledger/entry'
import { DAY_MS, HOUR_MS } from '#lib/domain/units'
import { datedCurrencies } from '../currency.ts'
import { datedRates } from '../dated-rates.ts'
import { type LedgerContext, recordEntries } from '../ledger/record-entries.ts'
import { loadFiatRates } from './load-fiat-rates.ts'

const HOURS_AT_ONCE = (7 * DAY_MS) / HOUR_MS

const until = (contractId: number) => `contract-hours/${contractId}`
/** Up to where hours are made anew, by why. */
const again = (contractId: number, why: Why) => `contract-again/${why}/${contractId}`

type Why = 'contract' | 'rates'

/**
 * Writes every closed hour of every contract to the ledger, from its start on, also of a past that is entered later, at
 * the rates of then. Each week done is remembered, so that an interrupted run goes on where it stood. Answers with the
 * number of hours written or corrected.
 */
export async function closeContractHours(
  context: LedgerContext,
  closedUntilMs: number,
  nowMs = Date.now(),
): Promise<number> {
  let written = 0
  for (const contract of await listCloudContracts(context.database)) {
    written += await closeContract(context, contract, closedUntilMs, nowMs)
  }
  return written
}

async function closeContract(
  context: LedgerContext,
  contract: CloudContract,
  closedUntilMs: number,
  nowMs: number,
): Promise<number> {
  const { database } = context
  const termsMs = (await readCursor(database, again(contract.id, 'contract'))) ?? 0
  const ratesMs = (await readCursor(database, again(contract.id, 'rates'))) ?? 0
  const redoMs = Math.max(termsMs, ratesMs)
  const endMs = Math.ceil((contract.endsAtMs ?? closedUntilMs) / HOUR_MS) * HOUR_MS
  const toMs = Math.min(closedUntilMs, Math.max(endMs, redoMs))
  let known = await contractClosedUntil(database, contract.id)
  let fromMs = known ?? hourOf(contract.startsAtMs)
  let written = 0
  while (fromMs < toMs) {
    const stopMs = Math.min(toMs, fromMs + HOURS_AT_ONCE * HOUR_MS)
    const entries = await entriesOf(context, contract, fromMs, stopMs)
    const reason = fromMs < termsMs ? 'contract changed' : fromMs < ratesMs ? 'rates changed' : 'closed'
    const { created, corrected } = await recordEntries(context, entries, reason, nowMs)
    written += created + corrected
    if (!(await findCloudContract(database, contract.id))) {
      // Deleted while its hours were made: what was just written is taken back.
      await emptyContract(context, contract, { fromMs, toMs: stopMs - HOUR_MS }, nowMs)
      return written
    }
    // Its terms changed meanwhile: the next run begins anew with what holds then.
    if ((await contractClosedUntil(database, contract.id)) !== known) return written
    await saveCursor(database, until(contract.id), stopMs)
    fromMs = stopMs
    known = stopMs
  }
  if (redoMs > 0 && redoMs <= fromMs) await forgetRedo(database, contract.id)
  return written
}

async function entriesOf(
  { database }: LedgerContext,
  contract: CloudContract,
  fromMs: number,
  toMs: number,
): Promise<LedgerEntry[]> {
  const rates = await datedRates(database, { currencies: await datedCurrencies(database) }, fromMs, toMs)
  const fiat = await loadFiatRates(database)
  const entries: LedgerEntry[] = []
  for (let hourMs = fromMs; hourMs < toMs; hourMs += HOUR_MS) {
    entries.push(contractEntry(contract, hourMs, rates.at(hourMs), fiat.at(hourMs)))
  }
  return entries
}

/** Up to when a contract's hours stand in the ledger; undefined before the first. */
export function contractClosedUntil(rows: Rows, contractId: number): Promise<number | undefined> {
  return readCursor(rows, until(contractId))
}

/** Lets the hours of a contract since `fromMs` be made anew: what no longer falls into its term is emptied. */
export async function redoContract(
  rows: Rows,
  contractId: number,
  fromMs: number,
  why: Why = 'contract',
): Promise<void> {
  const done = await contractClosedUntil(rows, contractId)
  if (done === undefined || hourOf(fromMs) >= done) return
  const before = (await readCursor(rows, again(contractId, why))) ?? 0
  await saveCursor(rows, again(contractId, why), Math.max(done, before))
  await saveCursor(rows, until(contractId), hourOf(fromMs))
}

/** What stood of a contract in the ledger is corrected to nothing; former versions stay readable. */
export async function emptyContract(
  context: LedgerContext,
  contract: CloudContract,
  span: { fromMs: number; toMs: number },
  nowMs: number,
): Promise<void> {
  const never = { ...contract, startsAtMs: span.toMs + HOUR_MS, endsAtMs: span.toMs + HOUR_MS }
  for (let fromMs = span.fromMs; fromMs <= span.toMs; fromMs += HOURS_AT_ONCE * HOUR_MS) {
    const toMs = Math.min(span.toMs + HOUR_MS, fromMs + HOURS_AT_ONCE * HOUR_MS)
    await recordEntries(context, await entriesOf(context, never, fromMs, toMs), 'contract changed', nowMs)
  }
  await removeCursor(context.database, until(contract.id))
  await forgetRedo(context.database, contract.id)
}

/** Rates of the past changed: the hours of all contracts since then are made anew. */
export async function redoContracts(rows: Rows, fromMs: number): Promise<void> {
  for (const { id, startsAtMs } of await listCloudContracts(rows)) {
    await redoContract(rows, id, Math.max(fromMs, startsAtMs), 'rates')
  }
}

async function forgetRedo(rows: Rows, contractId: number): Promise<void> {
  for (const why of ['contract', 'rates'] as const) await removeCursor(rows, again(contractId, why))
}

function hourOf(atMs: number): number {
  return Math.floor(atMs / HOUR_MS) * HOUR_MS
}
