import type { RuleKind } from '#lib/domain/alert-types'
import { consider, type Look, newLook, PAST } from '#lib/domain/alerts/look'
import type { RuleSettings } from '#lib/domain/alerts/rule'
import type { PayerFacts, SubjectFacts } from '#lib/domain/alerts/rule-facts'
import type { RuleState } from '#lib/domain/alerts/rule-state'
import { RATES_STALE_AFTER_MS } from '#lib/domain/limits'

/** Alone it is no "all". */
const ALL_AT_LEAST = 2

/** Looks at an agent, a site, the server, a channel or a payer; nothing is known if the kind is about another subject. */
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
  if (kind === 'payout-gap' && facts.subject === 'payer') return watchGap(facts, settings, state)
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

function watchGap({ gaps }: PayerFacts, settings: RuleSettings, state: RuleState | undefined): Look {
  const found = newLook(settings.severity)
  const gap = gaps.find(({ windowMs }) => windowMs === settings.windowMs)
  if (!gap) return found
  found.unit = 'fraction'
  const { warning, clear = warning } = settings
  consider(found, state, 'gap', gap.unexplainedFraction, { warning, clear })
  found.detail = gap.words
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
