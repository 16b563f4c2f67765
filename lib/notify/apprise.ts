import { z } from 'zod'
import type { ChannelService, SendResult } from './channel.ts'
import { atMost, judge, parsedJson } from './http-answer.ts'
import { type Notification, plainText } from './notification.ts'
import { allowPrivate, hostOf, under, webAddress } from './web-address.ts'

const settings = z
  .object({
    /** Where the Apprise API runs: `http://apprise:8000`. */
    url: webAddress,
    /** A configuration kept there … */
    key: z
      .string()
      .trim()
      .regex(/^[\w-]{1,128}$/, 'Letters, digits, - and _')
      .optional(),
    tag: z.string().trim().max(200).optional(),
    /** … or Apprise addresses given with each message; they hold passwords. */
    urls: z.string().trim().max(4000).optional(),
    allowPrivate,
  })
  .refine(({ key, urls }) => Boolean(key) !== Boolean(urls), {
    path: ['key'],
    message: 'Give either the key of a configuration or addresses',
  })

/** https://github.com/caronc/apprise-api#api-details: 200 sent, 204 no such key, 424 some of its services refused. */
export const apprise: ChannelService<z.output<typeof settings>> = {
  kind: 'apprise',
  label: 'Apprise API',
  settings,
  secretFields: ['urls'],
  describe: ({ url, key }) => (key ? `${hostOf(url)}, ${key}` : hostOf(url)),
  addresses: ({ url }) => [url],
  async send({ url, key, tag, urls, allowPrivate: mayBePrivate }, notification, { fetch, nowMs }): Promise<SendResult> {
    const answer = await fetch({
      url: under(url, key ? `/notify/${encodeURIComponent(key)}` : '/notify'),
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ ...messageOf(notification), ...(tag ? { tag } : {}), ...(key ? {} : { urls }) }),
      allowPrivate: mayBePrivate,
      // It answers when all of its services have.
      timeoutMs: 30_000,
    })
    if (answer.ok && answer.status === 204) {
      return { ok: false, answer: `HTTP 204: it has no configuration "${key ?? ''}"`, retry: false }
    }
    const result = judge(answer, nowMs, saidIn)
    // Which of its services refused is not told; trying again may repeat the others, which is better than silence.
    return answer.ok && answer.status === 424 && !result.ok ? { ...result, retry: true } : result
  },
}

const errorSchema = z.object({ error: z.string().nullish() })

function saidIn(body: string): string | undefined {
  const said = errorSchema.safeParse(parsedJson(body))
  return said.success ? (said.data.error ?? '') : undefined
}

function messageOf(notification: Notification) {
  const { kind, severity, title } = notification
  const over = kind === 'resolved' || kind === 'good-news'
  return {
    title: atMost(250, title),
    body: atMost(3000, plainText(notification) || title),
    type: over ? 'success' : appriseType[severity],
    format: 'text',
  }
}

const appriseType = { critical: 'failure', warning: 'warning', info: 'info' }
