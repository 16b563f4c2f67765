import type { RuleKind } from '#lib/domain/alert-types'
import { consider, type Look, newLook, PAST } from '#lib/domain/alerts/look'
import type { RuleSettings } from '#lib/domain/alerts/rule'
import type { SubjectFacts } from '#lib/domain/alerts/rule-facts'
import type { RuleState } from '#lib/domain/alerts/rule-state'
import { RATES_STALE_AFTER_MS } from '#lib/domain/limits'

/** Alone it is no "all". */
const ALL_AT_LEAST = 2

/** Looks at an agent, a site, the server or a channel; nothing is known if the kind is about another subject. */
export function watchSubject(
  kind: RuleKind,
  facts: SubjectFacts,
  settings: RuleSettings,
  state: RuleState | undefined,
  nowMs: number,
): Look {
  const { minimum = ALL_AT_LEAST } = settings
  if (kind === 'agent-gone' && facts.subject === 'agent') {
    const detail = facts.rigs === 1 ? '1 rig' : `${facts.rigs} rigs`
    return lasting(settings, !facts.connected, facts.sinceMs, nowMs, detail)
  }
  if (kind === 'site-dark' && facts.subject === 'site') {
    const { expectedRigs, offlineRigs, darkSinceMs } = facts
    const isDark = expectedRigs >= minimum && offlineRigs >= expectedRigs
    return lasting(settings, isDark, darkSinceMs, nowMs, `all ${expectedRigs} rigs`)
  }
  if (kind === 'nobody-seen' && facts.subject === 'server') {
    const { agents, agentsGone, nobodySinceMs } = facts
    const isAlone = agents >= minimum && agentsGone >= agents
    return lasting(settings, isAlone, nobodySinceMs, nowMs, `all ${agents} agents`)
  }
  if (kind === 'channel-failing' && facts.subject === 'channel') {
    return lasting(settings, facts.failingSinceMs !== undefined, facts.failingSinceMs, nowMs, facts.lastProblem)
  }
  const found = newLook(settings.severity)
  if (kind === 'market-stale' && facts.subject === 'server' && facts.market) {
    const { oldestAtMs, staleCoins } = facts.market
    found.unit = 'milliseconds'
    consider(found, state, 'market', nowMs - oldestAtMs, { warning: settings.warning ?? RATES_STALE_AFTER_MS })
    found.detail = staleCoins.length === 0 ? undefined : staleCoins.join(', ')
  }
  if (kind === 'disk-filling' && facts.subject === 'server' && facts.disk && facts.disk.totalBytes > 0) {
    const { usedBytes, totalBytes } = facts.disk
    const { warning, critical, clearMargin = 0 } = settings
    const clear = warning === undefined ? undefined : warning - clearMargin
    const criticalClear = critical === undefined ? undefined : critical - clearMargin
    found.unit = 'fraction'
    consider(found, state, 'disk', usedBytes / totalBytes, { warning, clear, critical, criticalClear })
  }
  return found
}

function lasting(
  settings: RuleSettings,
  isPast: boolean,
  sinceMs: number | undefined,
  nowMs: number,
  detail?: string,
): Look {
  const found = newLook(settings.severity)
  found.known = true
  found.unit = 'milliseconds'
  if (!isPast) return found
  found.warning = PAST
  found.warningThreshold = settings.forMs
  found.detail = detail
  if (sinceMs === undefined) return found
  found.sinceMs = Math.min(sinceMs, nowMs)
  found.value = nowMs - found.sinceMs
  return found
}
