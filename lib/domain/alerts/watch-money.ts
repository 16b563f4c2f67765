import { newLook, PAST } from '#lib/domain/alerts/look'
import type { RigWatch } from '#lib/domain/alerts/watch'

/** Profit below 0, at present or since the moment that the ledger tells. */
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
