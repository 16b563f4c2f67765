import { saveCreditedState } from '#lib/db/credited-states'
import type { Database } from '#lib/db/database'
import { type IncomeSourceRecord, incomeSourceRecords, noteIncomeSource } from '#lib/db/income-sources'
import { addReceipts, newestReceiptMs } from '#lib/db/receipts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#lib/domain/units'
import { readerOf } from '#lib/market/income/readers'
import { openSecretFields } from '../notify/open-channel.ts'
import type { Secrets } from '../secrets.ts'
import { valueReceipts } from './value-receipts.ts'

const INCOME_INTERVAL_MS = 10 * MINUTE_MS
const LONGEST_PAUSE_MS = DAY_MS
/** Asked for again, since a payer may correct its last days. */
const OVERLAP_MS = 3 * DAY_MS
const FIRST_SPAN_MS = 90 * DAY_MS

type IncomeContext = { database: Database; secrets: Pick<Secrets, 'decrypt'> }

/** Asks every enabled source whose ten minutes are over, and values what came. Call it every minute or so. */
export async function refreshIncome(
  context: IncomeContext,
  nowMs = Date.now(),
): Promise<{ added: number; problems: string[] }> {
  const { database } = context
  let added = 0
  const problems: string[] = []
  for (const source of await incomeSourceRecords(database)) {
    const dueAtMs = Math.max(source.notBeforeMs ?? 0, (source.lastSuccessAtMs ?? 0) + INCOME_INTERVAL_MS)
    if (!source.enabled || dueAtMs > nowMs || !readerOf(source.kind)) continue
    const result = await refreshSource(context, source, nowMs)
    added += result.added
    problems.push(...result.problems.map((problem) => `${source.name}: ${problem}`))
  }
  await valueReceipts(database)
  return { added, problems }
}

/** Asks a source and keeps what it says; a failure is kept too, and how long it is then left alone. */
export async function refreshSource({ database, secrets }: IncomeContext, source: IncomeSourceRecord, nowMs: number) {
  const { id } = source
  const result = await readSource(secrets, source, (await newestReceiptMs(database, id)) ?? nowMs - FIRST_SPAN_MS)
  if (!result.ok) {
    // Each failure in a row waits twice as long as the silence before it, a day at most.
    const silentMs = nowMs - (source.lastSuccessAtMs ?? source.createdAtMs)
    const patienceMs = source.lastProblem === undefined ? INCOME_INTERVAL_MS : silentMs
    const pauseMs = Math.min(LONGEST_PAUSE_MS, Math.max(INCOME_INTERVAL_MS, patienceMs, result.retryAfterMs ?? 0))
    await noteIncomeSource(database, id, { problem: result.reason, notBeforeMs: nowMs + pauseMs })
    return { ok: false as const, added: 0, problems: [result.reason] }
  }
  const added = await database.$transaction(async (rows) => {
    const count = await addReceipts(
      rows,
      result.receipts.map((receipt) => ({
        ...receipt,
        sourceId: id,
        ...(source.subject === undefined ? {} : { subject: source.subject }),
      })),
      nowMs,
    )
    const hourMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS
    for (const state of result.states)
      await saveCreditedState(rows, { ...state, sourceId: id, hourMs, observedAtMs: nowMs })
    await noteIncomeSource(rows, id, { lastSuccessAtMs: nowMs, problem: result.problems[0] })
    return count
  })
  const { receipts, states, problems } = result
  return { ok: true as const, added, told: receipts.length, states, problems }
}

/** What a source says now, its secrets opened for that alone. */
export async function readSource(
  secrets: Pick<Secrets, 'decrypt'>,
  source: Pick<IncomeSourceRecord, 'kind' | 'settings' | 'secrets'>,
  newestMs: number,
) {
  const reader = readerOf(source.kind)
  if (!reader) return { ok: false as const, reason: `This version of Davylamp cannot ask ${source.kind}` }
  const opened = openSecretFields(secrets, source.secrets)
  if (!opened) {
    return { ok: false as const, reason: 'Its secret cannot be read: was DAVYLAMP_SECRET changed? Type it in again' }
  }
  const checked = reader.settings.safeParse({ ...source.settings, ...opened })
  if (!checked.success) {
    return { ok: false as const, reason: `Its settings are not complete: ${checked.error.issues[0]?.message}` }
  }
  return reader.read(checked.data, newestMs - OVERLAP_MS)
}
