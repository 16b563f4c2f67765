import { considerPlain, hold, type Look, newLook } from '#lib/domain/alerts/look'
import type { RuleState } from '#lib/domain/alerts/rule-state'
import type { RigWatch } from '#lib/domain/alerts/watch'
import { isMining } from '#lib/domain/figures'
import type { Cooling } from '#lib/domain/reading'

/** Cards rest their fans below about 50 to 60 °C on purpose; a fan that stands still above is broken. */
const CARD_NEEDS_A_FAN_CELSIUS = 60
/** Devices' fans are numbered from here on, chassis fans from 0. */
const DEVICE_FANS = 1000
const PINNED_PERCENT = 100

/**
 * A fan at 0 rpm while the rig hashes. Only one that was seen turning: machines list slots without a fan, and fans
 * without a tachometer, as 0.
 */
export const watchFanStopped: RigWatch = ({ reading, memory, cooling }, settings, state) => {
  const found = newLook(settings.severity ?? 'critical')
  if (!hasFans(cooling)) return found
  // A machine that stopped because of its fan has not got better.
  if (!isMining(reading)) {
    found.known = state?.phase !== 'firing'
    return found
  }
  const { chassis, devices } = memory.turned
  found.unit = 'rpm'
  const fans = reading.fans ?? []
  for (let at = 0; at < fans.length; at += 1) {
    const rpm = fans[at]?.rpm
    if (rpm === undefined) hold(found, state, at)
    else stopped(found, at, rpm === 0 && (chassis[at] === true || wasTold(state, at)), `Fan ${at + 1}`)
  }
  for (const { index, kind, fanRpm, fanPercent, temperatureCelsius = 0 } of reading.devices ?? []) {
    const part = DEVICE_FANS + index
    const speed = fanRpm ?? fanPercent
    if (speed === undefined) continue
    if (speed === 0 && temperatureCelsius < CARD_NEEDS_A_FAN_CELSIUS) {
      found.known = true
      hold(found, state, part)
    } else {
      const name = kind === 'gpu' ? `GPU ${index} fan` : `Fan of ${kind} ${index}`
      stopped(found, part, speed === 0 && (devices[index] === true || wasTold(state, part)), name)
    }
  }
  return found
}

/** A fan at 100 %: chassis fans by their percent, cards' likewise. */
export const watchFanPinned: RigWatch = ({ reading, cooling }, settings, _) => {
  const found = newLook(settings.severity ?? 'info')
  if (!hasFans(cooling)) return found
  found.unit = 'fraction'
  const fans = reading.fans ?? []
  for (let at = 0; at < fans.length; at += 1) pinned(found, at, fans[at]?.percent, undefined)
  for (const { index, fanPercent } of reading.devices ?? []) pinned(found, DEVICE_FANS + index, fanPercent, index)
  return found
}

function hasFans(cooling: Cooling | undefined): boolean {
  return cooling !== 'hydro' && cooling !== 'immersion'
}

function wasTold(state: RuleState | undefined, part: number): boolean {
  return state?.raised?.includes(part) === true
}

function stopped(found: Look, part: number, isStopped: boolean, name: string): void {
  if (!considerPlain(found, part, isStopped)) return
  found.value = 0
  found.detail = found.detail === undefined ? name : `${found.detail}, ${name}`
}

function pinned(found: Look, part: number, percent: number | undefined, device: number | undefined): void {
  if (percent === undefined || !considerPlain(found, part, percent >= PINNED_PERCENT)) return
  found.value = percent / 100
  found.warningThreshold = 1
  found.detail ??= device === undefined ? `Fan ${part + 1}` : `GPU ${device} fan`
}
