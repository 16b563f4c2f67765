import type { Rows } from './rows.ts'

/** Rigs that became part of another one, as far as the database leads what names them there. */
export async function mergedRigs(rows: Rows): Promise<{ rigId: number; intoRigId: number }[]> {
  return rows.mergedRig.findMany()
}
