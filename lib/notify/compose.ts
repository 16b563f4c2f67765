import type { Severity } from '#lib/domain/alert-types'
import { isTimeZone } from '#lib/domain/calendar'
import { formatDuration, formatMoney } from '#lib/domain/format'
import type { Notification } from './notification.ts'

/** What a message about an incident is made of. Words of the trouble itself come from the caller. */
export type IncidentMessage = {
  /** The idempotency key of the message; the channel's id is added by whoever keeps one row a channel. */
  key: string
  kind: 'fired' | 'escalated' | 'resolved' | 'reminder' | 'group' | 'acknowledged' | 'good-news'
  incidentId?: number
  /** `rig:7`. */
  subject: string
  /** What people call the rig, agent, site …: `basement-3`. */
  subjectName: string
  severity: Severity
  /** What is wrong, without the name: `Overheating`. */
  what: string
  /** The value against its threshold: `92 °C against 85 °C`; and where in the machine: `GPU 2 memory`. */
  evidence?: string
  detail?: string
  siteName?: string
  /** The site's; UTC where none is known. */
  timeZone?: string
  /** When the trouble began, and when it was over. */
  sinceMs: number
  resolvedAtMs?: number
  nowMs: number
  /** Lost revenue minus saved power so far, in the currency's main unit; absent where it is not known. */
  cost?: { currency: string; lost?: number; saved?: number; net?: number }
  /** Who acknowledged it. */
  by?: string
  /** One cause, many rigs: how many more this message speaks for, and the first names among them. */
  others?: { count: number; names: string[] }
  /** Which reminder this is, and of how many. */
  reminder?: { number: number; of: number }
  /** DAVYLAMP_PUBLIC_URL; without it the message has no link. */
  publicUrl?: string
}

const NAMES_SHOWN = 8

/** The message for an incident's turn: rig and site, value against threshold, since when, cost so far, link. */
export function composeIncidentMessage(input: IncidentMessage): Notification {
  const { kind, incidentId, severity, subject, nowMs } = input
  const more = input.others && input.others.count > 0 ? ` and ${input.others.count} more` : ''
  return {
    id: input.key,
    kind,
    severity,
    title: `${prefix(kind, severity)}${input.subjectName}${more}: ${lowerFirst(input.what)}`,
    lines: [evidenceLine(input), placeLine(input), ...sinceLines(input), costLine(input), tailLine(input)].filter(
      (line) => line !== undefined,
    ),
    url: incidentUrl(input.publicUrl, incidentId),
    incidentId,
    subject,
    atMs: nowMs,
  }
}

/** The address of an incident's page, where the installation's own address is known. */
export function incidentUrl(publicUrl: string | undefined, incidentId: number | undefined): string | undefined {
  if (publicUrl === undefined) return undefined
  return incidentId === undefined ? `${publicUrl}/alerts` : `${publicUrl}/alerts/${incidentId}`
}

function prefix(kind: IncidentMessage['kind'], severity: Severity): string {
  if (kind === 'resolved') return 'Resolved: '
  if (kind === 'good-news') return ''
  if (kind === 'acknowledged') return 'Acknowledged: '
  if (kind === 'reminder') return 'Still: '
  if (kind === 'escalated') return 'Now critical: '
  return severity === 'critical' ? 'Critical: ' : severity === 'warning' ? 'Warning: ' : ''
}

function evidenceLine({ evidence, detail, kind }: IncidentMessage): string | undefined {
  const words = [detail, evidence].filter((part) => part).join(': ')
  if (words === '') return undefined
  return kind === 'resolved' ? `It was ${words}.` : `${words.charAt(0).toUpperCase()}${words.slice(1)}.`
}

function placeLine({ subjectName, siteName, others }: IncidentMessage): string {
  const place = siteName === undefined || siteName === subjectName ? subjectName : `${subjectName} at ${siteName}`
  if (!others || others.count === 0) return `${place}.`
  const names = others.names.slice(0, NAMES_SHOWN)
  const hidden = others.count - names.length
  return `${place}, with ${[...names, ...(hidden > 0 ? [`${hidden} more`] : [])].join(', ')}.`
}

function sinceLines({ kind, sinceMs, resolvedAtMs, nowMs, timeZone }: IncidentMessage): string[] {
  if (kind === 'good-news') return [`At ${localTime(sinceMs, timeZone)}.`]
  if (kind !== 'resolved') return [`Since ${localTime(sinceMs, timeZone)} (${formatDuration(nowMs - sinceMs)}).`]
  const untilMs = resolvedAtMs ?? nowMs
  return [
    `From ${localTime(sinceMs, timeZone)} to ${localTime(untilMs, timeZone)}: it lasted ${formatDuration(untilMs - sinceMs)}.`,
  ]
}

function costLine({ cost, kind }: IncidentMessage): string | undefined {
  if (cost === undefined || kind === 'good-news') return undefined
  const { currency, lost, saved, net } = cost
  const isOver = kind === 'resolved'
  const tense = isOver ? 'It cost' : 'Cost so far:'
  if (net !== undefined) {
    const parts =
      lost !== undefined && saved !== undefined && saved > 0
        ? ` (${formatMoney(lost, currency)} lost, ${formatMoney(saved, currency)} of power saved)`
        : ''
    // The power was worth more than the work: no cost is below 0.
    if (net < 0) return `${isOver ? 'It saved' : 'Saved so far:'} ${formatMoney(-net, currency)}${parts}.`
    return `${tense} ${formatMoney(net, currency)}${parts}.`
  }
  return lost === undefined ? undefined : `${tense} ${formatMoney(lost, currency)} of revenue.`
}

function tailLine({ kind, by, reminder }: IncidentMessage): string | undefined {
  if (kind === 'acknowledged') return by === undefined ? undefined : `${by} looks after it.`
  if (kind === 'reminder' && reminder) {
    const last = reminder.number >= reminder.of ? ': the last one' : ''
    return `Reminder ${reminder.number} of ${reminder.of}${last}.`
  }
  return undefined
}

/** `22 Nov, 14:05 (Europe/Berlin)`: a moment on the site's own clock. */
export function localTime(atMs: number, timeZone: string | undefined): string {
  const zone = timeZone !== undefined && isTimeZone(timeZone) ? timeZone : 'UTC'
  const text = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(atMs)
  return `${text} (${zone})`
}

function lowerFirst(text: string): string {
  // `GPU …` and `ASIC …` keep their capitals.
  return /^[A-Z][a-z]/.test(text) ? `${text.charAt(0).toLowerCase()}${text.slice(1)}` : text
}
