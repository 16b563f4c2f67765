import { DAY_MS } from '#lib/domain/units'
import { givenList } from './dialect.ts'
import type { Rows } from './rows.ts'

/** A message that this process alone may send until its claim ends. */
export type ClaimedMessage = {
  id: number
  channelId: number
  incidentId?: number
  key: string
  kind: string
  payload: string
  createdAtMs: number
  /** With this one. */
  attempts: number
}

// The oldest message that may still have been delivered of late. The index bounds what is looked through by it: a channel
// of years took many, and this is asked before every message.
const LONGEST_WAY_MS = 7 * DAY_MS
// These neither count against the hourly limit nor are summed up.
const UNCOUNTED = ['test', 'digest', 'summary']

/** The channels that have something to send now and are switched on. */
export async function channelsWithDue(rows: Rows, nowMs: number): Promise<number[]> {
  const found = await rows.outboxMessage.findMany({
    where: { state: 'waiting', dueAtMs: { lte: BigInt(nowMs) }, channel: { enabled: true }, ...unclaimed(nowMs) },
    select: { channelId: true },
    distinct: ['channelId'],
  })
  return found.map(({ channelId }) => channelId)
}

/**
 * Claims a channel's next message until `untilMs`, inside the transaction that guards the lease. Messages of one
 * incident go in their order: none is claimed while an earlier one waits, is on its way or being retried; none at all
 * while a summary is. `uncountedOnly`: the channel took as many messages about incidents as it may.
 */
export async function claimNext(
  rows: Rows,
  {
    channelId,
    nowMs,
    untilMs,
    fence,
    uncountedOnly = false,
  }: { channelId: number; nowMs: number; untilMs: number; fence: number; uncountedOnly?: boolean },
): Promise<ClaimedMessage | undefined> {
  const at = BigInt(nowMs)
  const everyKind = uncountedOnly ? 0 : 1
  const [next] = await rows.$queryRaw<{ id: number | bigint }[]>`
    SELECT m."id" FROM "OutboxMessage" m
    WHERE m."channelId" = ${channelId} AND m."state" = 'waiting' AND m."dueAtMs" <= ${at}
      AND (m."claimedUntilMs" IS NULL OR m."claimedUntilMs" <= ${at})
      AND (${everyKind} = 1 OR m."kind" IN ('test', 'digest', 'summary'))
      AND NOT EXISTS (
        SELECT 1 FROM "OutboxMessage" e
        WHERE e."incidentId" = m."incidentId" AND e."state" = 'waiting' AND e."id" < m."id"
          AND +e."channelId" = m."channelId")
      AND m."id" <= COALESCE((
        SELECT MIN(s."id") FROM "OutboxMessage" s
        WHERE s."state" = 'waiting' AND s."kind" = 'summary' AND +s."channelId" = ${channelId}), 9223372036854775807)
    ORDER BY m."id" LIMIT 1`
  if (!next) return undefined
  const row = await rows.outboxMessage.update({
    where: { id: Number(next.id) },
    data: { claimedUntilMs: BigInt(untilMs), claimFence: fence, attempts: { increment: 1 } },
  })
  const { id, incidentId, key, kind, payload, createdAtMs, attempts } = row
  return {
    id,
    channelId,
    incidentId: incidentId ?? undefined,
    key,
    kind,
    payload,
    createdAtMs: Number(createdAtMs),
    attempts,
  }
}

/** What came of a claimed message. Nothing is written where the claim went to another holder meanwhile. */
export async function settleMessage(
  rows: Rows,
  { id, fence }: { id: number; fence: number },
  outcome:
    | { state: 'delivered'; deliveredAtMs: number; answer: string }
    | { state: 'failed'; answer: string }
    | { state: 'waiting'; dueAtMs: number; answer: string },
): Promise<boolean> {
  const data = {
    state: outcome.state,
    answer: outcome.answer,
    claimedUntilMs: null,
    ...(outcome.state === 'delivered' ? { deliveredAtMs: BigInt(outcome.deliveredAtMs) } : {}),
    ...(outcome.state === 'waiting' ? { dueAtMs: BigInt(outcome.dueAtMs) } : {}),
  }
  return (await rows.outboxMessage.updateMany({ where: { id, claimFence: fence, state: 'waiting' }, data })).count === 1
}

/** How many messages about incidents a channel took since `sinceMs`. */
export async function deliveredSince(rows: Rows, channelId: number, sinceMs: number): Promise<number> {
  return rows.outboxMessage.count({
    where: {
      channelId,
      state: 'delivered',
      kind: { notIn: UNCOUNTED },
      deliveredAtMs: { gt: BigInt(sinceMs) },
      createdAtMs: { gt: BigInt(sinceMs - LONGEST_WAY_MS) },
    },
  })
}

/** Whether a summary was made for a channel since `sinceMs`, or still waits. */
export async function hasSummary(rows: Rows, channelId: number, sinceMs: number): Promise<boolean> {
  const found = await rows.outboxMessage.findFirst({
    where: {
      channelId,
      kind: 'summary',
      createdAtMs: { gt: BigInt(sinceMs - LONGEST_WAY_MS) },
      OR: [{ createdAtMs: { gt: BigInt(sinceMs) } }, { state: 'waiting' }],
    },
    select: { id: true },
  })
  return found !== null
}

/** Due messages about incidents that nobody is sending, oldest first: what a summary would speak for. */
export async function dueMessages(
  rows: Rows,
  channelId: number,
  nowMs: number,
): Promise<{ id: number; payload: string }[]> {
  return rows.outboxMessage.findMany({
    where: {
      channelId,
      state: 'waiting',
      kind: { notIn: UNCOUNTED },
      dueAtMs: { lte: BigInt(nowMs) },
      ...unclaimed(nowMs),
    },
    orderBy: { id: 'asc' },
    select: { id: true, payload: true },
  })
}

/** Takes messages out of the way, saying why. */
export async function dropMessages(rows: Rows, ids: number[], answer: string): Promise<void> {
  await rows.$executeRaw`
    UPDATE "OutboxMessage" SET "state" = 'dropped', "answer" = ${answer}
    WHERE "state" = 'waiting' AND "id" IN (SELECT value FROM ${givenList(rows, ids, 'whole')} AS given)`
}

/** A channel that was switched off tells nothing later either. */
export async function dropWaiting(rows: Rows, channelId: number, answer: string): Promise<void> {
  await rows.outboxMessage.updateMany({ where: { channelId, state: 'waiting' }, data: { state: 'dropped', answer } })
}

function unclaimed(nowMs: number) {
  return { OR: [{ claimedUntilMs: null }, { claimedUntilMs: { lte: BigInt(nowMs) } }] }
}

/** Puts a summary into the outbox, due at once. */
export async function insertSummary(
  rows: Rows,
  { channelId, key, payload, atMs }: { channelId: number; key: string; payload: string; atMs: number },
): Promise<void> {
  const moments = { createdAtMs: BigInt(atMs), dueAtMs: BigInt(atMs) }
  await rows.outboxMessage.create({ data: { channelId, key, kind: 'summary', payload, ...moments } })
}

/** Forgets settled messages that are about no incident (digests carry pictures), made before `beforeMs`. */
export async function pruneMessages(rows: Rows, beforeMs: number): Promise<number> {
  const { count } = await rows.outboxMessage.deleteMany({
    where: { incidentId: null, state: { not: 'waiting' }, createdAtMs: { lt: BigInt(beforeMs) } },
  })
  return count
}
