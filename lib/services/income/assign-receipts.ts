import { z } from 'zod'
import { findCloudContract, listCloudContracts } from '#lib/db/cloud-contracts'
import type { Database } from '#lib/db/database'
import { listHashOrders } from '#lib/db/hash-orders'
import { setSourceSubject } from '#lib/db/income-sources'
import { setReceiptSubject } from '#lib/db/receipts'
import type { Rows } from '#lib/db/rows'
import { refused, refusedInput, type Saved } from '../saved.ts'

const id = z.int().positive()
const assignForm = z.object({
  of: z.union([z.strictObject({ id }), z.strictObject({ sourceId: id }), z.strictObject({ importId: id })]),
  /** Absent: they belong to nothing any more. */
  subject: z
    .string()
    .regex(/^(contract|order|rig):[1-9]\d{0,9}$/, 'Choose a contract, an order or a rig')
    .optional(),
})

export type AssignForm = z.input<typeof assignForm>

/**
 * Says that a receipt, or all of a source or of a file, belongs to a contract, an order or a rig; or to nothing. Of a source
 * that holds for what it brings from now on as well.
 */
export async function assignReceipts(database: Database, input: AssignForm): Promise<Saved<{ receipts: number }>> {
  const parsed = assignForm.safeParse(input)
  if (!parsed.success) return refusedInput(parsed.error)
  const { of, subject } = parsed.data
  return database.$transaction(async (rows) => {
    if (subject !== undefined && !(await isThere(rows, subject))) return refused('subject', 'It is gone')
    if ('sourceId' in of && !(await setSourceSubject(rows, of.sourceId, subject))) {
      return refused('form', 'This source is gone')
    }
    const receipts = await setReceiptSubject(rows, of, subject)
    if (receipts === 0 && !('sourceId' in of)) return refused('form', 'These receipts are gone')
    return { ok: true, changes: [{ kind: 'contracts' }], receipts }
  })
}

/** Everything that receipts may be told to belong to, but rigs, by name. */
export async function receiptOwners(database: Database): Promise<{ subject: string; name: string }[]> {
  const [contracts, orders] = await Promise.all([listCloudContracts(database), listHashOrders(database)])
  return [
    ...contracts.map((contract) => ({ subject: `contract:${contract.id}`, name: contract.name })),
    ...orders.map((order) => ({ subject: `order:${order.id}`, name: order.name })),
  ]
}

async function isThere(rows: Rows, subject: string): Promise<boolean> {
  const [kind, number] = subject.split(':')
  const subjectId = Number(number)
  if (kind === 'contract') return (await findCloudContract(rows, subjectId)) !== undefined
  if (kind === 'order') return (await rows.hashOrder.count({ where: { id: subjectId } })) === 1
  return (await rows.rig.count({ where: { id: subjectId } })) === 1
}
