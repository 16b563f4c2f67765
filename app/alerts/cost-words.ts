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
  const isTiny = amount > 0 && amount < 0.01
  const money = isTiny ? `<${formatMoney(0.01, cost.currency)}` : formatMoney(amount, cost.currency)
  return `${isSaving ? 'saved ' : ''}${money}`
}
