import { type ChannelRecord, saveChannelSettings } from '#lib/db/channels'
import type { SendResult } from '#lib/notify/channel'
import type { Notification } from '#lib/notify/notification'
import { withoutSecrets } from '#lib/notify/scrub'
import { fetchFor, type NotifyContext } from './notify-context.ts'
import { openChannel } from './open-channel.ts'
import { pushToolsFor } from './push-tools.ts'

/** Sends one message through one channel, now. The answer holds none of the channel's secrets, whatever the service said. */
export async function sendThrough(
  context: NotifyContext,
  record: Pick<ChannelRecord, 'id' | 'kind' | 'settings' | 'secrets'>,
  notification: Notification,
  nowMs: number,
): Promise<SendResult> {
  const opened = openChannel(context.secrets, record)
  if (!opened.ok) return { ok: false, answer: opened.reason, retry: false }
  const { channel, settings, secretTexts } = opened
  const push = channel.kind === 'web-push' ? await pushToolsFor(context, record.id) : undefined
  const result = await sent()
  if (result.ok && result.settings) {
    await saveChannelSettings(context.database, record.id, { ...record.settings, ...result.settings })
  }
  return { ...result, answer: withoutSecrets(result.answer, secretTexts) }

  async function sent(): Promise<SendResult> {
    try {
      return await channel.send(settings, notification, { fetch: fetchFor(context), nowMs, push })
    } catch (error) {
      // A bug in one service must not stop the others, nor be logged with the settings in its message.
      const why = error instanceof Error ? error.message : 'unknown'
      return { ok: false, answer: `This message could not be made: ${why}`, retry: false }
    }
  }
}
