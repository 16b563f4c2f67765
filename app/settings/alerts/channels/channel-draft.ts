import type { Scope, Severity } from '#lib/domain/alert-types'
import type { ChannelKindName, ChannelRow } from '#lib/wire/alerts'
import { CHANNEL_KINDS } from './channel-kinds'

/** A channel while it is written. A secret is text only while it is typed. */
export type ChannelDraft = {
  id?: number
  kind: ChannelKindName
  name: string
  enabled: boolean
  settings: Record<string, string | boolean>
  leastSeverity: Severity
  scope: Scope
  goodNews: boolean
}

/** What is sent: a secret that is left out stays, one that is `null` is removed. */
export type SentChannel = Omit<ChannelDraft, 'settings'> & { settings: Record<string, string | boolean | null> }

export function newChannel(kind: ChannelKindName): ChannelDraft {
  const settings = Object.fromEntries(
    CHANNEL_KINDS[kind].fields.map(({ name, input, initial }) => [name, initial ?? (input === 'switch' ? false : '')]),
  )
  const { label: name } = CHANNEL_KINDS[kind]
  return { kind, name, enabled: true, settings, leastSeverity: 'warning', scope: {}, goodNews: false }
}

export function channelDraft(row: ChannelRow): ChannelDraft {
  const { id, kind, name, enabled, leastSeverity, scope, goodNews } = row
  const { settings } = newChannel(kind)
  for (const field of CHANNEL_KINDS[kind].fields) {
    const kept = row.settings[field.name]
    if (typeof kept === 'boolean') settings[field.name] = kept
    else if (typeof kept === 'string' || typeof kept === 'number') settings[field.name] = String(kept)
    else if (row.secretsSet.includes(field.name)) settings[field.name] = ''
  }
  return { id, kind, name, enabled, settings, leastSeverity, scope, goodNews }
}

/** `removed` names the secrets to be forgotten. */
export function sentChannel(draft: ChannelDraft, removed: ReadonlySet<string>): SentChannel {
  const settings: SentChannel['settings'] = {}
  for (const { name, input } of CHANNEL_KINDS[draft.kind].fields) {
    const value = draft.settings[name]
    const isSecret = input === 'secret' || input === 'long-secret'
    if (typeof value === 'boolean') settings[name] = value
    else if (value?.trim()) settings[name] = value.trim()
    else if (isSecret && removed.has(name)) settings[name] = null
  }
  return { ...draft, settings }
}
