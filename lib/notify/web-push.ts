import webPush from 'web-push'
import { z } from 'zod'
import { DAY_MS, SECOND_MS } from '#lib/domain/units'
import type { ChannelService, PushTarget, PushTools, SendResult, SendTools } from './channel.ts'
import { atMost, judge } from './http-answer.ts'
import type { Notification } from './notification.ts'
import { allowPrivate } from './web-address.ts'

const settings = z.object({ allowPrivate })

// A push service forgets a message nobody fetched; by tomorrow it is news of yesterday.
const TIME_TO_LIVE_S = DAY_MS / SECOND_MS
const urgencies = { critical: 'high', warning: 'normal', info: 'low' } as const

/** What the service worker gets, after decrypting: JSON. `tag` lets a message sent twice replace itself. */
export type PushPayload = {
  id: string
  title: string
  body: string
  severity: Notification['severity']
  kind: Notification['kind']
  tag: string
  url?: string
}

/**
 * Web push (RFC 8030) to every browser that asked for it, encrypted for each (RFC 8291), signed with our keys (RFC 8292).
 * Subscriptions that are gone (404, 410) are forgotten.
 */
export const webPushChannel: ChannelService<z.output<typeof settings>> = {
  kind: 'web-push',
  label: 'Browser notifications',
  settings,
  secretFields: [],
  describe: () => 'subscribed browsers',
  addresses: () => [],
  async send({ allowPrivate: mayBePrivate }, notification, tools): Promise<SendResult> {
    const { push } = tools
    if (!push || push.targets.length === 0) {
      return { ok: false, answer: 'No browser is subscribed', retry: false }
    }
    const results = await Promise.all(
      push.targets.map((target) => sendTo(target, notification, push, mayBePrivate, tools)),
    )
    return summed(results)
  },
}

async function sendTo(
  { endpoint, p256dh, auth }: PushTarget,
  notification: Notification,
  push: PushTools,
  mayBePrivate: boolean,
  { fetch, nowMs }: SendTools,
): Promise<SendResult & { gone?: boolean }> {
  const request = webPush.generateRequestDetails({ endpoint, keys: { p256dh, auth } }, payloadOf(notification), {
    TTL: TIME_TO_LIVE_S,
    urgency: notification.kind === 'resolved' ? 'normal' : urgencies[notification.severity],
    topic: topicOf(notification),
    vapidDetails: { subject: push.contact, ...push.keys },
  })
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
  const answer = await fetch({ url: endpoint, headers, body: request.body ?? undefined, allowPrivate: mayBePrivate })
  if (answer.ok && (answer.status === 404 || answer.status === 410)) {
    await push.forget(endpoint)
    return { ok: false, answer: `HTTP ${answer.status}: a browser unsubscribed`, retry: false, gone: true }
  }
  return judge(answer, nowMs)
}

function summed(results: (SendResult & { gone?: boolean })[]): SendResult {
  const delivered = results.filter((result) => result.ok).length
  const refusals = results.filter((result) => !result.ok)
  // Repeats replace what the others already show, by their tag.
  const again = refusals.find((result) => !result.ok && result.retry)
  if (again) return again
  const refused = refusals.find((result) => !result.gone)
  if (delivered > 0) return { ok: true, answer: `${delivered} of ${results.length} browsers` }
  return refused ?? { ok: false, answer: 'No browser is subscribed any more', retry: false }
}

function payloadOf(notification: Notification): string {
  const { id, kind, severity, title, lines, incidentId } = notification
  const payload: PushPayload = {
    id,
    kind,
    severity,
    title: atMost(200, title),
    // An encrypted message has 4,096 bytes at most (RFC 8030, 7.2).
    body: atMost(800, lines.join('\n')),
    tag: tagOf(notification),
    // The browser knows our address better than we do.
    url: incidentId === undefined ? notification.url : `/alerts/${incidentId}`,
  }
  return JSON.stringify(payload)
}

function tagOf({ incidentId, id }: Notification): string {
  return incidentId === undefined ? id : `incident-${incidentId}`
}

// RFC 8030, 5.4: up to 32 characters of base64url; an undelivered message is replaced by the incident's next one.
function topicOf({ incidentId }: Notification): string | undefined {
  return incidentId === undefined ? undefined : `incident-${incidentId}`
}
