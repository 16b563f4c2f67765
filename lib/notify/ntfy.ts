import { z } from 'zod'
import { HOUR_MS } from '#lib/domain/units'
import type { ChannelService, SendResult } from './channel.ts'
import { atMost, judge, parsedJson } from './http-answer.ts'
import { type Notification, plainText } from './notification.ts'
import { allowPrivate, hostOf, under, webAddress } from './web-address.ts'

const settings = z.object({
  url: webAddress.default('https://ntfy.sh'),
  // Shown, since people type it into the app on their telephone.
  topic: z
    .string()
    .trim()
    .regex(/^[-_A-Za-z0-9]{1,64}$/, 'Letters, digits, - and _, at most 64'),
  token: z.string().trim().max(200).optional(),
  allowPrivate,
})

// "limit reached: too many messages": a day's quota, which comes back bit by bit.
const QUOTA_REACHED = 42908

/** https://docs.ntfy.sh/publish/#publish-as-json; its errors are `{code, http, error, link}`. */
export const ntfy: ChannelService<z.output<typeof settings>> = {
  kind: 'ntfy',
  label: 'ntfy',
  settings,
  secretFields: ['token'],
  describe: ({ url, topic }) => `${hostOf(url)}/${topic}`,
  addresses: ({ url }) => [url],
  async send({ url, topic, token, allowPrivate: mayBePrivate }, notification, { fetch, nowMs }): Promise<SendResult> {
    const answer = await fetch({
      // Publishing as JSON goes to the root of the server, the topic stands in the body.
      url: under(url, '/'),
      headers: {
        'content-type': 'application/json',
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
      body: JSON.stringify({ topic, ...messageOf(notification) }),
      allowPrivate: mayBePrivate,
    })
    const result = judge(answer, nowMs, (body) => parsedAnswer(body).error)
    if (!answer.ok) return result
    const said = parsedAnswer(answer.body)
    if (result.ok) return { ...result, answer: `HTTP ${answer.status}`, providerId: said.id }
    return said.code === QUOTA_REACHED ? { ...result, retryAfterMs: HOUR_MS } : result
  },
}

const answerSchema = z.object({ id: z.string().optional(), code: z.number().optional(), error: z.string().optional() })

function parsedAnswer(body: string): z.output<typeof answerSchema> {
  return answerSchema.safeParse(parsedJson(body)).data ?? {}
}

// Priorities 1 (min) to 5 (max); https://docs.ntfy.sh/publish/#message-priority. Tags become emojis.
function messageOf(notification: Notification) {
  const { kind, severity, title, url } = notification
  const over = kind === 'resolved' || kind === 'acknowledged'
  const priority = over || severity === 'info' ? 3 : severity === 'warning' ? 4 : 5
  const tag = over ? 'white_check_mark' : kind === 'good-news' ? 'tada' : severityTag[severity]
  return {
    title: atMost(250, title),
    // A body above 4,096 bytes would become an attachment.
    message: atMost(1300, plainText({ ...notification, url: undefined }) || title),
    priority,
    tags: [tag],
    ...(url ? { click: url, actions: [{ action: 'view', label: 'Open incident', url }] } : {}),
  }
}

const severityTag = { critical: 'rotating_light', warning: 'warning', info: 'information_source' }
