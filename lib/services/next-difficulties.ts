import { z } from 'zod'
import type { Rows } from '#lib/db/rows'
import { saveSetting, settingsBeginningWith } from '#lib/db/settings'
import type { NextDifficulty } from '#lib/domain/next-difficulty'

const PREFIX = 'next-difficulty/'

const nextDifficulty = z.object({
  coin: z.string(),
  height: z.number(),
  atMs: z.number(),
  change: z.number(),
  source: z.string(),
  observedAtMs: z.number(),
}) satisfies z.ZodType<NextDifficulty>

/** Keeps what was last heard of a coin's next change. */
export function saveNextDifficulty(rows: Rows, next: NextDifficulty): Promise<void> {
  return saveSetting(rows, `${PREFIX}${next.coin}`, 0, next)
}

/** The changes of difficulty that still lie ahead at `nowMs`, as last heard. */
export async function nextDifficulties(rows: Rows, nowMs: number): Promise<NextDifficulty[]> {
  const kept = await settingsBeginningWith(rows, PREFIX)
  return kept.flatMap(({ value }) => {
    const parsed = nextDifficulty.safeParse(value)
    return parsed.success && parsed.data.atMs >= nowMs ? [parsed.data] : []
  })
}
