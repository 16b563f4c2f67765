import type { RuleKind, Scope, Severity } from '#lib/domain/alert-types'
import { isRuleKind, severityOf } from './alert-words.ts'
import type { Rows } from './rows.ts'
import { storedJson } from './stored-json.ts'
import { storedScope } from './stored-scope.ts'

export type SilenceRecord = {
  id: number
  reason: string
  scope: Scope
  kinds?: RuleKind[]
  severities?: Severity[]
  fromMs: number
  untilMs: number
  createdBy?: string
}

/** Silences that end after `sinceMs`, those that end first at the top. */
export async function listSilenceRecords(rows: Rows, sinceMs: number): Promise<SilenceRecord[]> {
  const found = await rows.silence.findMany({
    where: { untilMs: { gt: BigInt(sinceMs) } },
    orderBy: [{ untilMs: 'asc' }, { id: 'asc' }],
  })
  return found.flatMap((row) => {
    const scope = storedScope(row.scope)
    // A damaged one would silence what nobody meant.
    if (!scope) return []
    return [
      {
        id: row.id,
        reason: row.reason,
        scope,
        ...(row.kinds === null ? {} : { kinds: words(row.kinds).filter(isRuleKind) }),
        ...(row.severities === null ? {} : { severities: words(row.severities).map(severityOf) }),
        fromMs: Number(row.fromMs),
        untilMs: Number(row.untilMs),
        ...(row.createdBy === null ? {} : { createdBy: row.createdBy }),
      },
    ]
  })
}

export async function insertSilence(rows: Rows, silence: Omit<SilenceRecord, 'id'>, nowMs: number): Promise<number> {
  const { createdBy } = silence
  const data = { ...columnsOf(silence), createdBy: createdBy ?? null, createdAtMs: BigInt(nowMs) }
  return (await rows.silence.create({ data, select: { id: true } })).id
}

/** Changes a silence; false when it is gone. */
export async function updateSilence(rows: Rows, silence: SilenceRecord): Promise<boolean> {
  return (await rows.silence.updateMany({ where: { id: silence.id }, data: columnsOf(silence) })).count === 1
}

/** Ends a silence that has not ended; false when there is none. */
export async function endSilenceAt(rows: Rows, id: number, untilMs: number): Promise<boolean> {
  const until = BigInt(untilMs)
  return (
    (await rows.silence.updateMany({ where: { id, untilMs: { gt: until } }, data: { untilMs: until } })).count === 1
  )
}

function columnsOf(silence: Omit<SilenceRecord, 'id'>) {
  return {
    reason: silence.reason,
    scope: JSON.stringify(silence.scope),
    kinds: silence.kinds ? JSON.stringify(silence.kinds) : null,
    severities: silence.severities ? JSON.stringify(silence.severities) : null,
    fromMs: BigInt(silence.fromMs),
    untilMs: BigInt(silence.untilMs),
  }
}

function words(json: string): string[] {
  const list = storedJson(json)
  return Array.isArray(list) ? list.filter((word) => typeof word === 'string') : []
}
