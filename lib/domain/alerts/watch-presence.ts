import { CLEAR, considerPlain, type Look, newLook, PAST } from '#lib/domain/alerts/look'
import type { RuleSettings } from '#lib/domain/alerts/rule'
import type { RigFacts } from '#lib/domain/alerts/rule-facts'
import type { RigWatch } from '#lib/domain/alerts/watch'
import { isMining } from '#lib/domain/figures'
import { HOUR_MS } from '#lib/domain/units'

const SENSORS_ALONE: ReadonlySet<string> = new Set(['gpu', 'cpu'])

/** Silence, since the last reading. The only rule that looks at an offline rig. */
export function watchSilence({ presence }: RigFacts, settings: RuleSettings, nowMs: number): Look {
  const found = newLook(settings.severity ?? 'critical')
  found.unit = 'milliseconds'
  found.known = presence.state !== 'never'
  if (presence.state !== 'offline') return found
  return lasting(found, presence.sinceMs, settings.forMs, nowMs)
}

/** No hash rate, though the machine answers. One that says it warms up is given the time that takes. */
export const watchZeroHash: RigWatch = ({ presence, reading, warmingUp, memory }, settings, _, nowMs) => {
  const found = newLook(settings.severity ?? 'critical')
  found.unit = 'hashesPerSecond'
  // Sensors without a miner beside them: nobody expects work of it.
  if (memory.work.length === 0 && SENSORS_ALONE.has(reading.miner.name)) return found
  found.known = true
  if (reading.state === 'warming' && warmingUp) return found
  if (isMining(reading) || reading.work.some(({ hashesPerSecond }) => hashesPerSecond === undefined)) return found
  found.warning = PAST
  found.value = 0
  found.algorithm = reading.work[0]?.algorithm
  if (presence.state === 'zero') found.sinceMs = Math.min(presence.sinceMs, nowMs)
  return found
}

export const watchFrozen: RigWatch = ({ presence }, settings, _, nowMs) => {
  const found = newLook(settings.severity)
  found.unit = 'milliseconds'
  found.known = true
  return presence.state === 'frozen' ? lasting(found, presence.sinceMs, settings.forMs, nowMs) : found
}

/** Errors told are a warning, an error that stops the machine is critical. */
export const watchMachineError: RigWatch = ({ reading }) => {
  const found = newLook()
  found.known = true
  found.graded = true
  const { errors = [], state } = reading
  if (errors.length > 0 || state === 'error') found.warning = PAST
  found.critical = state === 'error' ? PAST : CLEAR
  if (found.warning === PAST) {
    found.words = () => {
      const told = errors.map(({ code, text }) => [code, text].filter((part) => part !== undefined).join(' '))
      return told.length === 0 ? 'The machine reports an error' : told.slice(0, 3).join('; ')
    }
  }
  return found
}

/** Restarts within the window; over when there was none in it. */
export const watchRestarts: RigWatch = ({ memory }, settings, state, nowMs) => {
  const { times = 3, windowMs = HOUR_MS } = settings
  const found = newLook(settings.severity)
  const { restarts } = memory
  let count = 0
  for (let at = restarts.length - 1; at >= 0 && (restarts[at] ?? 0) > nowMs - windowMs; at -= 1) count += 1
  found.known = true
  const isPast = count >= times || (state?.phase === 'firing' && count > 0)
  if (!isPast) return found
  considerPlain(found, 'restarts', true)
  found.value = count
  found.warningThreshold = times
  found.unit = 'count'
  found.sinceMs = restarts[restarts.length - count]
  return found
}

function lasting(found: Look, sinceMs: number, forMs: number, nowMs: number): Look {
  found.warning = PAST
  found.sinceMs = Math.min(sinceMs, nowMs)
  found.value = nowMs - found.sinceMs
  found.warningThreshold = forMs
  return found
}
