import { z } from 'zod'
import { datedSetting, replaceSetting } from '#lib/db/settings'
import { judge } from '#lib/notify/http-answer'
import { withoutSecrets } from '#lib/notify/scrub'
import { readAlertSettings } from '#lib/services/alerts/alert-settings'
import type { HeartbeatStatus } from '#lib/wire/alerts'
import { fetchFor, type NotifyContext } from './notify-context.ts'

const SETTING = 'heartbeat-status'

const heartbeatStatus = z.object({
  okAtMs: z.number().optional(),
  /** Why the last one did not get through; absent when it did. */
  problem: z.string().optional(),
}) satisfies z.ZodType<HeartbeatStatus>

/**
 * Reports once, by a GET, that alerts are being evaluated, where an address is set: to healthchecks.io
 * (https://healthchecks.io/docs/http_api/), Uptime Kuma's push monitor, or anything that raises an alarm when nothing
 * came. Callers call it every minute, and only while alerts are being evaluated. Answers with what came of it, and
 * remembers that. The address repeats in no answer: whoever knows it could keep the watcher quiet.
 */
export async function beat(context: NotifyContext, nowMs: number): Promise<HeartbeatStatus | undefined> {
  const { heartbeatUrl, heartbeatPrivate } = await readAlertSettings(context.database)
  if (heartbeatUrl === undefined) return undefined
  const answer = await fetchFor(context)({ url: heartbeatUrl, method: 'GET', allowPrivate: heartbeatPrivate })
  const result = judge(answer, nowMs)
  const status = result.ok
    ? { okAtMs: nowMs }
    : { okAtMs: (await lastHeartbeat(context)).okAtMs, problem: withoutSecrets(result.answer, [heartbeatUrl]) }
  await replaceSetting(context.database, SETTING, 0, status)
  return status
}

/** What came of the last heartbeat, for the settings page. */
export async function lastHeartbeat({ database }: Pick<NotifyContext, 'database'>): Promise<HeartbeatStatus> {
  return heartbeatStatus.safeParse((await datedSetting(database, SETTING))[0]?.value).data ?? {}
}
