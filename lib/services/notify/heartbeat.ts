import { z } from 'zod'
import { datedSetting, replaceSetting } from '#lib/db/settings'
import { permitted } from '#lib/notify/guarded-fetch'
import { judge } from '#lib/notify/http-answer'
import { withoutSecrets } from '#lib/notify/scrub'
import { allowPrivate, hostOf, webAddress } from '#lib/notify/web-address'
import { refused, refusedInput, type Saved } from '#lib/services/saved'
import { fetchFor, type NotifyContext } from './notify-context.ts'

const SETTING = 'heartbeat'

const heartbeatInput = z.object({ url: webAddress, method: z.enum(['GET', 'POST']).default('GET'), allowPrivate })
const storedHeartbeat = z.object({ encrypted: z.string() })

type Heartbeat = z.output<typeof heartbeatInput>

/** What the settings page shows: the address itself is a secret, since whoever has it can keep the watcher quiet. */
export type HeartbeatRow = { host: string; method: 'GET' | 'POST'; allowPrivate: boolean }

export type BeatResult = { ok: boolean; answer: string }

/**
 * Where to report every minute that alerts are being evaluated, so that somebody else notices when they are not:
 * healthchecks.io (https://healthchecks.io/docs/http_api/), Uptime Kuma's push monitor, or anything that takes a GET or
 * POST and raises an alarm when none came. `undefined` ends it.
 */
export async function saveHeartbeat(
  { database, secrets, config }: Pick<NotifyContext, 'database' | 'secrets' | 'config'>,
  input: z.input<typeof heartbeatInput> | undefined,
): Promise<Saved> {
  const changes: Saved = { ok: true, changes: [{ kind: 'alert-settings' }] }
  if (input === undefined) {
    await replaceSetting(database, SETTING, 0, null)
    return changes
  }
  const parsed = heartbeatInput.safeParse(input)
  if (!parsed.success) return refusedInput(parsed.error)
  const place = await permitted(parsed.data.url, config.allowPrivateWebhooks || parsed.data.allowPrivate)
  if (!place.ok) return refused('url', place.reason)
  await replaceSetting(database, SETTING, 0, { encrypted: secrets.encrypt(JSON.stringify(parsed.data)) })
  return changes
}

export async function heartbeatRow(
  context: Pick<NotifyContext, 'database' | 'secrets'>,
): Promise<HeartbeatRow | undefined> {
  const kept = await readHeartbeat(context)
  return kept && { host: hostOf(kept.url), method: kept.method, allowPrivate: kept.allowPrivate }
}

/** Reports once that all is well, where an address is set. Callers call it only while alerts are being evaluated. */
export async function beat(context: NotifyContext, nowMs: number): Promise<BeatResult | undefined> {
  const kept = await readHeartbeat(context)
  if (!kept) return undefined
  const { url, method, allowPrivate: mayBePrivate } = kept
  const result = judge(await fetchFor(context)({ url, method, allowPrivate: mayBePrivate }), nowMs)
  return { ok: result.ok, answer: withoutSecrets(result.answer, [url]) }
}

async function readHeartbeat({
  database,
  secrets,
}: Pick<NotifyContext, 'database' | 'secrets'>): Promise<Heartbeat | undefined> {
  const [row] = await datedSetting(database, SETTING)
  const stored = storedHeartbeat.safeParse(row?.value)
  const plain = stored.success ? secrets.decrypt(stored.data.encrypted) : undefined
  return plain === undefined ? undefined : heartbeatInput.parse(JSON.parse(plain))
}
