import { z } from 'zod'
import type { ContractTerms, TerminationRule } from '#lib/domain/cloud-contract'
import type { Rows } from './rows.ts'
import { storedJson } from './stored-json.ts'

/** A rented contract with its terms. `endsAtMs` is the earlier of its term and the moment it was ended. */
export type CloudContract = ContractTerms & {
  id: number
  name: string
  siteId: number
  /** As agreed; absent for an open end. */
  termEndsAtMs?: number
  /** Set when it was ended before its term. */
  endedAtMs?: number
  endReason?: string
  paid?: { nano: bigint; currency: string }
  notes?: string
  createdAtMs: number
}

export type ContractFields = Omit<CloudContract, 'id' | 'endsAtMs' | 'endedAtMs' | 'endReason' | 'createdAtMs'>

const storedRule = z.object({ consecutiveDaysBelowFee: z.number(), graceDays: z.number() })

/** All contracts, ended ones too, by name. */
export async function listCloudContracts(rows: Rows): Promise<CloudContract[]> {
  return (await rows.cloudContract.findMany({ orderBy: [{ name: 'asc' }, { id: 'asc' }] })).map(toContract)
}

/** The contract with this id, or undefined. */
export async function findCloudContract(rows: Rows, id: number): Promise<CloudContract | undefined> {
  const row = await rows.cloudContract.findUnique({ where: { id } })
  return row ? toContract(row) : undefined
}

/** Adds a contract and answers with its id. */
export async function insertCloudContract(rows: Rows, fields: ContractFields, createdAtMs: number): Promise<number> {
  const { id } = await rows.cloudContract.create({ data: { ...columns(fields), createdAtMs: BigInt(createdAtMs) } })
  return id
}

export async function updateCloudContract(rows: Rows, id: number, fields: ContractFields): Promise<void> {
  await rows.cloudContract.update({ where: { id }, data: columns(fields) })
}

/** Ends a contract at a moment, or lets it run again to its term. */
export async function endCloudContract(
  rows: Rows,
  id: number,
  end: { endedAtMs: number; endReason: string } | undefined,
): Promise<void> {
  const data = { endedAtMs: end ? BigInt(end.endedAtMs) : null, endReason: end?.endReason ?? null }
  await rows.cloudContract.update({ where: { id }, data })
}

export async function removeCloudContract(rows: Rows, id: number): Promise<void> {
  await rows.cloudContract.delete({ where: { id } })
}

function columns({ fee, rule, paid, termEndsAtMs, startsAtMs, notes, ...plain }: ContractFields) {
  return {
    ...plain,
    startsAtMs: BigInt(startsAtMs),
    endsAtMs: termEndsAtMs === undefined ? null : BigInt(termEndsAtMs),
    feePerDay: fee?.perUnitDay ?? null,
    feeCurrency: fee?.currency ?? null,
    ...(fee ? { feeUnitHashes: fee.unitHashes } : {}),
    paidNano: paid?.nano ?? null,
    paidCurrency: paid?.currency ?? null,
    rule: JSON.stringify(rule ?? {}),
    notes: notes ?? null,
  }
}

type Row = NonNullable<Awaited<ReturnType<Rows['cloudContract']['findUnique']>>>

function toContract(row: Row): CloudContract {
  const { id, name, provider, algorithm, coin, hashesPerSecond, siteId } = row
  const contract: CloudContract = {
    ...{ id, name, provider, algorithm, coin, hashesPerSecond, siteId },
    startsAtMs: Number(row.startsAtMs),
    createdAtMs: Number(row.createdAtMs),
  }
  const ends = [row.endsAtMs, row.endedAtMs].flatMap((end) => (end === null ? [] : [Number(end)]))
  if (ends.length > 0) contract.endsAtMs = Math.min(...ends)
  if (row.endsAtMs !== null) contract.termEndsAtMs = Number(row.endsAtMs)
  if (row.endedAtMs !== null) contract.endedAtMs = Number(row.endedAtMs)
  if (row.endReason !== null) contract.endReason = row.endReason
  if (row.notes !== null) contract.notes = row.notes
  if (row.feePerDay !== null && row.feeCurrency !== null) {
    contract.fee = { perUnitDay: row.feePerDay, unitHashes: row.feeUnitHashes, currency: row.feeCurrency }
  }
  if (row.paidNano !== null && row.paidCurrency !== null) {
    contract.paid = { nano: row.paidNano, currency: row.paidCurrency }
  }
  const rule = ruleOf(row.rule)
  if (rule) contract.rule = rule
  return contract
}

function ruleOf(text: string): TerminationRule | undefined {
  const parsed = storedRule.safeParse(storedJson(text))
  return parsed.success ? parsed.data : undefined
}
