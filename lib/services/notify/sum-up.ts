import { deliveredSince, dropMessages, dueMessages, hasSummary, insertSummary } from '#lib/db/outbox-delivery'
import type { Rows } from '#lib/db/rows'
import { storedJson } from '#lib/db/stored-json'
import { HOUR_MS, MINUTE_MS } from '#lib/domain/units'
import { composeSummary } from '#lib/notify/compose-summary'
import { notificationSchema } from '#lib/notify/notification'

/** More than so many messages in an hour are noise that hides the next one. */
export const MESSAGES_PER_HOUR = 20

/** Above the limit, what came meanwhile is told together this often. */
export const SUMMARY_EVERY_MS = 15 * MINUTE_MS

/**
 * Whether a channel took as many messages within the last hour as it may. If so, those that are due now become one
 * summary, unless one went out a short while ago: then they wait for the next.
 */
export async function limitHourly(
  rows: Rows,
  { channelId, nowMs, publicUrl }: { channelId: number; nowMs: number; publicUrl?: string },
): Promise<boolean> {
  if ((await deliveredSince(rows, channelId, nowMs - HOUR_MS)) < MESSAGES_PER_HOUR) return false
  if (await hasSummary(rows, channelId, nowMs - SUMMARY_EVERY_MS)) return true
  const due = await dueMessages(rows, channelId, nowMs)
  const [first] = due
  if (!first) return true
  const messages = due.flatMap(({ payload }) => {
    const parsed = notificationSchema.safeParse(storedJson(payload))
    return parsed.success ? [parsed.data] : []
  })
  const key = `summary:${channelId}:${first.id}`
  const summary = composeSummary(messages, { key, publicUrl, nowMs })
  await dropMessages(
    rows,
    due.map(({ id }) => id),
    'Told in a summary',
  )
  await insertSummary(rows, { channelId, key, payload: JSON.stringify(summary), atMs: nowMs })
  return true
}
