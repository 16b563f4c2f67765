import { z } from 'zod'
import type { Database } from '#lib/db/database'
import {
  deleteIncomeSourceRecord,
  findIncomeSource,
  insertIncomeSource,
  updateIncomeSource,
} from '#lib/db/income-sources'
import { incomeKinds } from '#lib/market/income/income-reader'
import { readerOf } from '#lib/market/income/readers'
import { openSecretFields } from '../notify/open-channel.ts'
import { refused, refusedInput, type Saved } from '../saved.ts'
import type { Secrets } from '../secrets.ts'

const sourceForm = z.object({
  id: z.int().positive().optional(),
  name: z.string().trim().min(1, 'Give it a name').max(60, 'A name has at most 60 letters'),
  kind: z.enum(incomeKinds, 'This kind of source is not known'),
  enabled: z.boolean().default(true),
  settings: z.record(z.string(), z.string()).default({}),
})

export type SourceForm = z.input<typeof sourceForm>

/**
 * Adds a source of receipts, or changes the one of that id. Secrets are encrypted; one left empty keeps what is stored,
 * unless the source would be asked elsewhere. One that is there and switched off may lack what it would need to be asked.
 */
export async function saveSource(
  { database, secrets }: { database: Database; secrets: Pick<Secrets, 'encrypt' | 'decrypt'> },
  input: SourceForm,
  nowMs = Date.now(),
): Promise<Saved<{ sourceId: number }>> {
  const parsed = sourceForm.safeParse(input)
  if (!parsed.success) return refusedInput(parsed.error)
  const { id, name, kind, enabled, settings } = parsed.data
  const stored = id === undefined ? undefined : await findIncomeSource(database, id)
  if (id !== undefined && !stored) return refused('form', 'This source is gone')
  if (stored && stored.kind !== kind) return refused('kind', 'A source stays what it is: add another one')
  const reader = readerOf(kind)
  const typed = Object.fromEntries(Object.entries(settings).filter(([, value]) => value.trim() !== ''))
  const opened = openSecretFields(secrets, stored?.secrets)
  const kept = opened ?? {}
  const checked = reader?.settings.safeParse({ ...kept, ...typed })
  const lacks = (field: PropertyKey | undefined) => !(String(field) in typed) && !(String(field) in kept)
  const isLacking = stored && !enabled && checked?.error?.issues.every(({ path: [field] }) => lacks(field))
  if (checked && !checked.success && !isLacking) return refusedInput(checked.error)
  const base = stored?.settings.baseUrl
  const all: Record<string, string> = checked?.data ?? {
    ...(base === undefined ? {} : { baseUrl: String(base) }),
    ...kept,
    ...typed,
  }
  const entries = Object.entries(all)
  const hidden = entries.filter(([field]) => reader?.secretFields.includes(field))
  // What cannot be read now may be again, once the installation's secret is what it was.
  const keepsUnread = opened === undefined && hidden.length === 0
  const reused = reader?.secretFields.find((field) => (keepsUnread || field in kept) && !(field in typed))
  if (stored && reused && base !== all.baseUrl) {
    return refused(reused, 'Type it in again: it would go to another server than before')
  }
  const change = {
    ...{ name, kind, enabled, coin: all.coin ?? COIN_OF[kind] ?? stored?.coin ?? '' },
    settings: Object.fromEntries(entries.filter(([field]) => !reader?.secretFields.includes(field))),
    secrets: keepsUnread
      ? stored?.secrets
      : hidden.length > 0
        ? secrets.encrypt(JSON.stringify(Object.fromEntries(hidden)))
        : undefined,
  }
  if (stored) await updateIncomeSource(database, stored.id, change)
  const sourceId = stored?.id ?? (await insertIncomeSource(database, change, nowMs))
  return { ok: true, sourceId, changes: [{ kind: 'settings' }] }
}

/** Removes a source with everything it brought. */
export async function deleteSource(database: Database, sourceId: number): Promise<Saved> {
  if (!(await deleteIncomeSourceRecord(database, sourceId))) return refused('form', 'This source is gone')
  return { ok: true, changes: [{ kind: 'settings' }] }
}

const COIN_OF: Partial<Record<(typeof incomeKinds)[number], string>> = {
  braiins: 'BTC',
  moneroocean: 'XMR',
  'public-pool': 'BTC',
  nicehash: 'BTC',
  esplora: 'BTC',
}
