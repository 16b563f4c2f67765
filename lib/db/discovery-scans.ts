import type { Rows } from './rows.ts'
import { storedJson } from './stored-json.ts'

/** How an agent looked through its own networks last. Moments in epoch ms. */
export type StoredScan = {
  agentId: string
  scanId: string
  networks: string[]
  startedAtMs: number
  /** Absent while it goes on. */
  finishedAtMs?: number
  /** When the first one ended: what is seen first after it is new. */
  firstFinishedAtMs?: number
  problem?: string
}

/** The last scan of each agent that ever made one. */
export async function listScans(rows: Rows): Promise<StoredScan[]> {
  return (await rows.agentDiscovery.findMany()).map(scanOf)
}

/** The last scan of an agent. */
export async function findScan(rows: Rows, agentId: string): Promise<StoredScan | undefined> {
  const row = await rows.agentDiscovery.findUnique({ where: { agentId } })
  return row ? scanOf(row) : undefined
}

/** Notes that an agent begins to look; what the last scan ended with stays known until this one ends. */
export async function beginScan(
  rows: Rows,
  scan: { agentId: string; scanId: string; startedAtMs: number },
): Promise<void> {
  const begun = { scanId: scan.scanId, startedAtMs: BigInt(scan.startedAtMs), finishedAtMs: null, problem: null }
  await rows.agentDiscovery.upsert({
    where: { agentId: scan.agentId },
    create: { agentId: scan.agentId, ...begun },
    update: begun,
  })
}

/** Notes how a scan ended. One that failed is not the first to compare with. */
export async function endScan(
  rows: Rows,
  scan: StoredScan,
  end: { networks: string[]; finishedAtMs: number; problem?: string },
): Promise<void> {
  const first = scan.firstFinishedAtMs ?? (end.problem === undefined ? end.finishedAtMs : undefined)
  await rows.agentDiscovery.update({
    where: { agentId: scan.agentId },
    data: {
      networks: JSON.stringify(end.networks),
      finishedAtMs: BigInt(end.finishedAtMs),
      firstFinishedAtMs: first === undefined ? null : BigInt(first),
      problem: end.problem ?? null,
    },
  })
}

type ScanRow = NonNullable<Awaited<ReturnType<Rows['agentDiscovery']['findUnique']>>>

function scanOf(row: ScanRow): StoredScan {
  const networks = storedJson(row.networks)
  return {
    agentId: row.agentId,
    scanId: row.scanId,
    networks: Array.isArray(networks) ? networks.filter((network) => typeof network === 'string') : [],
    startedAtMs: Number(row.startedAtMs),
    ...(row.finishedAtMs === null ? {} : { finishedAtMs: Number(row.finishedAtMs) }),
    ...(row.firstFinishedAtMs === null ? {} : { firstFinishedAtMs: Number(row.firstFinishedAtMs) }),
    ...(row.problem === null ? {} : { problem: row.problem }),
  }
}
