import { considerPlain, type Look, newLook } from '#lib/domain/alerts/look'
import type { PartId, RuleState } from '#lib/domain/alerts/rule-state'
import type { RigWatch } from '#lib/domain/alerts/watch'
import type { DeviceReport } from '#lib/domain/reading'

type Identity = Pick<DeviceReport, 'kind' | 'index' | 'busId'>

/**
 * Devices that were there and are not, or that stand still while others hash: some miners keep a lost GPU in their list,
 * with zeros. One that was told of stays missing until it is back, however long that takes, or until an owner says that
 * it was taken out (`takeAsKnown`).
 */
export const watchDevices: RigWatch = ({ reading, missingDevices, warmingUp }, settings, state) => {
  const found = newLook(settings.severity ?? 'critical')
  const { devices } = reading
  if (!devices) return found
  found.known = true
  found.unit = 'count'
  const accepted = state?.memory?.accepted
  for (const missing of missingDevices) {
    const part = deviceId(missing)
    if (Array.isArray(accepted) && accepted.includes(part)) continue
    considerPlain(found, part, true)
    found.sinceMs = Math.min(found.sinceMs ?? missing.seenAtMs, missing.seenAtMs)
  }
  if (!warmingUp && devices.some(hashes)) {
    for (const device of devices) {
      const part = deviceId(device)
      if (standsStill(device) && !(Array.isArray(accepted) && accepted.includes(part))) considerPlain(found, part, true)
    }
  }
  if (state?.phase === 'firing') stillMissing(found, state, devices)
  const { raised } = found
  if (raised.length > 0) {
    found.value = raised.length
    found.words = () => raised.map(deviceWords).join(', ')
  }
  return found
}

function stillMissing(found: Look, state: RuleState, devices: readonly DeviceReport[]): void {
  const accepted = state.memory?.accepted
  for (const part of state.raised ?? []) {
    if (found.raised.includes(part) || typeof part !== 'string') continue
    if (Array.isArray(accepted) && accepted.includes(part)) continue
    considerPlain(found, part, !devices.some((device) => deviceId(device) === part))
  }
}

function hashes({ work = [] }: DeviceReport): boolean {
  return work.some(({ hashesPerSecond = 0 }) => hashesPerSecond > 0)
}

function standsStill({ work = [] }: DeviceReport): boolean {
  return work.length > 0 && work.every(({ hashesPerSecond }) => hashesPerSecond === 0)
}

/** `gpu 2` or, where the bus tells them apart, `gpu 01:00.0`. */
function deviceId({ kind, index, busId }: Identity): string {
  return `${kind} ${busId ?? index}`
}

function deviceWords(part: PartId): string {
  return String(part).replace(/^(gpu|cpu)/, (kind) => kind.toUpperCase())
}
