import { deleteChannelRecord } from '#lib/db/channels'
import { refused, type Saved } from '#lib/services/saved'
import type { NotifyContext } from './notify-context.ts'

/** Removes a channel with its secrets, its subscriptions and the record of its messages. */
export async function deleteChannel({ database }: Pick<NotifyContext, 'database'>, channelId: number): Promise<Saved> {
  if (!(await deleteChannelRecord(database, channelId))) return refused('form', 'This channel is gone')
  return { ok: true, changes: [{ kind: 'alert-settings' }] }
}
