import type { Severity } from '#lib/domain/alert-types'
import { incidentUrl } from './compose.ts'
import type { Notification } from './notification.ts'

const TITLES_SHOWN = 15
const ranks: Record<Severity, number> = { info: 0, warning: 1, critical: 2 }

/** One message in place of many that would be too many: their titles, oldest first, as grave as the gravest of them. */
export function composeSummary(
  messages: Notification[],
  { key, publicUrl, nowMs }: { key: string; publicUrl?: string; nowMs: number },
): Notification {
  const resolved = messages.filter(({ kind }) => kind === 'resolved').length
  const over = resolved > 0 ? `, ${resolved} of them of things that are over` : ''
  const hidden = messages.length - TITLES_SHOWN
  const severity = messages.reduce<Severity>(
    (gravest, message) => (ranks[message.severity] > ranks[gravest] ? message.severity : gravest),
    'info',
  )
  return {
    id: key,
    kind: 'summary',
    severity,
    title: `${messages.length} more ${messages.length === 1 ? 'message' : 'messages'} in this hour`,
    lines: [
      `Too many to send one by one${over}:`,
      ...messages.slice(0, TITLES_SHOWN).map(({ title }) => `• ${title}`),
      ...(hidden > 0 ? [`… and ${hidden} more.`] : []),
    ],
    url: incidentUrl(publicUrl, undefined),
    atMs: nowMs,
  }
}
