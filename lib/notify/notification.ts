import { z } from 'zod'

/** What a message is about: an incident's turn, several at once, or a report. */
const notificationKinds = [
  'fired',
  'escalated',
  'resolved',
  'reminder',
  'group',
  'summary',
  'digest',
  'test',
  'good-news',
  'acknowledged',
] as const

/** A message as the outbox keeps it (`payload`, as JSON) and as every channel takes it. */
export const notificationSchema = z.object({
  /** The idempotency key: the same message sent twice carries the same one. */
  id: z.string().min(1),
  kind: z.enum(notificationKinds),
  severity: z.enum(['info', 'warning', 'critical']),
  title: z.string().min(1),
  /** Plain sentences, most important first: the value against its threshold, where, since when, what it cost so far. */
  lines: z.array(z.string()),
  /** The page of the incident; absent where nobody told us our address. */
  url: z.string().optional(),
  incidentId: z.int().optional(),
  /** `rig:7`, as in the incident. */
  subject: z.string().optional(),
  atMs: z.number(),
  /** Digests only: what e-mail shows instead of the lines. */
  html: z.string().optional(),
  /** Base64. Those with `cid` are pictures inside `html`. */
  attachments: z
    .array(z.object({ name: z.string(), contentType: z.string(), cid: z.string().optional(), content: z.string() }))
    .optional(),
})

export type Notification = z.infer<typeof notificationSchema>

/** Whether buttons to acknowledge and snooze make sense under a message: it speaks of one incident that still lasts. */
export function isOpenIncident(notification: Notification): boolean {
  return (
    notification.incidentId !== undefined && ['fired', 'escalated', 'reminder', 'group'].includes(notification.kind)
  )
}

/** The lines as one text, the link last. */
export function plainText(notification: Notification): string {
  return [...notification.lines, ...(notification.url ? [notification.url] : [])].join('\n')
}
