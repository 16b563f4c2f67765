import type { RigRecord } from '#lib/db/inventory'
import type { Site } from '#lib/db/sites'
import { canonicalAlgorithm } from '#lib/domain/algorithms'
import { coinBySymbol } from '#lib/domain/coins'
import type { Assignment } from '#lib/domain/explained-money'
import { ASSUMED_POOL_FEE_PERCENT } from '#lib/domain/limits'
import { marketplaceNamed, payerLabel } from '#lib/domain/payers'
import type { InventoryFields } from './inventory-csv.ts'
import { type RigChange, type RigChangeInput, rigChange } from './rig-change.ts'
import { rigKey } from './rig-key.ts'

/** What a row of the file would do: to which rig, changing what; or why it cannot. */
export type PlannedRow = {
  line: number
  key: string
  name: string
  /** Absent for a rig that is added ahead of its first reading. */
  rigId?: number
  /** The fields that would change; empty where all is so already. */
  fields: string[]
  problems: string[]
  change?: RigChange
  siteId?: number
}

type Known = { rigs: RigRecord[]; sites: Site[] }

/** What the rows of a file would do, checked against what is there and against each other. Nothing is written. */
export function planInventory(rows: { line: number; fields: InventoryFields }[], known: Known): PlannedRow[] {
  const rigByKey = new Map(known.rigs.flatMap((rig) => rig.keys.map((key) => [key, rig])))
  const lineByKey = new Map<string, number>()
  return rows.map(({ line, fields }) => {
    const key = rigKey.safeParse(fields.mac ?? '')
    if (!key.success) {
      return { line, key: fields.mac ?? '', name: fields.name ?? '', fields: [], problems: ['mac: it is missing'] }
    }
    const rig = rigByKey.get(key.data)
    const planned = planRow(line, key.data, fields, rig, known.sites)
    const earlier = lineByKey.get(key.data)
    if (earlier !== undefined) planned.problems.push(`mac: line ${earlier} has it already`)
    else lineByKey.set(key.data, line)
    return planned
  })
}

function planRow(line: number, key: string, fields: InventoryFields, rig: RigRecord | undefined, sites: Site[]) {
  const problems: string[] = []
  const row: PlannedRow = { line, key, name: fields.name || rig?.name || key, rigId: rig?.id, fields: [], problems }
  const site = fields.site ? sites.find(({ name }) => name.toLowerCase() === fields.site?.toLowerCase()) : undefined
  if (fields.site && !site) problems.push(`site: there is no site ${JSON.stringify(fields.site)}`)
  const input = inputOf(fields, site?.id, problems)
  const parsed = rigChange.safeParse(input)
  if (!parsed.success) {
    for (const { path, message } of parsed.error.issues) problems.push(`${path.join('.')}: ${message}`)
    return row
  }
  if (!rig) {
    row.siteId = site?.id ?? (sites.length === 1 ? sites[0]?.id : undefined)
    if (row.siteId === undefined) problems.push('site: say where the new rig stands')
  }
  row.change = rig ? onlyDifferent(parsed.data, rig) : parsed.data
  row.fields = Object.entries(row.change).flatMap(([field, value]) => (value === undefined ? [] : [field]))
  return row
}

function inputOf(fields: InventoryFields, siteId: number | undefined, problems: string[]): RigChangeInput {
  const words = (text: string | undefined) => (text ? text : undefined)
  const figure = (column: 'overhead_watts' | 'supply_efficiency' | 'fixed_watts' | 'purchase_price') => {
    const text = fields[column]
    if (!text) return undefined
    const value = Number(text)
    if (!Number.isFinite(value)) problems.push(`${column}: ${JSON.stringify(text)} is not a number`)
    return Number.isFinite(value) ? value : undefined
  }
  const [overheadWatts, supplyEfficiency, fixedWatts] = [
    figure('overhead_watts'),
    figure('supply_efficiency'),
    figure('fixed_watts'),
  ]
  const corrected = [overheadWatts, supplyEfficiency, fixedWatts].some((value) => value !== undefined)
  const assignment = assignmentOf(fields, problems)
  return {
    name: words(fields.name),
    siteId,
    row: words(fields.row),
    rack: words(fields.rack),
    position: words(fields.position),
    tags: fields.tags ? fields.tags.split(/\s*[,;]\s*/).filter((tag) => tag !== '') : undefined,
    purchasePrice: figure('purchase_price'),
    purchasedOn: words(fields.purchased_on),
    correction: corrected ? { overheadWatts, supplyEfficiency, fixedWatts } : undefined,
    assignments: assignment && [assignment],
  }
}

const SCHEMES = ['pps', 'fpps', 'pplns', 'prop', 'solo'] as const

type AssignmentInput = NonNullable<RigChangeInput['assignments']>[number]

function assignmentOf(fields: InventoryFields, problems: string[]): AssignmentInput | undefined {
  const fee = fields.pool_fee_percent
  const poolFeePercent = fee ? Number(fee) : ASSUMED_POOL_FEE_PERCENT
  if (!Number.isFinite(poolFeePercent)) problems.push(`pool_fee_percent: ${JSON.stringify(fee)} is not a number`)
  const coin = fields.coin?.toUpperCase()
  if (!coin) {
    if (fee) problems.push('pool_fee_percent: say the coin beside it')
    return undefined
  }
  const market = marketplaceNamed(coin)
  const algorithm = fields.algorithm ? canonicalAlgorithm(fields.algorithm) : coinBySymbol(coin)?.algorithm
  if (market && !algorithm) problems.push(`algorithm: say which one ${payerLabel(market)} pays for`)
  const scheme = SCHEMES.find((name) => name === fields.scheme?.toLowerCase())
  if (fields.scheme && !scheme) problems.push(`scheme: write ${SCHEMES.join(', ')}`)
  return {
    algorithm: algorithm ?? 'unknown',
    payer: market ?? 'pool',
    pool: fields.pool || undefined,
    coin: market ? 'BTC' : coin,
    ...(scheme ? { scheme } : {}),
    poolFeePercent: Number.isFinite(poolFeePercent) ? poolFeePercent : 0,
  }
}

// Dated settings would otherwise gain a row that says what holds already, and lose what they know of payout schemes.
function onlyDifferent(change: RigChange, rig: RigRecord): RigChange {
  const different: RigChange = {}
  for (const field of ['name', 'row', 'rack', 'position', 'purchasePrice', 'purchasedOn'] as const) {
    if (change[field] !== undefined && change[field] !== rig[field])
      Object.assign(different, { [field]: change[field] })
  }
  if (change.tags && change.tags.join(';') !== rig.tags.join(';')) different.tags = change.tags
  if (change.siteId !== undefined && change.siteId !== rig.placements.at(-1)?.siteId) different.siteId = change.siteId
  const { correction } = change
  const present = rig.corrections.at(-1)
  const sameFigures =
    correction?.overheadWatts === present?.overheadWatts &&
    correction?.supplyEfficiency === present?.supplyEfficiency &&
    correction?.fixedWatts === present?.fixedWatts
  if (correction && !sameFigures) different.correction = correction
  const assignments = change.assignments?.flatMap((wanted) => {
    const now = rig.assignments.filter(({ algorithm }) => algorithm === wanted.algorithm).at(-1)
    const same =
      now !== undefined &&
      !now.assumed &&
      now.payer === wanted.payer &&
      (wanted.payer !== 'pool' || now.coin === wanted.coin) &&
      (wanted.pool === undefined || now.pool === wanted.pool) &&
      (wanted.scheme === 'unknown' || now.scheme === wanted.scheme) &&
      now.poolFeePercent === wanted.poolFeePercent
    return same ? [] : [{ ...wanted, ...keptOf(now, wanted) }]
  })
  if (assignments && assignments.length > 0) different.assignments = assignments
  return different
}

/** What the file leaves open stays as it is, while the same payer pays. */
function keptOf(now: Assignment | undefined, wanted: Pick<Assignment, 'payer' | 'pool' | 'coin' | 'scheme'>) {
  if (now?.payer !== wanted.payer) return {}
  const scheme = wanted.scheme === 'unknown' ? now.scheme : wanted.scheme
  return { scheme, pool: wanted.pool ?? now.pool, coin: now.payer === 'pool' ? wanted.coin : now.coin }
}
