import { z } from 'zod'
import type { Database } from '#lib/db/database'
import { insertMaintenance, updateMaintenance } from '#lib/db/maintenance-windows'
import { listSites } from '#lib/db/sites'
import type { MaintenanceForm } from '#lib/wire/alerts'
import { refused, refusedInput, type Saved } from '../saved.ts'
import { nameForm, scopeForm } from './scope-form.ts'

const minute = z.int('Choose a time').min(0, 'Choose a time').max(1439, 'Choose a time')

const maintenanceForm = z.object({
  id: z.int().positive().optional(),
  name: nameForm,
  scope: scopeForm,
  siteId: z.int('Choose a site'),
  days: z.array(z.int().min(1).max(7)).min(1, 'Choose a day'),
  fromMinute: minute,
  toMinute: minute,
  enabled: z.boolean(),
}) satisfies z.ZodType<MaintenanceForm>

/** Adds a maintenance window, or changes the one of that id. */
export async function saveMaintenance(
  database: Database,
  input: MaintenanceForm,
): Promise<Saved<{ maintenanceId: number }>> {
  const parsed = maintenanceForm.safeParse(input)
  if (!parsed.success) return refusedInput(parsed.error)
  const { id, ...form } = parsed.data
  if (!(await listSites(database)).some((site) => site.id === form.siteId)) {
    return refused('siteId', 'This site is gone: choose another')
  }
  const window = { ...form, days: [...new Set(form.days)].sort((one, other) => one - other) }
  if (id !== undefined && !(await updateMaintenance(database, { ...window, id }))) {
    return refused('form', 'This window is gone')
  }
  const maintenanceId = id ?? (await insertMaintenance(database, window))
  return { ok: true, maintenanceId, changes: [{ kind: 'alert-settings' }] }
}
