import { z } from 'zod'
import type { ChannelService, SendResult } from './channel.ts'
import { atMost, boundedWait, judge, parsedJson } from './http-answer.ts'
import { type Notification, plainText } from './notification.ts'
import { allowPrivate, hostOf, webAddress } from './web-address.ts'

const settings = z.object({
  /** Holds the webhook's token in its path. */
  url: webAddress,
  allowPrivate,
})

// Discord documents them as decimal numbers; red, amber, blue, green.
const colors = { critical: 0xe0_31_31, warning: 0xf0_8c_00, info: 0x1c_7e_d6, over: 0x2f_9e_44 }

/** https://docs.discord.com/developers/resources/webhook#execute-webhook; `wait` makes Discord say whether it took it. */
export const discord: ChannelService<z.output<typeof settings>> = {
  kind: 'discord',
  label: 'Discord',
  settings,
  secretFields: ['url'],
  describe: ({ url }) => hostOf(url),
  addresses: ({ url }) => [url],
  async send({ url, allowPrivate: mayBePrivate }, notification, { fetch, nowMs }): Promise<SendResult> {
    const address = new URL(url)
    address.searchParams.set('wait', 'true')
    const answer = await fetch({
      url: address.href,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(messageOf(notification)),
      allowPrivate: mayBePrivate,
    })
    const result = judge(answer, nowMs, (body) => parsedAnswer(body).message)
    if (!answer.ok) return result
    const said = parsedAnswer(answer.body)
    if (result.ok) return { ...result, answer: `HTTP ${answer.status}`, providerId: said.id }
    // The field is exact where the header is rounded.
    return said.retry_after === undefined ? result : { ...result, retryAfterMs: boundedWait(said.retry_after * 1000) }
  },
}

const answerSchema = z.object({
  id: z.string().optional(),
  message: z.string().optional(),
  retry_after: z.number().optional(),
})

function parsedAnswer(body: string): z.output<typeof answerSchema> {
  return answerSchema.safeParse(parsedJson(body)).data ?? {}
}

function messageOf(notification: Notification) {
  const { kind, severity, title, url, atMs } = notification
  return {
    username: 'Davylamp',
    // A rig called "@everyone" must not ring everyone.
    allowed_mentions: { parse: [] },
    embeds: [
      {
        title: atMost(256, escapeMarkdown(title)),
        description: atMost(4000, escapeMarkdown(plainText({ ...notification, url: undefined }))),
        url,
        color: kind === 'resolved' || kind === 'good-news' ? colors.over : colors[severity],
        timestamp: new Date(atMs).toISOString(),
      },
    ],
  }
}

function escapeMarkdown(text: string): string {
  return text.replace(/[\\*_~`|>[\]]/g, '\\$&')
}
