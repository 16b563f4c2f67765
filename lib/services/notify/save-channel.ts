import { findChannel, insertChannel, updateChannel } from '#lib/db/channels'
import { dropWaiting } from '#lib/db/outbox-delivery'
import { refused, refusedInput, type Saved } from '#lib/services/saved'
import { type ChannelForm, channelForm, checkSettings } from './channel-form.ts'
import type { NotifyContext } from './notify-context.ts'

/**
 * Adds a channel, or changes the one of that id. Secrets are encrypted and can only be replaced. Switched off, it drops
 * what it had not delivered yet.
 */
export async function saveChannel(
  context: Pick<NotifyContext, 'database' | 'secrets' | 'config'>,
  input: ChannelForm,
  nowMs = Date.now(),
): Promise<Saved<{ channelId: number }>> {
  const parsed = channelForm.safeParse(input)
  if (!parsed.success) return refusedInput(parsed.error)
  const { id, ...form } = parsed.data
  const stored = id === undefined ? undefined : await findChannel(context.database, id)
  if (id !== undefined && !stored) return refused('form', 'This channel is gone')
  if (stored && stored.kind !== form.kind) return refused('kind', 'A channel stays what it is: add another one')
  const checked = await checkSettings(context, parsed.data, stored)
  if (!checked.ok) return checked
  const change = { ...form, settings: checked.settings, secrets: checked.secrets }
  const channelId = await context.database.$transaction(async (rows) => {
    if (!stored) return insertChannel(rows, { ...change, createdAtMs: nowMs })
    await updateChannel(rows, stored.id, change)
    if (!form.enabled) await dropWaiting(rows, stored.id, 'The channel was switched off')
    return stored.id
  })
  return { ok: true, channelId, changes: [{ kind: 'alert-settings' }] }
}
