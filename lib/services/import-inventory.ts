import type { Database } from '#lib/db/database'
import { rigRecords } from '#lib/db/inventory'
import { insertRig } from '#lib/db/rigs'
import type { Rows } from '#lib/db/rows'
import { listSites } from '#lib/db/sites'
import { applyRigChange } from './apply-rig-change.ts'
import { together } from './edit-rigs.ts'
import { readInventory } from './inventory-csv.ts'
import { type PlannedRow, planInventory } from './plan-inventory.ts'
import { type Recompute, type Refused, refused, type Saved } from './saved.ts'

const LARGEST_FILE = 10_000_000
const MOST_ROWS = 20_000

export type InventoryPreview = {
  ok: true
  rows: Omit<PlannedRow, 'change' | 'siteId'>[]
  /** Rows that would change or add a rig, rows where all is so already, and rows that cannot be taken. */
  changing: number
  unchanged: number
  refused: number
  /** Columns of the file that mean nothing here. */
  unknownColumns: string[]
}

/** What an inventory file would do, row by row. Nothing is written. */
export async function previewInventory(database: Database, csv: string): Promise<InventoryPreview | Refused> {
  const plan = await planFrom(database, csv)
  if ('problems' in plan) return plan
  const { rows, unknownColumns } = plan
  const bad = rows.filter(({ problems }) => problems.length > 0).length
  const unchanged = rows.filter(isUnchanged).length
  return {
    ok: true,
    rows: rows.map(({ change: _change, siteId: _siteId, ...row }) => row),
    changing: rows.length - bad - unchanged,
    unchanged,
    refused: bad,
    unknownColumns,
  }
}

/**
 * Takes an inventory file in one commit. A key that is not known adds a rig ahead of its first reading. One bad row, and
 * nothing is taken, unless `leaveOutBad`; the complaints are named by line. What is dated speaks from `fromMs` (now).
 */
export async function importInventory(
  database: Database,
  input: { csv: string; leaveOutBad?: boolean; fromMs?: number },
  nowMs = Date.now(),
): Promise<Saved<{ changed: number; added: number; leftOut: number }>> {
  const { csv, leaveOutBad = false, fromMs = nowMs } = input
  return database.$transaction(
    async (rows) => {
      const plan = await planFrom(rows, csv)
      if ('problems' in plan) return plan
      const bad = plan.rows.filter(({ problems }) => problems.length > 0)
      if (bad.length > 0 && !leaveOutBad) {
        const lines = bad.map(({ line, problems }) => [`line ${line}`, problems.join('; ')])
        return { ok: false, problems: Object.fromEntries(lines) }
      }
      const good = plan.rows.filter((row) => row.problems.length === 0 && !isUnchanged(row))
      const recomputes: Recompute[] = []
      for (const row of good) {
        const recompute = await applyRow(rows, row, fromMs, nowMs)
        if (recompute) recomputes.push(recompute)
      }
      const added = good.filter(({ rigId }) => rigId === undefined).length
      return {
        ok: true,
        changes: good.length > 0 ? [{ kind: 'rigs' }] : [],
        recompute: together(recomputes),
        changed: good.length - added,
        added,
        leftOut: bad.length,
      }
    },
    { timeout: 120_000 },
  )
}

async function planFrom(rows: Rows, csv: string): Promise<{ rows: PlannedRow[]; unknownColumns: string[] } | Refused> {
  if (csv.length > LARGEST_FILE) return refused('csv', 'The file is larger than 10 MB')
  const file = readInventory(csv)
  if (file.rows.length === 0) return refused('csv', 'The file has no rows under its header')
  if (file.rows.length > MOST_ROWS) return refused('csv', `The file has more than ${MOST_ROWS} rows`)
  const [rigs, sites] = await Promise.all([rigRecords(rows), listSites(rows)])
  return { rows: planInventory(file.rows, { rigs, sites }), unknownColumns: file.unknown }
}

function isUnchanged({ problems, rigId, fields }: PlannedRow): boolean {
  return problems.length === 0 && rigId !== undefined && fields.length === 0
}

async function applyRow(rows: Rows, row: PlannedRow, fromMs: number, nowMs: number): Promise<Recompute | undefined> {
  const { key, name, siteId, change } = row
  if (!change) return undefined
  const rigId =
    row.rigId ?? (siteId === undefined ? undefined : await insertRig(rows, { key, name, siteId, createdAtMs: nowMs }))
  if (rigId === undefined) return undefined
  const [rig] = await rigRecords(rows, [rigId])
  return rig && applyRigChange(rows, rig, change, fromMs, nowMs)
}
