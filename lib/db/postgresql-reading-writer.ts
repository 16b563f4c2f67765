import type pg from 'pg'
import { type PackedReadings, rowAt, rowCount } from './packed-readings.ts'
import { asArray } from './postgresql-bulk.ts'
import { packedAlready } from './postgresql-packed-moments.ts'
import { isWithoutPartition, type ReadingPartitions } from './postgresql-partitions.ts'

// One statement is one commit: frames and readings, in one way to the server and back. All figures travel as one binary
// value and are cut apart there, which costs this process a tenth of an array of them. What was stored is told only where
// something was not. A rig that became part of another is known by the database before it is by every process: the rows'
// lock is what `postgresql-redirect-rig.ts` waits for. A join keeps no order, and of two readings of one moment the first must stay.
const STORE = `
  WITH merged AS (
    SELECT "rigId", "intoRigId" FROM "MergedRig" WHERE "rigId" = ANY($5::int[]) FOR KEY SHARE
  ), frame AS (
    INSERT INTO "ReadingFrame" ("rigId", "frameId", "frame")
    SELECT COALESCE("intoRigId", rig), id, text FROM unnest($1::int[], $2::bigint[], $3::text[]) AS given(rig, id, text)
    LEFT JOIN merged ON "rigId" = rig
    ON CONFLICT DO NOTHING
  ), stored AS (
    INSERT INTO "Reading" ("slotMs", "rigId", "atMs", "receivedAtMs", "frameId", "figures")
    SELECT slot, COALESCE("intoRigId", rig), at, received, frame, substring($11::bytea FROM start + 1 FOR finish - start)
    FROM unnest($4::bigint[], $5::int[], $6::bigint[], $7::bigint[], $8::bigint[], $9::int[], $10::int[])
      WITH ORDINALITY AS given(slot, rig, at, received, frame, start, finish, place)
    LEFT JOIN merged ON "rigId" = rig
    ORDER BY place
    ON CONFLICT DO NOTHING
    RETURNING "rigId", "atMs"
  )
  SELECT count(*)::int AS stored,
    CASE WHEN count(*) < $12::int THEN json_agg(json_build_array("rigId", "atMs")) END AS those,
    (SELECT json_agg(json_build_array("rigId", "intoRigId")) FROM merged) AS led
  FROM stored`

type Stored = {
  stored: number
  those: [rigId: number, atMs: number][] | null
  led: [rigId: number, intoRigId: number][] | null
}

/**
 * Stores packed readings in one commit, on disk when it is answered: an entry per row, 1 stored, 0 there already; of two
 * of one rig and moment the first. Those that lie in a block already are left out.
 */
export async function storePacked(
  pool: pg.Pool,
  partitions: ReadingPartitions,
  packed: PackedReadings,
): Promise<Uint8Array> {
  const given = Array.from({ length: rowCount(packed) }, (_, index) => rowAt(packed, index))
  const stored = new Uint8Array(given.length)
  const known = await packedAlready(pool, given)
  const rows = known.size === 0 ? given : given.filter((row) => !known.has(row))
  if (rows.length === 0 && packed.frames.length === 0) return stored
  await partitions.prepareFor(new Set(rows.map(({ slotMs }) => slotMs)))
  const values = [
    asArray(packed.frames.map(({ rigId }) => rigId)),
    asArray(packed.frames.map(({ frameId }) => frameId)),
    packed.frames.map(({ text }) => text),
    asArray(rows.map(({ slotMs }) => slotMs)),
    asArray(rows.map(({ rigId }) => rigId)),
    asArray(rows.map(({ atMs }) => atMs)),
    asArray(rows.map(({ receivedAtMs }) => receivedAtMs)),
    asArray(rows.map(({ frameId }) => frameId)),
    asArray(rows.map(({ start }) => start)),
    asArray(rows.map(({ end }) => end)),
    Buffer.from(packed.figures.buffer, packed.figures.byteOffset, packed.figures.byteLength),
    rows.length,
  ]
  const store = async () => (await pool.query<Stored>({ name: 'store-readings', text: STORE, values })).rows[0]
  const answer = await store().catch(async (error: unknown) => {
    if (!isWithoutPartition(error)) throw error
    // Another node has dropped the table, for being too old, since it was made.
    partitions.forget()
    await partitions.prepareFor(rows.map(({ slotMs }) => slotMs))
    return store()
  })
  if (answer?.those == null) {
    if (answer?.stored === rows.length)
      for (const [index, row] of given.entries()) stored[index] = known.has(row) ? 0 : 1
    return stored
  }
  const fresh = new Set(answer.those.map(([rigId, atMs]) => `${rigId}/${atMs}`))
  const led = new Map(answer.led)
  for (const [index, row] of given.entries()) {
    if (known.has(row)) continue
    stored[index] = fresh.delete(`${led.get(row.rigId) ?? row.rigId}/${row.atMs}`) ? 1 : 0
  }
  return stored
}
