import type pg from 'pg'

/**
 * Lets whatever is stored for one rig be another's from now on, whichever process stores it and whatever that one knows; within the
 * caller's transaction, which should be short. What stores readings locks rows of this table against changes, so that the lock waits
 * for those that have not seen the new row, and for nothing that merely reads, such as a backup.
 */
export async function redirectRigIn(client: pg.PoolClient, fromRigId: number, intoRigId: number): Promise<void> {
  const both = [fromRigId, intoRigId]
  await client.query('LOCK TABLE "MergedRig" IN EXCLUSIVE MODE')
  await client.query('UPDATE "MergedRig" SET "intoRigId" = $2 WHERE "intoRigId" = $1', both)
  await client.query(
    `INSERT INTO "MergedRig" ("rigId", "intoRigId") VALUES ($1, $2)
     ON CONFLICT ("rigId") DO UPDATE SET "intoRigId" = excluded."intoRigId"`,
    both,
  )
  // Whoever stored a frame does not send it again: readings that refer to it are the other rig's at once.
  await client.query(
    `INSERT INTO "ReadingFrame" SELECT $2::int, "frameId", "frame" FROM "ReadingFrame" WHERE "rigId" = $1
     ON CONFLICT DO NOTHING`,
    both,
  )
}
