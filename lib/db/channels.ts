import type { Scope, Severity } from '#lib/domain/alert-types'
import { momentOf, severityOf } from './alert-words.ts'
import type { Rows } from './rows.ts'
import { storedObject } from './stored-json.ts'
import { storedScope } from './stored-scope.ts'

/** Where messages go. `settings` hold nothing secret; `secrets` is encrypted JSON, opened by services alone. */
export type ChannelRecord = {
  id: number
  name: string
  kind: string
  enabled: boolean
  settings: Record<string, unknown>
  secrets?: string
  leastSeverity: Severity
  scope: Scope
  goodNews: boolean
  createdAtMs: number
  lastDeliveredAtMs?: number
  /** Nothing goes to it before: its service asked for patience. */
  heldUntilMs?: number
  /** Since when nothing was delivered although it was tried. */
  failingSinceMs?: number
  lastProblem?: string
}

/** What an owner decides about a channel. */
export type ChannelChange = Pick<
  ChannelRecord,
  'name' | 'kind' | 'enabled' | 'settings' | 'secrets' | 'leastSeverity' | 'scope' | 'goodNews'
>

/** All channels, oldest first. */
export async function channelRecords(rows: Rows): Promise<ChannelRecord[]> {
  return (await rows.channel.findMany({ orderBy: { id: 'asc' } })).map(recordOf)
}

export async function findChannel(rows: Rows, id: number): Promise<ChannelRecord | undefined> {
  const row = await rows.channel.findUnique({ where: { id } })
  return row ? recordOf(row) : undefined
}

/** Adds a channel and answers with its id. */
export async function insertChannel(rows: Rows, channel: ChannelChange & { createdAtMs: number }): Promise<number> {
  const { createdAtMs, ...change } = channel
  const { id } = await rows.channel.create({ data: { ...columnsOf(change), createdAtMs: BigInt(createdAtMs) } })
  return id
}

/** Replaces what an owner decides; a changed channel is no longer counted as failing. False when it is gone. */
export async function updateChannel(rows: Rows, id: number, change: ChannelChange): Promise<boolean> {
  const data = { ...columnsOf(change), failingSinceMs: null, lastProblem: null, heldUntilMs: null }
  return (await rows.channel.updateMany({ where: { id }, data })).count === 1
}

/** Replaces the settings alone, as a service asked for; keeps the rest. */
export async function saveChannelSettings(rows: Rows, id: number, settings: Record<string, unknown>): Promise<void> {
  await rows.channel.updateMany({ where: { id }, data: { settings: JSON.stringify(settings) } })
}

/** Removes a channel with its messages and subscriptions; false when there was none. */
export async function deleteChannelRecord(rows: Rows, id: number): Promise<boolean> {
  return (await rows.channel.deleteMany({ where: { id } })).count === 1
}

export async function noteDelivery(rows: Rows, id: number, atMs: number): Promise<void> {
  await rows.channel.updateMany({
    where: { id },
    data: { lastDeliveredAtMs: BigInt(atMs), failingSinceMs: null, lastProblem: null },
  })
}

/** Nothing goes to a channel before `untilMs`: its service asked us to wait. */
export async function holdChannel(rows: Rows, id: number, untilMs: number): Promise<void> {
  await rows.channel.updateMany({ where: { id }, data: { heldUntilMs: BigInt(untilMs) } })
}

/** Remembers why nothing gets through, and since when: the first time stays. */
export async function noteProblem(rows: Rows, id: number, atMs: number, problem: string): Promise<void> {
  await rows.channel.updateMany({ where: { id }, data: { lastProblem: problem } })
  await rows.channel.updateMany({ where: { id, failingSinceMs: null }, data: { failingSinceMs: BigInt(atMs) } })
}

function columnsOf({ settings, scope, secrets, ...change }: ChannelChange) {
  return { ...change, secrets: secrets ?? null, settings: JSON.stringify(settings), scope: JSON.stringify(scope) }
}

type Row = Awaited<ReturnType<Rows['channel']['findMany']>>[number]

function recordOf(row: Row): ChannelRecord {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    enabled: row.enabled,
    settings: storedObject(row.settings) ?? {},
    secrets: row.secrets ?? undefined,
    leastSeverity: severityOf(row.leastSeverity),
    // Rather told too much than nothing.
    scope: storedScope(row.scope) ?? {},
    goodNews: row.goodNews,
    createdAtMs: Number(row.createdAtMs),
    lastDeliveredAtMs: momentOf(row.lastDeliveredAtMs),
    heldUntilMs: momentOf(row.heldUntilMs),
    failingSinceMs: momentOf(row.failingSinceMs),
    lastProblem: row.lastProblem ?? undefined,
  }
}
