import { z } from 'zod'
import type { SendResult } from './channel.ts'
import type { GuardedFetch } from './guarded-fetch.ts'
import { boundedWait, judge, parsedJson } from './http-answer.ts'
import { withoutSecrets } from './scrub.ts'
import { allowPrivate, under, webAddress } from './web-address.ts'

export const telegramSettings = z.object({
  token: z
    .string()
    .trim()
    .regex(/^\d+:[\w-]{20,}$/, 'The token from BotFather looks like 123456789:AAF…'),
  chatId: z
    .string()
    .trim()
    .regex(/^(-?\d+|@\w{4,})$/, 'A number such as -1001234567890, or @channelname'),
  /** A topic of a forum group. */
  threadId: z.string().trim().regex(/^\d*$/, 'A number').optional(),
  /** One's own Bot API server, where there is one. */
  apiUrl: webAddress.default('https://api.telegram.org'),
  allowPrivate,
})

export type TelegramSettings = z.output<typeof telegramSettings>

/** A failed call, in Telegram's words; `movedTo` is a group's new id. */
export type TelegramRefusal = Extract<SendResult, { ok: false }> & { status?: number; movedTo?: string }
export type TelegramAnswer = { ok: true; result: unknown } | TelegramRefusal

// https://core.telegram.org/bots/api#making-requests and #responseparameters
const answerSchema = z.object({
  ok: z.boolean(),
  result: z.unknown().optional(),
  description: z.string().optional(),
  parameters: z.object({ retry_after: z.number().optional(), migrate_to_chat_id: z.number().optional() }).optional(),
})

/** Calls a method of the Bot API. The token is part of the address, so no answer of ours repeats that. */
export async function callTelegram(
  { token, apiUrl, allowPrivate: mayBePrivate }: Pick<TelegramSettings, 'token' | 'apiUrl' | 'allowPrivate'>,
  method: string,
  parameters: object,
  tools: { fetch: GuardedFetch; nowMs: number; timeoutMs?: number; signal?: AbortSignal },
): Promise<TelegramAnswer> {
  const answer = await tools.fetch({
    url: under(apiUrl, `/bot${token}/${method}`),
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(parameters),
    allowPrivate: mayBePrivate,
    timeoutMs: tools.timeoutMs,
    signal: tools.signal,
  })
  const said = answer.ok ? answerSchema.safeParse(parsedJson(answer.body)).data : undefined
  if (said?.ok) return { ok: true, result: said.result }
  const judged = judge(answer, tools.nowMs, () => said?.description)
  const refusal: TelegramRefusal = judged.ok
    ? { ok: false, answer: 'The answer is not one of Telegram’s: is this its address?', retry: false }
    : { ...judged, answer: withoutSecrets(judged.answer, [token]) }
  if (answer.ok) refusal.status = answer.status
  const { retry_after, migrate_to_chat_id } = said?.parameters ?? {}
  if (retry_after !== undefined) refusal.retryAfterMs = boundedWait(retry_after * 1000)
  if (migrate_to_chat_id !== undefined) refusal.movedTo = String(migrate_to_chat_id)
  return refusal
}
