import { formatMoney } from '#lib/domain/format'
import type { IncidentCost } from '#lib/wire/alerts'

/** A cost as it is told: what it cost, or what standing still saved, where the power was worth more than the work. */
export type ToldCost = {
  name: string
  /** Never below 0; absent where it is not known. */
  amount?: number
  isSaving: boolean
}

/** `Cost so far`, `It cost`, or `Saved so far`, `It saved` with the amount that goes with it. */
export function costInWords(cost: IncidentCost | undefined, over: boolean): ToldCost {
  const amount = cost?.net ?? cost?.lost
  const isSaving = amount !== undefined && amount < 0
  const name = isSaving ? (over ? 'It saved' : 'Saved so far') : over ? 'It cost' : 'Cost so far'
  return { name, isSaving, ...(amount === undefined ? {} : { amount: Math.abs(amount) }) }
}

/** Why no amount is told. */
export function noCostReason(cost: IncidentCost | undefined): string {
  return cost
    ? 'no price, difficulty or hash rate is known to reckon it with'
    : 'only what stops a rig from earning has a cost, where rates are known'
}

/** For a table: `$1.20`, `saved $0.12`, or `<$0.01` of what is no cent; undefined where nothing is known. */
export function costText(cost: IncidentCost | undefined): string | undefined {
  const { amount, isSaving } = costInWords(cost, true)
  if (!cost || amount === undefined) return undefined
  return `${isSaving ? 'saved ' : ''}${costMoney(amount, cost.currency)}`
}

/** An amount of a cost, wherever it is not taken apart: `$1.20`, or `<$0.01` of what is no cent. */
export function costMoney(amount: number, currency: string): string {
  const isTiny = amount > 0 && amount < 0.01
  return isTiny ? `<${formatMoney(0.01, currency)}` : formatMoney(amount, currency)
}

/** What stands beneath the tile: how the amount came about, or why there is none. */
export function costParts(cost: IncidentCost | undefined): string {
  if (!cost) return noCostReason(cost)
  const { currency, lost, saved } = cost
  const { isSaving } = costInWords(cost, true)
  return [
    lost === undefined ? 'lost revenue not known' : `${costMoney(lost, currency)} not earned`,
    ...(saved ? [`${costMoney(saved, currency)} of power saved`] : []),
  ]
    .join(', ')
    .concat(isSaving ? ': running costs more than it earns' : '')
}
