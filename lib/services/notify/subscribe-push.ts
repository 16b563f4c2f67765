import { z } from 'zod'
import { channelRecords, insertChannel } from '#lib/db/channels'
import { countSubscriptions, removeSubscription, saveSubscription } from '#lib/db/push-subscriptions'
import { permitted } from '#lib/notify/guarded-fetch'
import { refused, refusedInput, type Saved } from '#lib/services/saved'
import type { NotifyContext } from './notify-context.ts'
import { pushKeysOfBrowser } from './push-tools.ts'

const MOST_BROWSERS = 20

const subscriptionInput = z.object({
  endpoint: z.url('This is not an address of a push service').max(2000),
  keys: pushKeysOfBrowser,
})

export type PushSubscriptionInput = z.input<typeof subscriptionInput>

/**
 * Lets a user's browser be told, through the channel of browsers; the first one makes that channel. Browsers allow it
 * on HTTPS (and localhost) alone. `subscription` is what `PushSubscription.toJSON()` says.
 */
export async function subscribePush(
  context: NotifyContext,
  given: { userId: string; subscription: PushSubscriptionInput; userAgent?: string },
  nowMs = Date.now(),
): Promise<Saved<{ channelId: number }>> {
  const parsed = subscriptionInput.safeParse(given.subscription)
  if (!parsed.success) return refusedInput(parsed.error)
  const { endpoint, keys } = parsed.data
  const { database, secrets, config } = context
  const present = (await channelRecords(database)).find(({ kind }) => kind === 'web-push')
  // A browser names its push service, so this is an address that a viewer could make up.
  const place = await permitted(endpoint, config.allowPrivateWebhooks || present?.settings.allowPrivate === true)
  if (!place.ok) return refused('endpoint', place.reason)
  if ((await countSubscriptions(database, given.userId)) >= MOST_BROWSERS) {
    return refused('form', `At most ${MOST_BROWSERS} browsers of one person can be told`)
  }
  const channelId = await database.$transaction(async (rows) => {
    const id =
      (await channelRecords(rows)).find(({ kind }) => kind === 'web-push')?.id ??
      (await insertChannel(rows, { ...BROWSERS, createdAtMs: nowMs }))
    await saveSubscription(rows, {
      endpoint,
      channelId: id,
      userId: given.userId,
      keys: secrets.encrypt(JSON.stringify(keys)),
      userAgent: given.userAgent?.slice(0, 200),
      createdAtMs: nowMs,
    })
    return id
  })
  return { ok: true, channelId, changes: [{ kind: 'alert-settings' }] }
}

/** No longer tells this browser of this user. */
export async function unsubscribePush(
  { database }: Pick<NotifyContext, 'database'>,
  { userId, endpoint }: { userId: string; endpoint: string },
): Promise<Saved> {
  if (!(await removeSubscription(database, endpoint, userId))) return refused('endpoint', 'This browser was not told')
  return { ok: true, changes: [{ kind: 'alert-settings' }] }
}

const BROWSERS = {
  name: 'Browsers',
  kind: 'web-push',
  enabled: true,
  settings: {},
  leastSeverity: 'warning' as const,
  scope: {},
  goodNews: true,
}
