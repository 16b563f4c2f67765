import { newLook, PAST } from '#lib/domain/alerts/look'
import type { RigWatch } from '#lib/domain/alerts/watch'

/**
 * The rig loses money, as pages mark it: this hour's energy at this hour's price costs more than its work is worth.
 * `profitPerDay` is a day of such hours; `netNegativeSinceMs` tells since when it was below 0 without a break.
 */
export const watchLoss: RigWatch = ({ money }, settings, state, nowMs) => {
  const found = newLook(settings.severity)
  if (!money) return found
  const { profitPerDay, netNegativeSinceMs } = money
  found.known = true
  found.unit = 'money'
  found.rising = false
  if (profitPerDay >= 0 && netNegativeSinceMs === undefined) return found
  found.warning = PAST
  // A server that starts again may know less than the state does.
  const knownSinceMs = state?.phase === 'pending' ? state.sinceMs : nowMs
  found.sinceMs = Math.min(netNegativeSinceMs ?? nowMs, knownSinceMs)
  found.value = profitPerDay
  found.warningThreshold = 0
  return found
}
