import type { Database } from '#lib/db/database'
import { hoursOf } from '#lib/db/hours'
import { quartersOfSubjects } from '#lib/db/ledger-hours'
import { netWindowMs, type RigNet, type RigSurroundings, type Rule } from '#lib/domain/alerts'
import { CLOSE_AFTER_MS } from '#lib/domain/limits'
import type { Reading } from '#lib/domain/reading'
import { DAY_MS, HOUR_MS } from '#lib/domain/units'
import { wallPower } from '#lib/domain/wall-power'
import { knownMachine } from '../known-machine.ts'
import type { LiveRig } from '../live-rig.ts'
import { LEAST_HOURS, medianOf } from './day-medians.ts'
import { netOf } from './net-of.ts'

/**
 * What stood around a rig's past readings of `[fromMs, toMs)`: watts at the wall, its maker's word, the median of the day
 * before, and what the hours before it brought, as the ledger knows them now. Every rig counts as active, which a preview
 * asks about; money as it was known at the moment itself is not kept.
 */
export async function pastSurroundings(
  database: Database,
  rule: Rule,
  rig: LiveRig,
  fromMs: number,
  toMs: number,
): Promise<(reading: Reading) => RigSurroundings> {
  const medians = rule.kind === 'low-hash' ? await mediansByHour(database, rig.id, fromMs, toMs) : undefined
  const nets = rule.kind === 'losing-money' ? await netsByHour(database, rule, rig.id, fromMs, toMs) : undefined
  return (reading) => {
    const watts = wallPower(reading, rig.powerSettings(reading))?.watts
    const machine = knownMachine(reading, rig.settings)
    const dayMedians = medians?.get(Math.floor(reading.at / HOUR_MS) * HOUR_MS)
    const net = nets?.(reading.at)
    return {
      rigId: rig.id,
      lifecycle: 'active',
      ...(machine ? { machine } : {}),
      ...(dayMedians ? { dayMedians } : {}),
      ...(net ? { nets: [net] } : {}),
      ...(watts === undefined ? {} : { wallWatts: watts }),
    }
  }
}

/** The net of the hours that were closed at a moment. */
async function netsByHour(database: Database, rule: Rule, rigId: number, fromMs: number, toMs: number) {
  const windowMs = netWindowMs(rule.settings)
  const span = { fromMs: fromMs - windowMs - 2 * HOUR_MS, toMs }
  const hours = await quartersOfSubjects(database, [`rig:${rigId}`], span)
  const known = new Map<number, RigNet>()
  return (atMs: number): RigNet => {
    const untilMs = Math.floor((atMs - CLOSE_AFTER_MS) / HOUR_MS) * HOUR_MS
    const found = known.get(untilMs)
    if (found) return found
    const currency = hours.findLast(({ hourMs }) => hourMs < untilMs)?.currency ?? ''
    const net = netOf(hours, { windowMs, untilMs, currency })
    known.set(untilMs, net)
    return net
  }
}

type Medians = ReadonlyMap<string, number>

/** By hour, the medians of the 24 h before it by algorithm, H/s. */
async function mediansByHour(
  database: Database,
  rigId: number,
  fromMs: number,
  toMs: number,
): Promise<Map<number, Medians>> {
  const firstMs = Math.floor(fromMs / HOUR_MS) * HOUR_MS
  const hours = await hoursOf(database, rigId, firstMs - DAY_MS, toMs)
  const medians = new Map<number, Medians>()
  for (let hourMs = firstMs; hourMs < toMs; hourMs += HOUR_MS) {
    const rates = new Map<string, number[]>()
    for (const hour of hours) {
      if (hour.hourMs < hourMs - DAY_MS || hour.hourMs >= hourMs) continue
      for (const { algorithm, hashesPerSecond } of hour.work) {
        if (!hashesPerSecond || hashesPerSecond.mean <= 0) continue
        rates.set(algorithm, [...(rates.get(algorithm) ?? []), hashesPerSecond.mean])
      }
    }
    const known = [...rates].filter(([, means]) => means.length >= LEAST_HOURS)
    medians.set(hourMs, new Map(known.map(([algorithm, means]) => [algorithm, medianOf(means)])))
  }
  return medians
}
