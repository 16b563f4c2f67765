import type { Subject } from '#lib/domain/alert-types'

/** A subject as it stands in the database and in messages: `rig:7`, `agent:…`, `site:2`, `server`, `coin:BTC`, `payer:BTC:braiins`. */
export function subjectText(subject: Subject): string {
  switch (subject.kind) {
    case 'rig':
      return `rig:${subject.rigId}`
    case 'agent':
      return `agent:${subject.agentId}`
    case 'site':
      return `site:${subject.siteId}`
    case 'coin':
      return `coin:${subject.coin}`
    case 'channel':
      return `channel:${subject.channelId}`
    case 'payer':
      return `payer:${subject.coin}:${subject.payer}`
    case 'server':
      return 'server'
  }
}

/** What {@link subjectText} wrote. Text of another make is taken for the server. */
export function subjectOf(text: string): Subject {
  const [kind, ...rest] = text.split(':')
  const id = rest.join(':')
  if (kind === 'rig') return { kind, rigId: Number(id) }
  if (kind === 'agent') return { kind, agentId: id }
  if (kind === 'site') return { kind, siteId: Number(id) }
  if (kind === 'coin') return { kind, coin: id }
  if (kind === 'channel') return { kind, channelId: Number(id) }
  if (kind === 'payer') {
    // A pool of the owner's own naming may have a colon in its name; a coin has none.
    const [coin = '', ...payer] = rest
    return { kind, coin, payer: payer.join(':') }
  }
  return { kind: 'server' }
}
