import type { Rows } from './rows.ts'

/** A browser that agreed to be told. `keys` is encrypted JSON, opened by services alone. */
export type PushSubscriptionRecord = {
  endpoint: string
  channelId: number
  userId: string
  keys: string
  userAgent?: string
  createdAtMs: number
}

/** The browsers of a channel, oldest first. */
export async function subscriptionsOf(rows: Rows, channelId: number): Promise<PushSubscriptionRecord[]> {
  const found = await rows.pushSubscription.findMany({ where: { channelId }, orderBy: { createdAtMs: 'asc' } })
  return found.map(({ userAgent, createdAtMs, ...row }) => ({
    ...row,
    userAgent: userAgent ?? undefined,
    createdAtMs: Number(createdAtMs),
  }))
}

/** Keeps a subscription; a browser that subscribes again replaces its own. */
export async function saveSubscription(rows: Rows, subscription: PushSubscriptionRecord): Promise<void> {
  const { endpoint, createdAtMs, ...rest } = subscription
  const columns = { ...rest, userAgent: rest.userAgent ?? null, createdAtMs: BigInt(createdAtMs) }
  await rows.pushSubscription.upsert({ where: { endpoint }, create: { endpoint, ...columns }, update: columns })
}

/** Forgets a browser: one user's own where `userId` is given. False when there was none. */
export async function removeSubscription(rows: Rows, endpoint: string, userId?: string): Promise<boolean> {
  const where = userId === undefined ? { endpoint } : { endpoint, userId }
  return (await rows.pushSubscription.deleteMany({ where })).count > 0
}

export async function countSubscriptions(rows: Rows, userId: string): Promise<number> {
  return rows.pushSubscription.count({ where: { userId } })
}
