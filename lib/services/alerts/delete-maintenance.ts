import type { Database } from '#lib/db/database'
import { removeMaintenance } from '#lib/db/maintenance-windows'
import { refused, type Saved } from '../saved.ts'

/** Removes a maintenance window. */
export async function deleteMaintenance(database: Database, maintenanceId: number): Promise<Saved> {
  const removed = await removeMaintenance(database, maintenanceId)
  return removed ? { ok: true, changes: [{ kind: 'alert-settings' }] } : refused('form', 'This window is gone already')
}
