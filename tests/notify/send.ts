import type { ChannelKind, SendResult, SendTools } from '#lib/notify/channel'
import { channels } from '#lib/notify/channels'
import { createGuardedFetch } from '#lib/notify/guarded-fetch'
import type { Notification } from '#lib/notify/notification'
import { AT_MS, fired } from './example-notification.ts'

/** Sends as the outbox does, with settings as they are stored. */
export function send(
  kind: ChannelKind,
  settings: Record<string, unknown>,
  notification: Notification = fired,
  tools: Partial<SendTools> = {},
): Promise<SendResult> {
  const given = { allowPrivate: true, ...settings }
  return channels[kind].send(given, notification, { fetch: createGuardedFetch(), nowMs: AT_MS, ...tools })
}
