import type { IncidentDetail } from '#lib/wire/alerts'

/** One line of what happened: a turn of the incident, or a message about it. */
export type StoryLine = {
  key: string
  atMs: number
  words: string
  /** Who did it. */
  by?: string
  /** What a service answered to a message. */
  answer?: string
  tone: 'critical' | 'warn' | 'good' | 'muted'
}

const MESSAGE_WORDS = {
  waiting: 'Message waits for',
  delivered: 'Message delivered through',
  failed: 'Message failed through',
  dropped: 'Message not sent through',
} as const

/** Turns and messages in the order they happened; of the same moment the turn first, since it caused the message. */
export function storyOf(incident: Pick<IncidentDetail, 'events' | 'messages' | 'severity'>): StoryLine[] {
  const turns = incident.events.map((event, index): StoryLine & { rank: number } => ({
    key: `event-${index}`,
    atMs: event.atMs,
    words: event.words,
    ...(event.by === undefined ? {} : { by: event.by }),
    tone: toneOf(event.kind, incident.severity),
    rank: 0,
  }))
  const messages = incident.messages.map((message, index): StoryLine & { rank: number } => ({
    key: `message-${index}`,
    atMs: message.atMs,
    words: `${MESSAGE_WORDS[message.state]} ${message.channelName}`,
    ...(message.answer === undefined ? {} : { answer: message.answer }),
    tone: message.state === 'failed' ? 'critical' : 'muted',
    rank: 1,
  }))
  return [...turns, ...messages]
    .sort((one, other) => one.atMs - other.atMs || one.rank - other.rank)
    .map(({ rank: _, ...line }) => line)
}

function toneOf(kind: string, severity: IncidentDetail['severity']): StoryLine['tone'] {
  if (kind === 'resolved') return 'good'
  if (kind === 'escalated') return 'critical'
  if (kind === 'happened') return 'good'
  if (kind === 'fired' || kind === 'fired-again')
    return severity === 'critical' ? 'critical' : severity === 'warning' ? 'warn' : 'muted'
  return 'muted'
}
