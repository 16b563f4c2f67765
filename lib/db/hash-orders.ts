import type { Rows } from './rows.ts'

/** Hash power bought on a marketplace: what was spent, in a coin, and for how many hashes where that is told. */
export type HashOrder = {
  id: number
  name: string
  marketplace: string
  externalId?: string
  algorithm: string
  /** Mined with the hashes. */
  coin: string
  paidCoin: string
  spentPico: bigint
  hashes?: number
  startsAtMs: number
  endsAtMs?: number
}

/** All orders, newest first. */
export async function listHashOrders(rows: Rows): Promise<HashOrder[]> {
  const found = await rows.hashOrder.findMany({ orderBy: [{ startsAtMs: 'desc' }, { id: 'desc' }] })
  return found.map(({ externalId, hashes, startsAtMs, endsAtMs, notes: _notes, createdAtMs: _made, ...plain }) => ({
    ...plain,
    startsAtMs: Number(startsAtMs),
    ...(externalId === null ? {} : { externalId }),
    ...(hashes === null ? {} : { hashes }),
    ...(endsAtMs === null ? {} : { endsAtMs: Number(endsAtMs) }),
  }))
}

/** Adds an order; one with the same name at the same marketplace (`externalId`), or the one of `id`, is written over. */
export async function saveHashOrder(
  rows: Rows,
  order: Omit<HashOrder, 'id'>,
  { id, nowMs }: { id?: number; nowMs: number },
): Promise<void> {
  const { externalId, hashes, startsAtMs, endsAtMs, ...plain } = order
  const data = {
    ...plain,
    externalId: externalId ?? null,
    hashes: hashes ?? null,
    startsAtMs: BigInt(startsAtMs),
    endsAtMs: endsAtMs === undefined ? null : BigInt(endsAtMs),
  }
  const create = { ...data, createdAtMs: BigInt(nowMs) }
  if (id !== undefined) {
    await rows.hashOrder.updateMany({ where: { id }, data })
    return
  }
  if (externalId === undefined) {
    await rows.hashOrder.create({ data: create })
    return
  }
  const key = { marketplace: order.marketplace, externalId }
  await rows.hashOrder.upsert({ where: { marketplace_externalId: key }, create, update: data })
}

export async function removeHashOrder(rows: Rows, id: number): Promise<void> {
  await rows.hashOrder.deleteMany({ where: { id } })
}
