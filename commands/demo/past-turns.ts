import { DAY_MS } from '#lib/domain/units'
import { deviceKinds } from '#simulators/device-kinds'
import type { RigDescription, SimulatedWorkDescription } from '#simulators/rig-description'

/** How a rig once ran otherwise than it does now: days before now, and what was different. */
type Turn = {
  fromDaysAgo: number
  toDaysAgo: number
  work?: Pick<SimulatedWorkDescription, 'algorithm' | 'coin' | 'nominalHashesPerSecond'>
  hashFactor?: number
  powerFactor?: number
}

/**
 * What the demo's owner tried: two lower power limits on one rig, which makes an efficiency curve, and another coin on a
 * rig of Radeons, which then has something to choose from.
 */
const TURNS: Readonly<Record<string, readonly Turn[]>> = {
  'gpu-rig-2': [
    { fromDaysAgo: 62, toDaysAgo: 48, hashFactor: 0.9, powerFactor: 0.76 },
    { fromDaysAgo: 48, toDaysAgo: 34, hashFactor: 0.96, powerFactor: 0.87 },
  ],
  'gpu-rig-3': [
    {
      fromDaysAgo: 170,
      toDaysAgo: 120,
      work: { algorithm: 'etchash', coin: 'ETC', nominalHashesPerSecond: 441e6 },
      powerFactor: 128 / deviceKinds.rx6800xtKawpow.watts,
    },
  ],
}

/** Works a rig of the demo has now or once had. */
export function worksEver(rig: RigDescription): { algorithm: string; coin: string }[] {
  return [...rig.works, ...(TURNS[rig.name] ?? []).flatMap(({ work }) => (work ? [work] : []))]
}

/** A rig as it was described at a moment; the same object for all of a turn. */
export function describedAt(rig: RigDescription, nowMs: number): (atMs: number) => RigDescription {
  const turns = (TURNS[rig.name] ?? []).map((turn) => ({
    fromMs: nowMs - turn.fromDaysAgo * DAY_MS,
    toMs: nowMs - turn.toDaysAgo * DAY_MS,
    rig: turned(rig, turn),
  }))
  if (turns.length === 0) return () => rig
  return (atMs) => turns.find(({ fromMs, toMs }) => atMs >= fromMs && atMs < toMs)?.rig ?? rig
}

function turned(rig: RigDescription, { work, hashFactor = 1, powerFactor = 1 }: Turn): RigDescription {
  return {
    ...rig,
    works: rig.works.map((own) => ({
      ...own,
      ...work,
      nominalHashesPerSecond: (work?.nominalHashesPerSecond ?? own.nominalHashesPerSecond) * hashFactor,
    })),
    typicalWatts: rig.typicalWatts * powerFactor,
  }
}
