import { saveAlerts } from '#lib/db/alert-commit'
import { channelRecords } from '#lib/db/channels'
import { readCursor, removeCursor, saveCursor } from '#lib/db/job-cursors'
import type { Rows } from '#lib/db/rows'
import { MINUTE_MS } from '#lib/domain/units'
import type { AlertSettings } from '#lib/wire/alerts'
import { readAlertSettings } from '../alerts/alert-settings.ts'
import { siteAt } from '../rig-places.ts'
import type { RunningServer } from '../running-server.ts'
import { composeDigest } from './compose-digest.ts'
import { type DigestKind, type DigestPeriod, latestDigest } from './digest-period.ts'
import { gatherFigures } from './gather-figures.ts'

export type DigestContext = Pick<RunningServer, 'database' | 'fleet'> & {
  config: Pick<RunningServer['config'], 'publicUrl'>
}

/** The last hour of the period is closed some minutes after it; a digest waits for it, but not for ever. */
const HOURS_CLOSED_WITHIN_MS = 30 * MINUTE_MS

const cursorOf = (kind: DigestKind) => `digest-${kind}-until`

/**
 * Writes the digests that are due into the outbox, one message a channel, and answers with how many. A digest that was
 * switched on begins with the next one due; after an outage the latest is made up for, not each. The cursor is saved with
 * the messages, under `guard`, so that no restart and no second node says one twice.
 */
export async function sendDueDigests(
  context: DigestContext,
  options: { nowMs: number; guard?: (rows: Rows) => Promise<void> },
): Promise<number> {
  const { digest } = await readAlertSettings(context.database)
  let written = 0
  for (const kind of ['daily', 'weekly'] as const) {
    written += digest[kind] ? await sendDue(context, kind, digest, options) : await forget(context, kind)
  }
  return written
}

async function sendDue(
  context: DigestContext,
  kind: DigestKind,
  digest: AlertSettings['digest'],
  { nowMs, guard }: { nowMs: number; guard?: (rows: Rows) => Promise<void> },
): Promise<number> {
  const { database, fleet } = context
  const period = latestDigest(kind, digest.minute, mainTimeZone(fleet, nowMs), nowMs)
  const untilMs = await readCursor(database, cursorOf(kind))
  if (untilMs !== undefined && untilMs >= period.dueMs) return 0
  if (untilMs === undefined) {
    await saveCursor(database, cursorOf(kind), period.dueMs)
    return 0
  }
  if (fleet.hours.closedUntilMs < period.toMs && nowMs < period.toMs + HOURS_CLOSED_WITHIN_MS) return 0
  return writeDigest(context, period, digest.channelIds, { nowMs, guard })
}

/** Writes one digest into the outbox, whether it is due or not. Written a second time it changes nothing. */
export async function writeDigest(
  context: DigestContext,
  period: DigestPeriod,
  channelIds: number[],
  { nowMs, guard }: { nowMs: number; guard?: (rows: Rows) => Promise<void> },
): Promise<number> {
  const { database } = context
  const channels = (await channelRecords(database)).filter(
    ({ id, kind, enabled }) => enabled && (channelIds.length === 0 ? kind === 'email' : channelIds.includes(id)),
  )
  const key = `digest/${period.kind}/${period.label}`
  const payload = channels.length > 0 ? await composeDigest(key, await gatherFigures(context, period, nowMs)) : {}
  const messages = channels.map(({ id }) => ({
    channelId: id,
    key: `${key}/${id}`,
    kind: 'digest',
    payload,
    createdAtMs: nowMs,
    dueAtMs: nowMs,
  }))
  await database.$transaction(async (rows) => {
    await guard?.(rows)
    await saveAlerts(rows, { incidents: [], droppedIncidentIds: [], events: [], states: [], quietStates: [], messages })
    await saveCursor(rows, cursorOf(period.kind), period.dueMs)
  })
  return messages.length
}

async function forget({ database }: DigestContext, kind: DigestKind): Promise<0> {
  if ((await readCursor(database, cursorOf(kind))) !== undefined) await removeCursor(database, cursorOf(kind))
  return 0
}

/** Of the site with most rigs; UTC before there is any. */
export function mainTimeZone(fleet: RunningServer['fleet'], nowMs: number): string {
  const rigs = new Map<string, number>()
  for (const { settings } of fleet.liveRigs()) {
    const zone = siteAt(settings, fleet.sites, nowMs)?.timeZone
    if (zone !== undefined) rigs.set(zone, (rigs.get(zone) ?? 0) + 1)
  }
  const [first] = fleet.sites.values()
  return [...rigs].sort(([, one], [, other]) => other - one)[0]?.[0] ?? first?.timeZone ?? 'UTC'
}
