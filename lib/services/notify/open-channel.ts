import type { ChannelRecord } from '#lib/db/channels'
import type { Channel, ChannelKind } from '#lib/notify/channel'
import { channelKinds } from '#lib/notify/channel'
import { channels } from '#lib/notify/channels'
import type { Secrets } from '#lib/services/secrets'

export type Fields = Record<string, unknown>

/** A channel with its secrets in the open, for the moment of a sending. `secretTexts` are to be kept out of every answer. */
export type OpenedChannel =
  | { ok: true; channel: Channel; settings: Fields; secretTexts: string[] }
  | { ok: false; reason: string }

export function isChannelKind(kind: string): kind is ChannelKind {
  return channelKinds.some((known) => known === kind)
}

export function openChannel(
  secrets: Pick<Secrets, 'decrypt'>,
  { kind, settings, secrets: encrypted }: Pick<ChannelRecord, 'kind' | 'settings' | 'secrets'>,
): OpenedChannel {
  if (!isChannelKind(kind)) return { ok: false, reason: `This version of Davylamp knows no ${kind}` }
  const opened = openSecretFields(secrets, encrypted)
  if (!opened) {
    return { ok: false, reason: 'Its secret cannot be read: was DAVYLAMP_SECRET changed? Type it in again' }
  }
  const checked = channels[kind].check({ ...settings, ...opened })
  if (!checked.ok) return { ok: false, reason: `Its settings are not complete: ${checked.error.issues[0]?.message}` }
  return { ok: true, channel: channels[kind], settings: checked.settings, secretTexts: Object.values(opened) }
}

/** The secret fields as they were typed, or undefined when they cannot be read. */
export function openSecretFields(
  secrets: Pick<Secrets, 'decrypt'>,
  encrypted: string | undefined,
): Record<string, string> | undefined {
  if (encrypted === undefined) return {}
  const plain = secrets.decrypt(encrypted)
  if (plain === undefined) return undefined
  const fields: unknown = JSON.parse(plain)
  if (typeof fields !== 'object' || fields === null) return undefined
  return Object.fromEntries(
    Object.entries(fields).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}
