import Papa from 'papaparse'
import type { Database } from '#lib/db/database'
import { rigRecords } from '#lib/db/inventory'
import { listSites } from '#lib/db/sites'
import { INVENTORY_COLUMNS, type InventoryColumn } from '#lib/domain/inventory-columns'
import { payerLabel } from '#lib/domain/payers'

export type InventoryFields = Partial<Record<InventoryColumn, string>>

/** Every rig as a file that `importInventory` takes back without a change; cells that a spreadsheet would run are quoted. */
export async function exportInventory(database: Database): Promise<string> {
  const [rigs, sites] = await Promise.all([rigRecords(database), listSites(database)])
  const siteNames = new Map(sites.map(({ id, name }) => [id, name]))
  const rows = rigs.map((rig): Record<InventoryColumn, string> => {
    const correction = rig.corrections.at(-1)
    const latest = rig.assignments.filter(({ assumed }) => !assumed).at(-1)
    return {
      mac: rig.keys[0] ?? '',
      name: rig.name,
      site: siteNames.get(rig.placements.at(-1)?.siteId ?? -1) ?? '',
      row: rig.row ?? '',
      rack: rig.rack ?? '',
      position: rig.position ?? '',
      tags: rig.tags.join('; '),
      coin: latest ? (latest.payer === 'pool' ? latest.coin : payerLabel(latest.payer)) : '',
      algorithm: latest?.algorithm ?? '',
      pool: latest?.pool ? payerLabel(latest.pool) : '',
      scheme: latest && latest.scheme !== 'unknown' ? latest.scheme : '',
      pool_fee_percent: cell(latest?.poolFeePercent),
      overhead_watts: cell(correction?.overheadWatts),
      supply_efficiency: cell(correction?.supplyEfficiency),
      fixed_watts: cell(correction?.fixedWatts),
      purchase_price: cell(rig.purchasePrice),
      purchased_on: rig.purchasedOn ?? '',
    }
  })
  return Papa.unparse({ fields: [...INVENTORY_COLUMNS], data: rows }, { escapeFormulae: true, newline: '\n' })
}

/** The file's rows as they stand, with the line each is on, and the columns it has that mean nothing here. */
export function readInventory(csv: string): { rows: { line: number; fields: InventoryFields }[]; unknown: string[] } {
  const file = Papa.parse<Record<string, string>>(csv.replace(/^\uFEFF/, ''), {
    header: true,
    skipEmptyLines: 'greedy',
    transformHeader: (name) =>
      name
        .trim()
        .toLowerCase()
        .replace(/[\s-]+/g, '_'),
    // What was quoted on the way out (`'=…`) is taken as it was.
    transform: (value) => value.trim().replace(/^'(?=[=+\-@\t\r])/, ''),
  })
  const named = file.meta.fields ?? []
  const known = (name: string) => INVENTORY_COLUMNS.some((column) => column === name)
  return {
    rows: file.data.map((fields, index) => ({ line: index + 2, fields })),
    unknown: named.filter((name) => name !== '' && !known(name)),
  }
}

function cell(figure: number | undefined): string {
  return figure === undefined ? '' : String(figure)
}
