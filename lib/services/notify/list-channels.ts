import { type ChannelRecord, channelRecords } from '#lib/db/channels'
import type { Database } from '#lib/db/database'
import type { Secrets } from '#lib/services/secrets'
import type { ChannelRow } from '#lib/wire/alerts'
import { isChannelKind, openChannel, openSecretFields } from './open-channel.ts'

/** A channel for its list: `goesTo` says where messages go (a host, a chat), without anything secret. */
export type ListedChannel = ChannelRow & { goesTo?: string }

/** All channels, oldest first. Secrets are named, never shown: they can be replaced, not read. */
export async function listChannels(context: {
  database: Database
  secrets: Pick<Secrets, 'decrypt'>
}): Promise<ListedChannel[]> {
  const records = await channelRecords(context.database)
  return records.flatMap((record) => rowOf(record, context.secrets))
}

function rowOf(record: ChannelRecord, secrets: Pick<Secrets, 'decrypt'>): ListedChannel[] {
  const { kind, secrets: encrypted, ...rest } = record
  // Made by a newer version: neither shown nor used.
  if (!isChannelKind(kind)) return []
  const opened = openChannel(secrets, record)
  const secretsSet = Object.keys(openSecretFields(secrets, encrypted) ?? {})
  if (opened.ok) return [{ ...rest, kind, secretsSet, goesTo: opened.channel.describe(opened.settings) }]
  return [{ ...rest, kind, secretsSet, lastProblem: opened.reason }]
}
