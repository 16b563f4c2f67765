import type { Rows } from './rows.ts'

/** Who holds a lease and until when. `fence` grows with every new holder. */
export type Lease = { name: string; holder: string; fence: number; expiresAtMs: number }

export async function readLease(rows: Rows, name: string): Promise<Lease | undefined> {
  const row = await rows.jobLease.findUnique({ where: { name } })
  return row ? { ...row, expiresAtMs: Number(row.expiresAtMs) } : undefined
}

/** Makes the lease that nobody ever held; false when somebody was quicker. */
export async function createLease(rows: Rows, lease: Lease): Promise<boolean> {
  const made = await rows.$executeRaw`
    INSERT INTO "JobLease" ("name", "holder", "fence", "expiresAtMs")
    VALUES (${lease.name}, ${lease.holder}, ${lease.fence}, ${BigInt(lease.expiresAtMs)})
    ON CONFLICT ("name") DO NOTHING`
  return made === 1
}

/** Replaces a lease, provided that it still is what `was` says; false when it is not. */
export async function replaceLease(rows: Rows, was: Lease, now: Lease): Promise<boolean> {
  const { count } = await rows.jobLease.updateMany({
    where: { name: was.name, holder: was.holder, fence: was.fence },
    data: { holder: now.holder, fence: now.fence, expiresAtMs: BigInt(now.expiresAtMs) },
  })
  return count === 1
}

/**
 * Whether the lease is still held under this fence; inside a transaction it stays so until the commit, because the row
 * is written.
 */
export async function standsUnder(rows: Rows, { name, holder, fence }: Omit<Lease, 'expiresAtMs'>): Promise<boolean> {
  const { count } = await rows.jobLease.updateMany({ where: { name, holder, fence }, data: { fence } })
  return count === 1
}
