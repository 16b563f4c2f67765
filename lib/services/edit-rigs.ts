import { z } from 'zod'
import type { Database } from '#lib/db/database'
import { rigRecords } from '#lib/db/inventory'
import { listSites } from '#lib/db/sites'
import { applyRigChange } from './apply-rig-change.ts'
import type { Change } from './change-bus.ts'
import { type RigChangeInput, rigChange } from './rig-change.ts'
import { type Recompute, refused, refusedInput, type Saved } from './saved.ts'

const edit = z.object({
  rigIds: z.array(z.int()).min(1, 'Choose at least one rig').max(10_000),
  change: rigChange,
  fromMs: z.int().nonnegative().optional(),
})

/**
 * Changes one rig or many alike, in one commit: words, place, life, power correction, coin. What is dated speaks from
 * `fromMs` on (now, when absent); a moment in the past rewrites what came after it, and only then history is altered.
 */
export async function editRigs(
  database: Database,
  input: { rigIds: number[]; change: RigChangeInput; fromMs?: number },
  nowMs = Date.now(),
): Promise<Saved> {
  const parsed = edit.safeParse(input)
  if (!parsed.success) return withoutPrefix(refusedInput(parsed.error))
  const { change, fromMs = nowMs } = parsed.data
  if (fromMs > nowMs) return refused('fromMs', 'Choose a moment that has come')
  const rigIds = [...new Set(parsed.data.rigIds)]
  if (rigIds.length > 1 && change.name !== undefined) return refused('name', 'Rigs are named one by one')
  return database.$transaction(
    async (rows) => {
      if (change.siteId !== undefined && !(await listSites(rows)).some(({ id }) => id === change.siteId)) {
        return refused('siteId', 'This site is gone')
      }
      const rigs = await rigRecords(rows, rigIds)
      if (rigs.length < rigIds.length) return refused('form', 'A rig among these is gone')
      const recomputes: Recompute[] = []
      for (const rig of rigs) {
        const recompute = await applyRigChange(rows, rig, change, fromMs, nowMs)
        if (recompute) recomputes.push(recompute)
      }
      return { ok: true, changes: changesOf(rigIds), recompute: together(recomputes) }
    },
    { timeout: 60_000 },
  )
}

/** What to tell about rigs that changed: each by itself, or the list when it is long. */
export function changesOf(rigIds: number[]): Change[] {
  return rigIds.length > 100 ? [{ kind: 'rigs' }] : rigIds.map((rigId) => ({ kind: 'rig', rigId }))
}

/** One span that covers all. */
export function together(recomputes: Recompute[]): Recompute | undefined {
  const [first] = recomputes
  if (!first) return undefined
  return {
    what: recomputes.some(({ what }) => what === 'hours') ? 'hours' : 'money',
    fromMs: Math.min(...recomputes.map(({ fromMs }) => fromMs)),
    toMs: Math.max(...recomputes.map(({ toMs }) => toMs)),
    rigIds: [...new Set(recomputes.flatMap(({ rigIds }) => rigIds ?? []))],
    reason: recomputes.every(({ reason }) => reason === first.reason) ? first.reason : 'rig settings changed',
  }
}

// Forms know their fields by the names they have in `change`.
function withoutPrefix({ problems }: { problems: Record<string, string> }) {
  const renamed = Object.entries(problems).map(([field, problem]) => [field.replace(/^change\./, ''), problem])
  return { ok: false as const, problems: Object.fromEntries(renamed) }
}
