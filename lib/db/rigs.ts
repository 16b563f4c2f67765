import type { Prisma } from './generated/sqlite/client.ts'
import type { Rows } from './rows.ts'

/** A rig with everything dated that history depends on; each list oldest first, moments in epoch ms. */
export type StoredRig = {
  id: number
  name: string
  model?: string
  tags: string[]
  row?: string
  rack?: string
  position?: string
  notes?: string
  /** Where its API answers, as `host` or a URL. */
  address?: string
  /** The agent that writes it. */
  agentId?: string
  createdAtMs: number
  purchasePrice?: number
  purchasedOn?: string
  /** The key it announces itself by, and those of machines it replaced. */
  key: string
  formerKeys: string[]
  placements: { fromMs: number; siteId: number }[]
  lifecycles: { fromMs: number; lifecycle: string }[]
  corrections: { fromMs: number; overheadWatts?: number; supplyEfficiency?: number; fixedWatts?: number }[]
  assignments: StoredAssignment[]
}

export type StoredAssignment = {
  algorithm: string
  fromMs: number
  payer: string
  coin: string
  scheme: string
  poolFeePercent: number
  assumed: boolean
}

const EVERYTHING = {
  keys: true,
  placements: { orderBy: { fromMs: 'asc' } },
  lifecycles: { orderBy: { fromMs: 'asc' } },
  corrections: { orderBy: { fromMs: 'asc' } },
  assignments: { orderBy: { fromMs: 'asc' } },
} as const satisfies Prisma.RigInclude

/** All rigs by id, or those of `rigIds`. */
export async function listRigs(rows: Rows, rigIds?: number[]): Promise<StoredRig[]> {
  const found = await rows.rig.findMany({
    ...(rigIds ? { where: { id: { in: rigIds } } } : {}),
    include: EVERYTHING,
    orderBy: { id: 'asc' },
  })
  return found.map(toRig)
}

/** The rig with this id, or undefined. */
export async function findRig(rows: Rows, rigId: number): Promise<StoredRig | undefined> {
  const [rig] = await listRigs(rows, [rigId])
  return rig
}

/** Adds a rig with its key and place in one commit and answers with its id. A key that is taken throws: callers ask first. */
export async function insertRig(
  rows: Rows,
  rig: {
    key: string
    name: string
    siteId: number
    createdAtMs: number
    model?: string
    address?: string
    agentId?: string
  },
): Promise<number> {
  const fromMs = BigInt(rig.createdAtMs)
  const { id } = await rows.rig.create({
    data: {
      name: rig.name,
      model: rig.model ?? null,
      address: rig.address ?? null,
      agentId: rig.agentId ?? null,
      createdAtMs: fromMs,
      keys: { create: { key: rig.key } },
      placements: { create: { fromMs, siteId: rig.siteId } },
      lifecycles: { create: { fromMs, lifecycle: 'active' } },
    },
    select: { id: true },
  })
  return id
}

/** What an agent tells of a rig it writes. Absent fields stay as they are. */
export async function updateAnnounced(
  rows: Rows,
  rigId: number,
  change: { agentId?: string; model?: string; address?: string },
): Promise<void> {
  await rows.rig.update({ where: { id: rigId }, data: change })
}

function toRig(row: Prisma.RigGetPayload<{ include: typeof EVERYTHING }>): StoredRig {
  const dated = <Row extends { fromMs: bigint; rigId: number }>({ rigId: _rigId, fromMs, ...rest }: Row) => ({
    ...rest,
    fromMs: Number(fromMs),
  })
  return {
    id: row.id,
    name: row.name,
    model: row.model ?? undefined,
    tags: parseTags(row.tags),
    row: row.row ?? undefined,
    rack: row.rack ?? undefined,
    position: row.position ?? undefined,
    notes: row.notes ?? undefined,
    address: row.address ?? undefined,
    agentId: row.agentId ?? undefined,
    createdAtMs: Number(row.createdAtMs),
    purchasePrice: row.purchasePrice ?? undefined,
    purchasedOn: row.purchasedOn ?? undefined,
    key: (row.keys.find((key) => key.current) ?? row.keys[0])?.key ?? String(row.id),
    formerKeys: row.keys.filter((key) => !key.current).map((key) => key.key),
    placements: row.placements.map(dated),
    lifecycles: row.lifecycles.map(dated),
    corrections: row.corrections.map(({ fromMs, overheadWatts, supplyEfficiency, fixedWatts }) => ({
      fromMs: Number(fromMs),
      overheadWatts: overheadWatts ?? undefined,
      supplyEfficiency: supplyEfficiency ?? undefined,
      fixedWatts: fixedWatts ?? undefined,
    })),
    assignments: row.assignments.map(dated),
  }
}

function parseTags(text: string): string[] {
  const tags: unknown = JSON.parse(text)
  return Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : []
}
