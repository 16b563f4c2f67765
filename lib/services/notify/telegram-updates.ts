import { z } from 'zod'
import { channelRecords } from '#lib/db/channels'
import { MINUTE_MS, SECOND_MS } from '#lib/domain/units'
import type { SendResult } from '#lib/notify/channel'
import { readButton, type TelegramButton } from '#lib/notify/telegram'
import { callTelegram, type TelegramSettings, telegramSettings } from '#lib/notify/telegram-api'
import { fetchFor, type NotifyContext } from './notify-context.ts'
import { openChannel } from './open-channel.ts'

/** What a pressed button does. Answers with the words that Telegram shows to who pressed it. */
export type ButtonDeeds = {
  press(button: TelegramButton, by: string): Promise<string>
}

/** A bot, and the chats that may press its buttons. */
export type Bot = Pick<TelegramSettings, 'token' | 'apiUrl' | 'allowPrivate'> & { chatIds: string[] }

/** What one asking found: `next` is the offset to ask from, which tells Telegram that what came before was read. */
export type Updates = { ok: true; next: number | undefined; pressed: number } | Extract<SendResult, { ok: false }>

// Telegram holds the answer back so long when there is nothing to tell (long polling).
const HELD_BACK_S = 25
const LONGEST_PAUSE_MS = 5 * MINUTE_MS

/** The bots of the channels that are switched on; two channels of one bot are one. */
export async function telegramBots({ database, secrets }: NotifyContext): Promise<Bot[]> {
  const bots = new Map<string, Bot>()
  for (const record of await channelRecords(database)) {
    if (record.kind !== 'telegram' || !record.enabled) continue
    const opened = openChannel(secrets, record)
    const settings = opened.ok ? telegramSettings.safeParse(opened.settings) : undefined
    if (!settings?.success) continue
    const { token, apiUrl, allowPrivate, chatId } = settings.data
    const known = bots.get(token)
    if (known) known.chatIds.push(chatId)
    else bots.set(token, { token, apiUrl, allowPrivate, chatIds: [chatId] })
  }
  return [...bots.values()]
}

// https://core.telegram.org/bots/api#update and #callbackquery
const updatesSchema = z.array(
  z.object({
    update_id: z.number(),
    callback_query: z
      .object({
        id: z.string(),
        from: z.object({ first_name: z.string().optional(), username: z.string().optional() }),
        message: z
          .object({ message_id: z.number(), chat: z.object({ id: z.number(), username: z.string().optional() }) })
          .optional(),
        data: z.string().optional(),
      })
      .optional(),
  }),
)

type Pressed = NonNullable<z.output<typeof updatesSchema>[number]['callback_query']>

/**
 * Asks once for pressed buttons and does what they ask for. Who presses in a chat that no channel names is refused.
 * Telegram tells an update again until it is asked from behind it, so what a dying server read is done again: deeds
 * may come twice.
 */
export async function readUpdates(
  context: NotifyContext,
  bot: Bot,
  deeds: ButtonDeeds,
  { offset, nowMs, signal, holdSeconds = HELD_BACK_S }: UpdatesOptions,
): Promise<Updates> {
  const tools = { fetch: fetchFor(context), nowMs, signal, timeoutMs: (holdSeconds + 10) * SECOND_MS }
  const parameters = { offset, timeout: holdSeconds, allowed_updates: ['callback_query'] }
  const answer = await callTelegram(bot, 'getUpdates', parameters, tools)
  if (!answer.ok) return answer
  const updates = updatesSchema.safeParse(answer.result)
  if (!updates.success) return { ok: false, answer: 'These updates cannot be read', retry: false }
  let next = offset
  let pressed = 0
  for (const { update_id, callback_query } of updates.data) {
    if (callback_query) {
      await answerPress(context, bot, deeds, callback_query, nowMs)
      pressed += 1
    }
    next = update_id + 1
  }
  return { ok: true, next, pressed }
}

export type UpdatesOptions = { offset?: number; nowMs: number; signal?: AbortSignal; holdSeconds?: number }

async function answerPress(
  context: NotifyContext,
  bot: Bot,
  deeds: ButtonDeeds,
  { id, from, message, data }: Pressed,
  nowMs: number,
): Promise<void> {
  const tools = { fetch: fetchFor(context), nowMs }
  const say = (text: string) =>
    callTelegram(bot, 'answerCallbackQuery', { callback_query_id: id, text: text.slice(0, 200) }, tools)
  const chat = message?.chat
  const known =
    chat && [String(chat.id), chat.username ? `@${chat.username}` : ''].some((name) => bot.chatIds.includes(name))
  const button = readButton(data ?? '')
  if (!known || !button) {
    await say(known ? 'This button is not known here.' : 'This chat may not do that: no channel in Davylamp names it.')
    return
  }
  const by = `${from.username ? `@${from.username}` : (from.first_name ?? 'somebody')} (Telegram)`
  await say(await deeds.press(button, by))
  // An incident that somebody looks after needs no buttons any more.
  if (button.deed === 'acknowledge') {
    const empty = { chat_id: chat.id, message_id: message.message_id, reply_markup: { inline_keyboard: [] } }
    await callTelegram(bot, 'editMessageReplyMarkup', empty, tools)
  }
}

type Polled = { offset?: number; failures: number; notBeforeMs: number; running?: Promise<void> }

/** Keeps one question open for every bot. `tick` starts what is missing and returns; `stop` ends them all. */
export function telegramPoller(context: NotifyContext, deeds: ButtonDeeds, clock = Date.now) {
  const polled = new Map<string, Polled>()
  const stopping = new AbortController()

  async function poll(bot: Bot, state: Polled): Promise<void> {
    const options = { offset: state.offset, nowMs: clock(), signal: stopping.signal }
    const updates = await readUpdates(context, bot, deeds, options)
    if (updates.ok) {
      Object.assign(state, { offset: updates.next, failures: 0 })
      return
    }
    if (stopping.signal.aborted) return
    state.failures += 1
    const pauseMs = Math.min(LONGEST_PAUSE_MS, SECOND_MS * 2 ** state.failures)
    state.notBeforeMs = clock() + Math.max(updates.retryAfterMs ?? 0, pauseMs)
    // Said once, not with every try.
    if (state.failures === 1) context.log.warn(`Telegram's buttons cannot be answered: ${updates.answer}`)
  }

  return {
    async tick(): Promise<void> {
      for (const bot of await telegramBots(context)) {
        const state = polled.get(bot.token) ?? { failures: 0, notBeforeMs: 0 }
        polled.set(bot.token, state)
        if (state.running || state.notBeforeMs > clock() || stopping.signal.aborted) continue
        state.running = poll(bot, state)
          .catch((error) => context.log.error({ err: error }, 'a pressed button could not be answered'))
          .finally(() => {
            state.running = undefined
          })
      }
    },
    async stop(): Promise<void> {
      stopping.abort()
      await Promise.all([...polled.values()].map(({ running }) => running))
    },
  }
}
