import { z } from 'zod'
import { HOUR_MS } from '#lib/domain/units'
import type { ChannelService, SendResult, SendTools } from './channel.ts'
import { atMost } from './http-answer.ts'
import { isOpenIncident, type Notification, plainText } from './notification.ts'
import { callTelegram, type TelegramAnswer, type TelegramSettings, telegramSettings } from './telegram-api.ts'

/** What the buttons under a message ask for; `callback_data` holds at most 64 bytes. */
export type TelegramButton = { deed: 'acknowledge' | 'snooze'; incidentId: number; forMs: number }

const SNOOZE_MS = HOUR_MS

/** https://core.telegram.org/bots/api#sendmessage, with buttons to acknowledge and snooze while the incident lasts. */
export const telegram: ChannelService<TelegramSettings> = {
  kind: 'telegram',
  label: 'Telegram',
  settings: telegramSettings,
  secretFields: ['token'],
  describe: ({ chatId }) => `chat ${chatId}`,
  addresses: ({ apiUrl }) => [apiUrl],
  async send(settings, notification, tools): Promise<SendResult> {
    const answer = await sendMessage(settings, settings.chatId, notification, tools)
    if (answer.ok) return { ok: true, answer: 'HTTP 200', providerId: messageId(answer.result) }
    if (answer.movedTo === undefined) return refusalOf(answer)
    const again = await sendMessage(settings, answer.movedTo, notification, tools)
    if (!again.ok) return refusalOf(again)
    return {
      ok: true,
      answer: `HTTP 200: the group is now chat ${answer.movedTo}`,
      providerId: messageId(again.result),
      settings: { chatId: answer.movedTo },
    }
  },
}

function sendMessage(settings: TelegramSettings, chatId: string, notification: Notification, tools: SendTools) {
  const { severity, incidentId } = notification
  const buttons = incidentId !== undefined && isOpenIncident(notification) ? buttonsFor(incidentId) : undefined
  const parameters = {
    chat_id: chatId,
    ...(settings.threadId ? { message_thread_id: Number(settings.threadId) } : {}),
    text: textOf(notification),
    parse_mode: 'HTML',
    link_preview_options: { is_disabled: true },
    disable_notification: severity === 'info',
    ...(buttons ? { reply_markup: { inline_keyboard: [buttons] } } : {}),
  }
  return callTelegram(settings, 'sendMessage', parameters, tools)
}

function buttonsFor(incidentId: number) {
  return [
    { text: 'Acknowledge', callback_data: `acknowledge:${incidentId}` },
    { text: 'Snooze 1 h', callback_data: `snooze:${incidentId}:${SNOOZE_MS}` },
  ]
}

/** What a pressed button asks for, or undefined for data that is not ours. */
export function readButton(data: string): TelegramButton | undefined {
  const [deed, id, forMs] = data.split(':')
  if (!id || !/^\d{1,15}$/.test(id)) return undefined
  if (deed === 'acknowledge') return { deed, incidentId: Number(id), forMs: 0 }
  if (deed === 'snooze' && forMs && /^\d{1,12}$/.test(forMs)) {
    return { deed, incidentId: Number(id), forMs: Number(forMs) }
  }
  return undefined
}

// Telegram takes 4,096 characters after its entities are parsed; shortened before they are written, so none is cut.
function textOf(notification: Notification): string {
  const body = escapeHtml(atMost(3000, plainText({ ...notification, url: undefined })))
  const link = notification.url ? `\n<a href="${escapeHtml(notification.url)}">Open the incident</a>` : ''
  return `<b>${escapeHtml(atMost(300, notification.title))}</b>\n${body}${link}`
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

const messageSchema = z.object({ message_id: z.number() })

function messageId(result: unknown): string | undefined {
  const message = messageSchema.safeParse(result)
  return message.success ? String(message.data.message_id) : undefined
}

function refusalOf({ answer, retry, retryAfterMs }: Extract<TelegramAnswer, { ok: false }>): SendResult {
  return { ok: false, answer, retry, retryAfterMs }
}
