import { z } from 'zod'
import { removeSubscription, subscriptionsOf } from '#lib/db/push-subscriptions'
import type { PushTools } from '#lib/notify/channel'
import type { NotifyContext } from './notify-context.ts'
import { pushKeys } from './push-keys.ts'

export const pushKeysOfBrowser = z.object({
  // An uncompressed point of P-256 and 16 random bytes (RFC 8291, 2), in base64url.
  p256dh: z.string().refine((text) => Buffer.from(text, 'base64url').length === 65, 'This key is not one of a browser'),
  auth: z.string().refine((text) => Buffer.from(text, 'base64url').length === 16, 'This key is not one of a browser'),
})

/** Who listens on a channel of browsers, and how messages for them are signed. */
export async function pushToolsFor(context: NotifyContext, channelId: number): Promise<PushTools> {
  const { database, secrets, config } = context
  const subscriptions = await subscriptionsOf(database, channelId)
  const targets = subscriptions.flatMap(({ endpoint, keys }) => {
    const plain = secrets.decrypt(keys)
    const parsed = plain === undefined ? undefined : pushKeysOfBrowser.safeParse(JSON.parse(plain))
    return parsed?.success ? [{ endpoint, ...parsed.data }] : []
  })
  return {
    targets,
    keys: await pushKeys(context),
    // Operators of push services may ask us by it; nobody's private address is given away.
    contact: config.publicUrl?.startsWith('https://') ? config.publicUrl : 'mailto:nobody@davylamp.invalid',
    forget: async (endpoint) => {
      await removeSubscription(database, endpoint)
    },
  }
}
