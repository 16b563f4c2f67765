import type { Rows } from './rows.ts'

/** Mean hash rates of these rigs' hours since `sinceMs` in which they hashed, by algorithm. */
export async function meanRatesSince(
  rows: Rows,
  rigIds: number[],
  sinceMs: number,
): Promise<{ rigId: number; algorithm: string; hashesPerSecond: number }[]> {
  const found = await rows.workHour.findMany({
    where: { rigId: { in: rigIds }, hourMs: { gte: BigInt(sinceMs) }, hashRateMean: { gt: 0 } },
    select: { rigId: true, algorithm: true, hashRateMean: true },
  })
  return found.map(({ rigId, algorithm, hashRateMean }) => ({ rigId, algorithm, hashesPerSecond: hashRateMean ?? 0 }))
}
