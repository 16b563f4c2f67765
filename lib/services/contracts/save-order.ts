import { z } from 'zod'
import type { Database } from '#lib/db/database'
import { removeHashOrder, saveHashOrder } from '#lib/db/hash-orders'
import { forgetReceiptSubject } from '#lib/db/receipts'
import { canonicalAlgorithm } from '#lib/domain/algorithms'
import { notMinable, reasonNotToMine } from '#lib/domain/coins'
import { toPico } from '#lib/domain/money'
import { type Refused, refused, refusedInput, type Saved } from '../saved.ts'

const symbol = z.string().trim().toUpperCase().min(1, 'Name a coin').max(20, 'A symbol has at most 20 letters')

const orderInput = z.object({
  name: z.string().trim().min(1, 'Give the order a name').max(80, 'At most 80 characters'),
  marketplace: z.literal('nicehash'),
  externalId: z.string().trim().min(1).max(80).optional(),
  algorithm: z.string().min(1, 'Choose an algorithm').transform(canonicalAlgorithm),
  coin: symbol,
  paidCoin: symbol.default('BTC'),
  spent: z.number('Write a number').positive('Write a number above 0').max(1e6),
  hashes: z.number().positive().optional(),
  startsAtMs: z.int().positive('Choose a day'),
  endsAtMs: z.int().positive().optional(),
})

export type OrderInput = z.input<typeof orderInput>

/**
 * Keeps an order of hash power, or changes the one of `orderId`; one with the marketplace's own id is kept once, however
 * often it is entered.
 */
export async function saveOrder(
  database: Database,
  input: OrderInput,
  nowMs = Date.now(),
  orderId?: number,
): Promise<Saved> {
  const checked = checkOrder(input)
  if (!checked.ok) return checked
  const { spent, ...order } = checked.order
  await saveHashOrder(
    database,
    { ...order, spentPico: toPico(spent) },
    { nowMs, ...(orderId === undefined ? {} : { id: orderId }) },
  )
  return { ok: true, changes: [] }
}

/** All that can be said of an order before it is kept. */
export function checkOrder(input: OrderInput): { ok: true; order: z.output<typeof orderInput> } | Refused {
  const parsed = orderInput.safeParse(input)
  if (!parsed.success) return refusedInput(parsed.error)
  const order = parsed.data
  const problem = notMinable(order.coin)?.explanation ?? reasonNotToMine(order.coin, order.algorithm)
  if (problem) return refused('coin', problem)
  if (order.endsAtMs !== undefined && order.endsAtMs <= order.startsAtMs) {
    return refused('endsAtMs', 'It ends before it began: choose a later day')
  }
  return { ok: true, order }
}

/** Takes an order out; what its hashes earned stays among the receipts. */
export async function deleteOrder(database: Database, orderId: number): Promise<Saved> {
  await database.$transaction(async (rows) => {
    await removeHashOrder(rows, orderId)
    await forgetReceiptSubject(rows, `order:${orderId}`)
  })
  return { ok: true, changes: [] }
}
