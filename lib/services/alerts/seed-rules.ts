import { insertRule } from '#lib/db/alert-rules'
import type { Database } from '#lib/db/database'
import { datedSetting, replaceSetting } from '#lib/db/settings'
import { DEFAULT_RULES } from '#lib/domain/alerts'

const SEEDED = 'alert-rules-seeded'

/**
 * Adds the default rules that this installation has never had: all of them at its first start, those of a new release
 * later. One that its owner deleted does not come back. Answers with how many were added.
 */
export async function seedRules(database: Database, nowMs: number): Promise<number> {
  return database.$transaction(async (rows) => {
    const known = namesOf((await datedSetting(rows, SEEDED)).at(-1)?.value)
    const missing = DEFAULT_RULES.filter(({ builtIn }) => builtIn !== undefined && !known.has(builtIn))
    for (const rule of missing) await insertRule(rows, rule, nowMs)
    const names = [...known, ...missing.flatMap(({ builtIn = '' }) => builtIn)]
    if (missing.length > 0) await replaceSetting(rows, SEEDED, 0, names)
    return missing.length
  })
}

function namesOf(value: unknown): Set<string> {
  return new Set(Array.isArray(value) ? value.filter((name) => typeof name === 'string') : [])
}
