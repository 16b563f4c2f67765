import { z } from 'zod'
import { listCloudContracts } from '#lib/db/cloud-contracts'
import type { Database } from '#lib/db/database'
import { listHashOrders } from '#lib/db/hash-orders'
import { refusedInput, type Saved } from '../saved.ts'
import { saveContract } from './save-contract.ts'
import { saveOrder } from './save-order.ts'
import { readContracts, readOrders, termsMapping } from './terms-csv.ts'

const termsForm = z.object({
  kind: z.enum(['contracts', 'orders']),
  csv: z.string().min(1, 'The file is empty').max(2_000_000, 'The file is larger than 2 MB'),
  mapping: termsMapping,
  /** For contracts: by whose calendar their days are counted, and the currency of amounts that name none. */
  siteId: z.int().positive(),
  currency: z.string().length(3),
})
export type TermsForm = z.input<typeof termsForm>

type Told = { added: number; known: number; refusals: { line: number; reason: string }[] }

/**
 * Takes in a file of contracts or orders and tells which lines were refused and why. One that is there already, by its name
 * and the moment it began, is known: the same file again adds nothing. An order is known by the marketplace's own id where
 * it has one, and then gets what a later file says of it: one that ran on has spent more.
 */
export async function importTerms(database: Database, input: TermsForm, nowMs = Date.now()): Promise<Saved<Told>> {
  const parsed = termsForm.safeParse(input)
  if (!parsed.success) return refusedInput(parsed.error)
  const { kind, csv, mapping, ...given } = parsed.data
  const told: Told = { added: 0, known: 0, refusals: [] }
  const known = await knownTerms(database, kind)
  const keep = async (line: number, key: string, save: () => Promise<Saved<object>>) => {
    const isKnown = known.has(key)
    if (isKnown && !isById(key)) {
      told.known += 1
      return
    }
    const saved = await save()
    if (saved.ok) {
      told[isKnown ? 'known' : 'added'] += 1
      known.add(key)
    } else told.refusals.push({ line, reason: Object.values(saved.problems)[0] ?? 'It was refused' })
  }
  if (kind === 'contracts') {
    const { read, refused } = readContracts(csv, mapping, given)
    told.refusals.push(...refused)
    for (const { line, input: one } of read) {
      await keep(line, keyOf(one), () => saveContract(database, one, { nowMs }))
    }
  } else {
    const { read, refused } = readOrders(csv, mapping)
    told.refusals.push(...refused)
    for (const { line, input: one } of read) await keep(line, keyOf(one), () => saveOrder(database, one, nowMs))
  }
  told.refusals.sort((one, other) => one.line - other.line)
  return { ok: true, changes: [{ kind: 'contracts' }], ...told }
}

async function knownTerms(database: Database, kind: 'contracts' | 'orders'): Promise<Set<string>> {
  const there = kind === 'contracts' ? await listCloudContracts(database) : await listHashOrders(database)
  return new Set(there.map(keyOf))
}

const BY_ID = 'id|'

function keyOf({ name, startsAtMs, externalId }: { name: string; startsAtMs: number; externalId?: string }): string {
  return externalId === undefined ? `name|${name.trim()}|${startsAtMs}` : `${BY_ID}${externalId.trim()}`
}

function isById(key: string): boolean {
  return key.startsWith(BY_ID)
}
