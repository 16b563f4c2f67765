import { createHmac } from 'node:crypto'
import { z } from 'zod'
import type { ChannelService, SendResult } from './channel.ts'
import { judge } from './http-answer.ts'
import type { Notification } from './notification.ts'
import { allowPrivate, hostOf, webAddress } from './web-address.ts'

const settings = z.object({
  /** Kept secret: many receivers know their callers by a token in it. */
  url: webAddress,
  secret: z.string().min(16, 'At least 16 characters').max(200).optional(),
  allowPrivate,
})

/** Our own format: docs/notifications.md describes it, with a program that verifies the signature. */
export const webhook: ChannelService<z.output<typeof settings>> = {
  kind: 'webhook',
  label: 'Webhook',
  settings,
  secretFields: ['url', 'secret'],
  describe: ({ url, secret }) => `${hostOf(url)}${secret ? ', signed' : ''}`,
  addresses: ({ url }) => [url],
  async send({ url, secret, allowPrivate: mayBePrivate }, notification, { fetch, nowMs }): Promise<SendResult> {
    const body = JSON.stringify(webhookBody(notification))
    const timestamp = String(Math.floor(nowMs / 1000))
    const answer = await fetch({
      url,
      headers: {
        'content-type': 'application/json',
        'idempotency-key': notification.id,
        'x-davylamp-timestamp': timestamp,
        ...(secret ? { 'x-davylamp-signature': signWebhook(secret, timestamp, body) } : {}),
      },
      body,
      allowPrivate: mayBePrivate,
    })
    return judge(answer, nowMs)
  },
}

/** `v1=` and HMAC-SHA-256 (RFC 2104) in hexadecimal of `<timestamp>.<body>`; the timestamp is Unix seconds. */
export function signWebhook(secret: string, timestamp: string, body: string): string {
  return `v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`
}

function webhookBody({ id, kind, severity, title, lines, url, incidentId, subject, atMs }: Notification) {
  return { id, kind, severity, title, lines, url, incidentId, subject, at: new Date(atMs).toISOString() }
}
