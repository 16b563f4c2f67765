import type { Assignment } from '#lib/domain/explained-money'
import type { PowerCorrection } from '#lib/domain/wall-power'
import { assignmentsByRig } from './assignments.ts'
import type { Rows } from './rows.ts'

const LIFECYCLES = ['active', 'repair', 'stored', 'sold'] as const

/** Only an active rig is expected to be seen. */
export type RigLife = (typeof LIFECYCLES)[number]

/** A rig with everything its owner says of it. Dated lists are oldest first; moments are epoch ms. */
export type RigRecord = {
  id: number
  name: string
  /** How it is recognised, the present key first; a replaced machine's key stays behind it. */
  keys: string[]
  model?: string
  tags: string[]
  row?: string
  rack?: string
  position?: string
  notes?: string
  address?: string
  agentId?: string
  createdAtMs: number
  /** In the installation's currency. */
  purchasePrice?: number
  /** A calendar day, `2026-11-22`. */
  purchasedOn?: string
  placements: { fromMs: number; siteId: number }[]
  lifecycles: { fromMs: number; lifecycle: RigLife }[]
  corrections: PowerCorrection[]
  assignments: Assignment[]
}

/** The words on a rig's record that are not dated; null empties a field, undefined leaves it. */
export type RigWords = {
  name?: string
  model?: string | null
  tags?: string[]
  row?: string | null
  rack?: string | null
  position?: string | null
  notes?: string | null
  address?: string | null
  purchasePrice?: number | null
  purchasedOn?: string | null
}

/** The records of all rigs, or of those given, by id. One query a table, however many rigs there are. */
export async function rigRecords(rows: Rows, rigIds?: number[]): Promise<RigRecord[]> {
  const ofRigs = rigIds ? { rigId: { in: rigIds } } : {}
  const oldestFirst = { fromMs: 'asc' as const }
  const [rigs, keys, placements, lifecycles, corrections, assignments] = await Promise.all([
    rows.rig.findMany({ where: rigIds ? { id: { in: rigIds } } : {}, orderBy: { id: 'asc' } }),
    rows.rigKey.findMany({ where: ofRigs, orderBy: [{ current: 'desc' }, { key: 'asc' }] }),
    rows.rigPlacement.findMany({ where: ofRigs, orderBy: oldestFirst }),
    rows.rigLifecycle.findMany({ where: ofRigs, orderBy: oldestFirst }),
    rows.powerCorrection.findMany({ where: ofRigs, orderBy: oldestFirst }),
    assignmentsByRig(rows, rigIds),
  ])
  const keysOf = groupByRig(keys)
  const placementsOf = groupByRig(placements)
  const lifecyclesOf = groupByRig(lifecycles)
  const correctionsOf = groupByRig(corrections)
  return rigs.map((rig) => ({
    id: rig.id,
    name: rig.name,
    keys: keysOf(rig.id).map(({ key }) => key),
    model: rig.model ?? undefined,
    tags: parseTags(rig.tags),
    row: rig.row ?? undefined,
    rack: rig.rack ?? undefined,
    position: rig.position ?? undefined,
    notes: rig.notes ?? undefined,
    address: rig.address ?? undefined,
    agentId: rig.agentId ?? undefined,
    createdAtMs: Number(rig.createdAtMs),
    purchasePrice: rig.purchasePrice ?? undefined,
    purchasedOn: rig.purchasedOn ?? undefined,
    placements: placementsOf(rig.id).map(({ fromMs, siteId }) => ({ fromMs: Number(fromMs), siteId })),
    lifecycles: lifecyclesOf(rig.id).map(({ fromMs, lifecycle }) => ({
      fromMs: Number(fromMs),
      lifecycle: parseLifecycle(lifecycle),
    })),
    corrections: correctionsOf(rig.id).map((row) => ({
      fromMs: Number(row.fromMs),
      overheadWatts: row.overheadWatts ?? undefined,
      supplyEfficiency: row.supplyEfficiency ?? undefined,
      fixedWatts: row.fixedWatts ?? undefined,
    })),
    assignments: assignments.get(rig.id) ?? [],
  }))
}

/** The id of the rig that has this key, present or past, or undefined. */
export async function rigIdByKey(rows: Rows, key: string): Promise<number | undefined> {
  return (await rows.rigKey.findUnique({ where: { key } }))?.rigId
}

/** Changes a rig's words. */
export async function saveRigWords(rows: Rows, rigId: number, words: RigWords): Promise<void> {
  const { tags, ...rest } = words
  await rows.rig.update({
    where: { id: rigId },
    data: { ...rest, ...(tags ? { tags: JSON.stringify(tags) } : {}) },
  })
}

/** Says where a rig stands from `fromMs` on. */
export async function savePlacement(rows: Rows, rigId: number, fromMs: number, siteId: number): Promise<void> {
  const key = { rigId, fromMs: BigInt(fromMs) }
  await rows.rigPlacement.upsert({
    where: { rigId_fromMs: key },
    create: { ...key, siteId },
    update: { siteId },
  })
}

/** Says how a rig lives from `fromMs` on. */
export async function saveLifecycle(rows: Rows, rigId: number, fromMs: number, lifecycle: RigLife): Promise<void> {
  const key = { rigId, fromMs: BigInt(fromMs) }
  await rows.rigLifecycle.upsert({
    where: { rigId_fromMs: key },
    create: { ...key, lifecycle },
    update: { lifecycle },
  })
}

/** Says how reported watts become watts at the wall from its `fromMs` on; an empty correction ends the one before. */
export async function saveCorrection(rows: Rows, rigId: number, correction: PowerCorrection): Promise<void> {
  const key = { rigId, fromMs: BigInt(correction.fromMs) }
  const figures = {
    overheadWatts: correction.overheadWatts ?? null,
    supplyEfficiency: correction.supplyEfficiency ?? null,
    fixedWatts: correction.fixedWatts ?? null,
  }
  await rows.powerCorrection.upsert({
    where: { rigId_fromMs: key },
    create: { ...key, ...figures },
    update: figures,
  })
}

function groupByRig<Row extends { rigId: number }>(rows: Row[]): (rigId: number) => Row[] {
  const byRig = new Map<number, Row[]>()
  for (const row of rows) {
    const list = byRig.get(row.rigId)
    if (list) list.push(row)
    else byRig.set(row.rigId, [row])
  }
  return (rigId) => byRig.get(rigId) ?? []
}

function parseLifecycle(text: string): RigLife {
  return LIFECYCLES.find((lifecycle) => lifecycle === text) ?? 'active'
}

/** The tags in a column of JSON. */
export function parseTags(text: string): string[] {
  const tags: unknown = JSON.parse(text)
  return Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : []
}
