import type { Scope } from '#lib/domain/alert-types'
import type { Rows } from './rows.ts'
import { storedJson } from './stored-json.ts'
import { storedScope } from './stored-scope.ts'

/** `days` are those on which it begins, 1 Monday to 7 Sunday; minutes after local midnight of the site. */
export type MaintenanceRecord = {
  id: number
  name: string
  scope: Scope
  siteId: number
  days: number[]
  fromMinute: number
  toMinute: number
  enabled: boolean
}

export async function listMaintenanceRecords(rows: Rows): Promise<MaintenanceRecord[]> {
  const found = await rows.maintenanceWindow.findMany({ orderBy: [{ name: 'asc' }, { id: 'asc' }] })
  return found.flatMap((row) => {
    const scope = storedScope(row.scope)
    const days = storedJson(row.days)
    return scope && Array.isArray(days) ? [{ ...row, scope, days }] : []
  })
}

export async function insertMaintenance(rows: Rows, window: Omit<MaintenanceRecord, 'id'>): Promise<number> {
  return (await rows.maintenanceWindow.create({ data: columnsOf(window), select: { id: true } })).id
}

/** Changes a window; false when it is gone. */
export async function updateMaintenance(rows: Rows, { id, ...window }: MaintenanceRecord): Promise<boolean> {
  return (await rows.maintenanceWindow.updateMany({ where: { id }, data: columnsOf(window) })).count === 1
}

export async function removeMaintenance(rows: Rows, id: number): Promise<boolean> {
  return (await rows.maintenanceWindow.deleteMany({ where: { id } })).count === 1
}

function columnsOf(window: Omit<MaintenanceRecord, 'id'>) {
  return { ...window, scope: JSON.stringify(window.scope), days: JSON.stringify(window.days) }
}
