import { listMaintenanceRecords } from '#lib/db/maintenance-windows'
import type { Rows } from '#lib/db/rows'
import { listSites } from '#lib/db/sites'
import { inMaintenance } from '#lib/domain/alerts'
import type { MaintenanceRow } from '#lib/wire/alerts'

/** Maintenance windows by name; `active` while one is open by its site's clock. */
export async function listMaintenance(rows: Rows, nowMs = Date.now()): Promise<MaintenanceRow[]> {
  const [windows, sites] = await Promise.all([listMaintenanceRecords(rows), listSites(rows)])
  return windows.map((window) => {
    const site = sites.find(({ id }) => id === window.siteId)
    const timeZone = site?.timeZone ?? 'UTC'
    const active = inMaintenance(window, timeZone, nowMs)
    return { ...window, siteName: site?.name ?? 'a site that is gone', timeZone, active }
  })
}
