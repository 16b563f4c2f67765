import { z } from 'zod'
import { deleteCsvMapping, listCsvMappings, saveCsvMapping } from '#lib/db/csv-mappings'
import type { Database } from '#lib/db/database'
import { refused, refusedInput, type Saved } from '../saved.ts'
import { type CsvMapping, csvMapping } from './receipts-csv.ts'

const mappingForm = z.object({
  name: z.string().trim().min(1, 'Give it a name').max(60, 'A name has at most 60 letters'),
  columns: z.array(z.string().max(200)).max(200),
  mapping: csvMapping,
})

export type MappingForm = z.input<typeof mappingForm>
export type SavedMapping = { id: number; name: string; mapping: CsvMapping }

/** Keeps what the columns of a file mean under a name; one of that name is written over. */
export async function saveMapping(database: Database, input: MappingForm, nowMs = Date.now()): Promise<Saved> {
  const parsed = mappingForm.safeParse(input)
  if (!parsed.success) return refusedInput(parsed.error)
  await saveCsvMapping(database, 'receipts', parsed.data, nowMs)
  return { ok: true, changes: [] }
}

/** The mappings that were saved for a file with these columns, whatever their order; the newest first. */
export async function mappingsFor(database: Database, columns: readonly string[]): Promise<SavedMapping[]> {
  const wanted = [...columns].sort().join('\n')
  return (await listCsvMappings(database, 'receipts')).flatMap(({ id, name, columns: known, mapping }) => {
    const parsed = csvMapping.safeParse(mapping)
    const fits = [...known].sort().join('\n') === wanted
    return fits && parsed.success ? [{ id, name, mapping: parsed.data }] : []
  })
}

export async function deleteMapping(database: Database, mappingId: number): Promise<Saved> {
  if (!(await deleteCsvMapping(database, mappingId))) return refused('form', 'These columns are gone')
  return { ok: true, changes: [] }
}
