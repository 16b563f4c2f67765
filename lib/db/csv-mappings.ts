import { z } from 'zod'
import type { Rows } from './rows.ts'
import { storedJson, storedObject } from './stored-json.ts'

/** Which column of a kind of file means what, under the name its owner gave it; `columns` are those the file had. */
export type CsvMappingRecord = {
  id: number
  name: string
  columns: string[]
  mapping: Record<string, unknown>
}

export type MappedKind = 'receipts' | 'contracts' | 'orders'

const names = z.array(z.string())

/** Mappings of a kind of file, the newest first. */
export async function listCsvMappings(rows: Rows, kind: MappedKind): Promise<CsvMappingRecord[]> {
  const found = await rows.csvMapping.findMany({ where: { kind }, orderBy: [{ createdAtMs: 'desc' }, { id: 'desc' }] })
  return found.map(({ id, name, columns, mapping }) => ({
    ...{ id, name, mapping: storedObject(mapping) ?? {} },
    columns: names.safeParse(storedJson(columns)).data ?? [],
  }))
}

/** Keeps a mapping; one of the same name is written over. */
export async function saveCsvMapping(
  rows: Rows,
  kind: MappedKind,
  { name, columns, mapping }: Omit<CsvMappingRecord, 'id'>,
  nowMs: number,
): Promise<void> {
  const data = { kind, columns: JSON.stringify(columns), mapping: JSON.stringify(mapping), createdAtMs: BigInt(nowMs) }
  await rows.csvMapping.upsert({ where: { name }, create: { name, ...data }, update: data })
}

/** False when there was none. */
export async function deleteCsvMapping(rows: Rows, id: number): Promise<boolean> {
  return (await rows.csvMapping.deleteMany({ where: { id } })).count === 1
}
