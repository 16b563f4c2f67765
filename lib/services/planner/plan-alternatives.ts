import { hoursOf } from '#lib/db/hours'
import { speaksAt } from '#lib/domain/dated'
import { byProfit, type KnownRate, type MiningOption, miningOptions } from '#lib/domain/planner/alternatives'
import { measuredRates } from '#lib/domain/planner/full-hours'
import { overheadOf } from '#lib/domain/tariff'
import { DAY_MS } from '#lib/domain/units'
import { assignmentAt } from '#lib/domain/valuation'
import { machineOf } from '../machines.ts'
import { siteAt } from '../rig-places.ts'
import type { RunningServer } from '../running-server.ts'
import { meanPricePerKwh } from './hour-prices.ts'

/** How a hash rate is known: by the rig's own hours, or its maker's word. */
export type RateSource =
  | { kind: 'measured'; hours: number; untilMs: number }
  | { kind: 'maker'; model: string; source: string }

export type RigOptions = {
  siteName?: string
  timeZone: string
  pricePerKwh?: number
  overheadPercent: number
  /** Best profit first. */
  options: (MiningOption & { rate: RateSource; present: boolean })[]
}

const HISTORY_DAYS = 365

/**
 * All that a rig could mine, by what it is known for: every algorithm it mined by itself within a year, at its own hash rate
 * and power; of others, what its maker says of its model. Undefined when there is no such rig.
 */
export async function planAlternatives(
  { database, fleet }: Pick<RunningServer, 'database' | 'fleet'>,
  rigId: number,
  nowMs = Date.now(),
): Promise<RigOptions | undefined> {
  const rig = fleet.liveRig(rigId)
  if (!rig) return undefined
  const site = siteAt(rig.settings, fleet.sites, nowMs)
  const pricePerKwh = site && meanPricePerKwh(site, nowMs)
  const tariff = site && speaksAt(site.tariffs, nowMs)?.tariff
  const overheadPercent = tariff ? overheadOf(tariff) : 0
  const hours = await hoursOf(database, rigId, nowMs - HISTORY_DAYS * DAY_MS, nowMs)
  const known: { rate: KnownRate; source: RateSource }[] = measuredRates(hours).map(
    ({ hours: count, untilMs, ...rate }) => ({
      rate,
      source: { kind: 'measured', hours: count, untilMs },
    }),
  )
  const { reading, settings } = rig
  const machine = reading && machineOf(reading.miner.name, reading.miner.model ?? settings.model)
  if (machine && !known.some(({ rate }) => rate.algorithm === machine.algorithm)) {
    const { algorithm, nominalHashesPerSecond, watts, model, source } = machine
    known.push({
      rate: { algorithm, hashesPerSecond: nominalHashesPerSecond, watts },
      source: { kind: 'maker', model, source },
    })
  }
  const isPresent = ({ algorithm, coin, payer }: MiningOption) => {
    const assignment = assignmentAt(settings.assignments, algorithm, nowMs)
    const works = reading?.work.some((work) => work.algorithm === algorithm) ?? false
    return works && assignment?.coin === coin && assignment.payer === payer
  }
  const options = known.flatMap(({ rate, source }) =>
    miningOptions(rate, fleet.rates, { pricePerKwh, overheadPercent }).map((option) => ({
      ...option,
      rate: source,
      present: isPresent(option),
    })),
  )
  return {
    siteName: site?.name,
    timeZone: site?.timeZone ?? 'UTC',
    pricePerKwh,
    overheadPercent,
    options: options.sort(byProfit),
  }
}
