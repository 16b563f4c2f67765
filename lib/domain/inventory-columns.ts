/** The columns of an inventory file. `coin` is a symbol, or a marketplace that buys the work. `mac` is the rig's key; a column that is missing or a cell that is empty changes nothing. */
export const INVENTORY_COLUMNS = [
  'mac',
  'name',
  'site',
  'row',
  'rack',
  'position',
  'tags',
  'coin',
  'algorithm',
  'pool',
  'scheme',
  'pool_fee_percent',
  'overhead_watts',
  'supply_efficiency',
  'fixed_watts',
  'purchase_price',
  'purchased_on',
] as const

export type InventoryColumn = (typeof INVENTORY_COLUMNS)[number]
