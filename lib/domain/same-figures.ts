import type { Reading } from '#lib/domain/reading'

/** Whether two readings tell the same in every figure, counter and uptime; only the moment may differ. */
export function sameFigures(one: Reading, other: Reading): boolean {
  // What changes with every poll of a living miner comes first, so that the long comparison is rare.
  const { miner } = one
  if (miner.uptimeSeconds !== other.miner.uptimeSeconds) return false
  if (miner.machineUptimeSeconds !== other.miner.machineUptimeSeconds) return false
  if (one.powerWatts !== other.powerWatts) return false
  return same(one.work, other.work) && same(one.devices, other.devices) && sameRest(one, other)
}

function sameRest(one: Reading, other: Reading): boolean {
  return (
    one.state === other.state &&
    one.intakeCelsius === other.intakeCelsius &&
    one.powerSource === other.powerSource &&
    same(one.fans, other.fans) &&
    same(one.miner, other.miner) &&
    same(one.errors, other.errors)
  )
}

function same(one: unknown, other: unknown): boolean {
  if (one === other) return true
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false
  if (Array.isArray(one) && Array.isArray(other)) {
    if (one.length !== other.length) return false
    for (let at = 0; at < one.length; at += 1) if (!same(one[at], other[at])) return false
    return true
  }
  return sameFields(one, other) && sameFields(other, one)
}

function sameFields(one: object, other: object): boolean {
  const others = new Map<string, unknown>(Object.entries(other))
  return Object.entries(one).every(([name, value]) => same(value, others.get(name)))
}
