import type { Assignment } from '#lib/domain/explained-money'
import { parsePayer } from '#lib/domain/payers'
import type { Rows } from './rows.ts'

/** Every dated assignment by rig (all, or those given), oldest first. */
export async function assignmentsByRig(rows: Rows, rigIds?: number[]): Promise<Map<number, Assignment[]>> {
  const found = await rows.assignment.findMany({
    where: rigIds ? { rigId: { in: rigIds } } : {},
    orderBy: [{ fromMs: 'asc' }, { algorithm: 'asc' }],
  })
  const byRig = new Map<number, Assignment[]>()
  for (const { rigId, fromMs, payer, pool, scheme, despiteHost, ...rest } of found) {
    const assignment = {
      ...rest,
      fromMs: Number(fromMs),
      payer: parsePayer(payer),
      pool: pool ?? undefined,
      scheme: parseScheme(scheme),
      ...(despiteHost === null ? {} : { despiteHost }),
    }
    const list = byRig.get(rigId)
    if (list) list.push(assignment)
    else byRig.set(rigId, [assignment])
  }
  return byRig
}

/** Lets an assignment speak for its algorithm on a rig from its `fromMs` on. */
export async function saveAssignment(rows: Rows, rigId: number, assignment: Assignment): Promise<void> {
  const { algorithm, fromMs, pool = null, despiteHost = null, ...rest } = assignment
  const figures = { ...rest, pool, despiteHost }
  const key = { rigId, algorithm, fromMs: BigInt(fromMs) }
  await rows.assignment.upsert({
    where: { rigId_algorithm_fromMs: key },
    create: { ...key, ...figures },
    update: figures,
  })
}

/** Takes out what would have spoken later than `fromMs`. */
export async function removeAssignmentsAfter(
  rows: Rows,
  rigId: number,
  algorithm: string,
  fromMs: number,
): Promise<void> {
  await rows.assignment.deleteMany({ where: { rigId, algorithm, fromMs: { gt: BigInt(fromMs) } } })
}

const SCHEMES = ['pps', 'fpps', 'pplns', 'prop', 'solo'] as const

function parseScheme(text: string): Assignment['scheme'] {
  return SCHEMES.find((scheme) => scheme === text) ?? 'unknown'
}
