import { momentOf } from './alert-words.ts'
import type { Rows } from './rows.ts'
import { storedObject } from './stored-json.ts'

/** Where receipts come from. `settings` hold nothing secret; `secrets` is encrypted JSON, opened by services alone. */
export type IncomeSourceRecord = {
  id: number
  name: string
  kind: string
  coin: string
  /** What everything it brings belongs to, from now on: `contract:2`, `order:1`, `rig:7`. */
  subject?: string
  settings: Record<string, unknown>
  secrets?: string
  enabled: boolean
  createdAtMs: number
  lastSuccessAtMs?: number
  lastProblem?: string
  /** It is left alone until then. */
  notBeforeMs?: number
}

/** What an owner decides about a source. */
export type IncomeSourceChange = Pick<IncomeSourceRecord, 'name' | 'kind' | 'coin' | 'settings' | 'secrets' | 'enabled'>

/** All sources, oldest first. */
export async function incomeSourceRecords(rows: Rows): Promise<IncomeSourceRecord[]> {
  return (await rows.incomeSource.findMany({ orderBy: { id: 'asc' } })).map(recordOf)
}

export async function findIncomeSource(rows: Rows, id: number): Promise<IncomeSourceRecord | undefined> {
  const row = await rows.incomeSource.findUnique({ where: { id } })
  return row ? recordOf(row) : undefined
}

/** Adds a source and answers with its id. */
export async function insertIncomeSource(rows: Rows, change: IncomeSourceChange, createdAtMs: number): Promise<number> {
  const data = { ...columnsOf(change), createdAtMs: BigInt(createdAtMs) }
  return (await rows.incomeSource.create({ data })).id
}

/** Replaces what an owner decides; a changed source is asked again at once. */
export async function updateIncomeSource(rows: Rows, id: number, change: IncomeSourceChange): Promise<void> {
  await rows.incomeSource.update({
    where: { id },
    data: { ...columnsOf(change), lastProblem: null, notBeforeMs: null },
  })
}

/** Says what everything that a source brings belongs to; false when there is no such source. */
export async function setSourceSubject(rows: Rows, id: number, subject: string | undefined): Promise<boolean> {
  return (await rows.incomeSource.updateMany({ where: { id }, data: { subject: subject ?? null } })).count === 1
}

/** Removes a source with its receipts and states; false when there was none. */
export async function deleteIncomeSourceRecord(rows: Rows, id: number): Promise<boolean> {
  return (await rows.incomeSource.deleteMany({ where: { id } })).count === 1
}

/** Keeps how a source fared. An absent moment of success leaves the last one. */
export async function noteIncomeSource(
  rows: Rows,
  id: number,
  fared: { lastSuccessAtMs?: number; problem?: string; notBeforeMs?: number },
): Promise<void> {
  const { lastSuccessAtMs, problem, notBeforeMs } = fared
  await rows.incomeSource.updateMany({
    where: { id },
    data: {
      ...(lastSuccessAtMs === undefined ? {} : { lastSuccessAtMs: BigInt(lastSuccessAtMs) }),
      lastProblem: problem ?? null,
      notBeforeMs: notBeforeMs === undefined ? null : BigInt(notBeforeMs),
    },
  })
}

function columnsOf({ settings, secrets, ...change }: IncomeSourceChange) {
  return { ...change, settings: JSON.stringify(settings), secrets: secrets ?? null }
}

function recordOf(row: Awaited<ReturnType<Rows['incomeSource']['findMany']>>[number]): IncomeSourceRecord {
  return {
    ...{ id: row.id, name: row.name, kind: row.kind, coin: row.coin, enabled: row.enabled },
    ...(row.subject === null ? {} : { subject: row.subject }),
    settings: storedObject(row.settings) ?? {},
    secrets: row.secrets ?? undefined,
    createdAtMs: Number(row.createdAtMs),
    lastSuccessAtMs: momentOf(row.lastSuccessAtMs),
    lastProblem: row.lastProblem ?? undefined,
    notBeforeMs: momentOf(row.notBeforeMs),
  }
}
