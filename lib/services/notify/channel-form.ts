import { z } from 'zod'
import type { ChannelRecord } from '#lib/db/channels'
import { type Channel, channelKinds } from '#lib/notify/channel'
import { channels } from '#lib/notify/channels'
import { permitted } from '#lib/notify/guarded-fetch'
import { nameForm, scopeForm, severityForm } from '#lib/services/alerts/scope-form'
import { type Refused, refused, refusedInput } from '#lib/services/saved'
import type { NotifyContext } from './notify-context.ts'
import { type Fields, openSecretFields } from './open-channel.ts'

/** A channel as its form says it. A secret left out keeps what is stored; one given as `null` is removed. */
export const channelForm = z.object({
  id: z.int().positive().optional(),
  name: nameForm,
  kind: z.enum(channelKinds, 'This kind of channel is not known'),
  enabled: z.boolean().default(true),
  settings: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  leastSeverity: severityForm.default('warning'),
  scope: scopeForm.default({}),
  goodNews: z.boolean().default(false),
})

export type ChannelForm = z.input<typeof channelForm>

/** Settings as they are stored: in the open, and encrypted. */
export type SplitSettings = { ok: true; settings: Fields; secrets?: string }

// Where a stored secret would be sent to.
const addressFields = ['host', 'url', 'apiUrl']

/**
 * Checks a form's settings together with the secrets stored, and every address as a sending would. A stored secret does
 * not follow to another server: it must be typed in again, since otherwise it could be read by sending it to oneself.
 */
export async function checkSettings(
  context: Pick<NotifyContext, 'secrets' | 'config'>,
  form: z.output<typeof channelForm>,
  stored: ChannelRecord | undefined,
): Promise<SplitSettings | Refused> {
  const channel = channels[form.kind]
  const kept = stored ? openSecretFields(context.secrets, stored.secrets) : {}
  const typed = Object.fromEntries(Object.entries(form.settings).filter(([, value]) => value !== null && value !== ''))
  const keptSecrets = Object.fromEntries(
    Object.entries(kept ?? {}).filter(([field]) => !(field in typed) && form.settings[field] !== null),
  )
  const checked = channel.check({ ...keptSecrets, ...typed })
  if (!checked.ok) return refusedInput(checked.error)
  const [secretKept] = Object.keys(keptSecrets)
  if (stored && secretKept && goesElsewhere(stored.settings, checked.settings, channel)) {
    return refused(secretKept, 'Type it in again: it would go to another server than before')
  }
  const problem = await addressProblem(context, channel, checked.settings)
  if (problem) return problem
  return { ok: true, ...split(context, channel, checked.settings) }
}

function goesElsewhere(stored: Fields, now: Fields, { secretFields }: Channel): boolean {
  return addressFields.some((field) => !secretFields.includes(field) && stored[field] !== now[field])
}

async function addressProblem(
  { config }: Pick<NotifyContext, 'config'>,
  channel: Channel,
  settings: Fields,
): Promise<Refused | undefined> {
  const mayBePrivate = config.allowPrivateWebhooks || settings.allowPrivate === true
  for (const address of channel.addresses(settings)) {
    const place = await permitted(address, mayBePrivate)
    if (place.ok) continue
    const field = Object.keys(settings).find((name) => settings[name] === address) ?? 'form'
    const remedy =
      !mayBePrivate && /private network/.test(place.reason) ? '. Allow private addresses if it is yours' : ''
    return refused(field, `${place.reason}${remedy}`)
  }
  return undefined
}

function split({ secrets }: Pick<NotifyContext, 'secrets'>, { secretFields }: Channel, all: Fields) {
  const entries = Object.entries(all).filter(([, value]) => value !== undefined)
  const hidden = entries.filter(([field]) => secretFields.includes(field))
  return {
    settings: Object.fromEntries(entries.filter(([field]) => !secretFields.includes(field))),
    secrets: hidden.length === 0 ? undefined : secrets.encrypt(JSON.stringify(Object.fromEntries(hidden))),
  }
}
