import { z } from 'zod'
import { type CloudContract, listCloudContracts } from '#lib/db/cloud-contracts'
import type { Database } from '#lib/db/database'
import { type HashOrder, listHashOrders } from '#lib/db/hash-orders'
import { fromNano } from '#lib/domain/money'
import type { Refused, Saved } from '../saved.ts'
import { type ContractInput, checkContract, saveContract } from './save-contract.ts'
import { checkOrder, type OrderInput, saveOrder } from './save-order.ts'
import { type ReadTerms, readContracts, readOrders, termsMapping } from './terms-csv.ts'
import { type ToldTerms, termsOfContract, termsOfContractInput, termsOfOrder } from './told-terms.ts'

export const termsForm = z.object({
  kind: z.enum(['contracts', 'orders']),
  csv: z.string().min(1, 'The file is empty').max(2_000_000, 'The file is larger than 2 MB'),
  mapping: termsMapping,
  /** For contracts: by whose calendar their days are counted, and the currency of amounts that name none. */
  siteId: z.int().positive(),
  currency: z.string().length(3),
  /** What to do with a line whose name and start are there already, with other terms. */
  differing: z.enum(['leave', 'change', 'add']).default('leave'),
})
export type TermsForm = z.input<typeof termsForm>
type Form = z.output<typeof termsForm>

/** How a file of one kind is read, what of it is there, and how a line is kept: as a new one, or by changing one. */
export type TermsKind<Input, There extends { id: number }> = {
  read: () => ReadTerms<Input>
  there: () => Promise<There[]>
  termsThere: (there: There) => ToldTerms
  termsTold: (input: Input) => ToldTerms
  save: (input: Input, changed?: There) => Promise<Saved>
  /** Whether `save` would, without doing so. */
  check: (input: Input, changed?: There) => { ok: true } | Refused
  /** Whether a later file's word counts without being asked. */
  followsFile: (input: Input) => boolean
}

export function contractKind(database: Database, form: Form, nowMs: number): TermsKind<ContractInput, CloudContract> {
  const { timeZone } = form.mapping
  return {
    read: () => readContracts(form.csv, form.mapping, form),
    there: () => listCloudContracts(database),
    termsThere: (contract) => termsOfContract(contract, timeZone),
    termsTold: (input) => termsOfContractInput(input, timeZone),
    followsFile: () => false,
    check: (input, changed) => checkContract(changedInto(changed, input)),
    save: (input, changed) =>
      saveContract(database, changedInto(changed, input), {
        nowMs,
        ...(changed === undefined ? {} : { contractId: changed.id }),
      }),
  }
}

export function orderKind(database: Database, form: Form, nowMs: number): TermsKind<OrderInput, HashOrder> {
  const { timeZone } = form.mapping
  return {
    read: () => readOrders(form.csv, form.mapping),
    there: () => listHashOrders(database),
    termsThere: (order) => termsOfOrder(order, timeZone),
    termsTold: (input) => termsOfOrder(input, timeZone),
    followsFile: ({ externalId }) => externalId !== undefined,
    check: (input, changed) => checkOrder({ ...endOf(changed), ...input }),
    save: (input, changed) => saveOrder(database, { ...endOf(changed), ...input }, nowMs, changed?.id),
  }
}

/** What a later file does not say of an order's end stays as it is. */
function endOf(order: HashOrder | undefined): Pick<OrderInput, 'endsAtMs'> {
  return order?.endsAtMs === undefined ? {} : { endsAtMs: order.endsAtMs }
}

function changedInto(there: CloudContract | undefined, input: ContractInput): ContractInput {
  return there === undefined ? input : { ...inputOf(there), ...input, siteId: there.siteId }
}

/** A contract as a form would send it, so that terms which a file does not tell stay. */
function inputOf({ paid, id: _id, endsAtMs: _ends, createdAtMs: _made, ...contract }: CloudContract): ContractInput {
  return { ...contract, ...(paid ? { paid: { amount: fromNano(paid.nano), currency: paid.currency } } : {}) }
}
