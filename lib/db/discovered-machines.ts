import type { Rows } from './rows.ts'

/** A machine that an agent found in its networks. Moments in epoch ms. */
export type StoredMachine = {
  id: number
  agentId: string
  address: string
  host: string
  /** MAC or serial, as rigs are known by. */
  key?: string
  miner?: string
  model?: string
  /** The name of the login it was shipped with, where that let us in. */
  stockLogin?: string
  /** Asks for a password; nothing more is known. */
  locked: boolean
  firstSeenMs: number
  lastSeenMs: number
  /** When a scan did not meet it any more. */
  vanishedAtMs?: number
}

/** Fewer than a statement takes of parameters. */
const IDS_AT_ONCE = 500

/** The machines of all agents, oldest first. */
export async function listMachines(rows: Rows): Promise<StoredMachine[]> {
  return (await rows.discoveredMachine.findMany({ orderBy: { id: 'asc' } })).map(machineOf)
}

/** The machines with these ids that are still known. */
export async function findMachines(rows: Rows, ids: number[]): Promise<StoredMachine[]> {
  const wanted = new Set(ids)
  // A farm ticks more than a statement takes of parameters.
  return (await listMachines(rows)).filter(({ id }) => wanted.has(id))
}

/** Notes that machines were met; telling twice changes nothing. One with a new address stays the same machine. */
export async function saveMet(
  rows: Rows,
  agentId: string,
  machines: Omit<StoredMachine, 'id' | 'agentId' | 'firstSeenMs' | 'lastSeenMs' | 'vanishedAtMs'>[],
  atMs: number,
): Promise<void> {
  const met = { lastSeenMs: BigInt(atMs), vanishedAtMs: null }
  for (const { address, host, key, miner, model, stockLogin, locked } of machines) {
    if (locked) {
      // One that let us in before, when stock logins were tried, is no other machine now.
      const there = { agentId, host, vanishedAtMs: null }
      const { count } = await rows.discoveredMachine.updateMany({ where: there, data: met })
      if (count > 0) continue
    } else await rows.discoveredMachine.deleteMany({ where: { agentId, host, locked: true } })
    const identity = key ?? address
    const told = { address, host, key: key ?? null, locked, ...met }
    const known = { miner: miner ?? null, model: model ?? null, stockLogin: stockLogin ?? null }
    await rows.discoveredMachine.upsert({
      where: { agentId_identity: { agentId, identity } },
      create: { agentId, identity, firstSeenMs: BigInt(atMs), ...told, ...known },
      update: { ...told, ...known },
    })
  }
}

/** Marks what a scan begun at `sinceMs` did not meet though it could have (`wasReached`, by host), and forgets what vanished before `forgetBeforeMs`. */
export async function markVanished(
  rows: Rows,
  agentId: string,
  moments: { sinceMs: number; atMs: number; forgetBeforeMs: number },
  wasReached: (host: string) => boolean,
): Promise<void> {
  const unmet = { agentId, lastSeenMs: { lt: BigInt(moments.sinceMs) }, vanishedAtMs: null }
  const missing = await rows.discoveredMachine.findMany({ where: unmet, select: { id: true, host: true } })
  const gone = missing.filter(({ host }) => wasReached(host)).map(({ id }) => id)
  for (let from = 0; from < gone.length; from += IDS_AT_ONCE) {
    await rows.discoveredMachine.updateMany({
      where: { ...unmet, id: { in: gone.slice(from, from + IDS_AT_ONCE) } },
      data: { vanishedAtMs: BigInt(moments.atMs) },
    })
  }
  await rows.discoveredMachine.deleteMany({ where: { agentId, vanishedAtMs: { lt: BigInt(moments.forgetBeforeMs) } } })
}

type MachineRow = NonNullable<Awaited<ReturnType<Rows['discoveredMachine']['findUnique']>>>

function machineOf(row: MachineRow): StoredMachine {
  return {
    id: row.id,
    agentId: row.agentId,
    address: row.address,
    host: row.host,
    locked: row.locked,
    firstSeenMs: Number(row.firstSeenMs),
    lastSeenMs: Number(row.lastSeenMs),
    ...(row.key === null ? {} : { key: row.key }),
    ...(row.miner === null ? {} : { miner: row.miner }),
    ...(row.model === null ? {} : { model: row.model }),
    ...(row.stockLogin === null ? {} : { stockLogin: row.stockLogin }),
    ...(row.vanishedAtMs === null ? {} : { vanishedAtMs: Number(row.vanishedAtMs) }),
  }
}
