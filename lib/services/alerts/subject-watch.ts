import type { Subject } from '#lib/domain/alert-types'
import {
  type AgentFacts,
  inScope,
  type PayerFacts,
  RULE_KINDS,
  type Rule,
  type SiteFacts,
  type SubjectFacts,
} from '#lib/domain/alerts'
import { speaksAt } from '#lib/domain/dated'
import { RATES_STALE_AFTER_MS } from '#lib/domain/limits'
import type { NextDifficulty } from '#lib/domain/next-difficulty'
import { MINUTE_MS } from '#lib/domain/units'
import type { LiveFleet } from '../live-fleet.ts'
import type { LiveRig } from '../live-rig.ts'
import { siteAt } from '../rig-places.ts'
import type { Alerting } from './alerting.ts'
import type { HeldStates } from './held-states.ts'
import type { RuleProblems } from './rule-problems.ts'
import { coinsEarned, staleRates } from './stale-rates.ts'
import { subjectOf, subjectText } from './subject-text.ts'
import { stepRules, type Turn } from './turn.ts'

const MARKET_LOOK_MS = MINUTE_MS

export type Disk = { usedBytes: number; totalBytes: number }

type KnownAgent = { connected: boolean; sinceMs: number; heard: boolean }

/** The rules that watch agents, sites, this server and its channels: stepped on a clock. */
export class SubjectWatch {
  readonly #agents = new Map<string, KnownAgent>()
  disk: Disk | undefined
  nextDifficulties: readonly NextDifficulty[] = []
  payers: readonly PayerFacts[] = []
  /** Agents and sites that have rigs to watch for. */
  readonly #watched = new Map<string, { siteId?: number }>()
  #market: { atMs: number; facts: ReturnType<typeof staleRates> } | undefined

  constructor(
    private readonly fleet: LiveFleet,
    private readonly held: { held: HeldStates; problems: RuleProblems },
    /** Until then nobody is missed: after a restart, agents come back one by one. */
    private readonly believeSilenceFromMs: number,
  ) {}

  look(alerting: Alerting, nowMs: number, turns: Turn[]): void {
    const step = (facts: SubjectFacts, scoped: { siteId?: number } = {}) => {
      const rules = alerting.rules.filter((rule) => watches(rule, facts, scoped) && !isTooEarly(rule, facts))
      stepRules(rules, subjectText(subjectOfFacts(facts)), facts, nowMs, this.held, turns)
    }
    const rigs = activeRigs(this.fleet, nowMs)
    const agents = this.#agentFacts(rigs, nowMs)
    const gone = agents.filter(({ connected }) => !connected)
    if (!this.#market || nowMs - this.#market.atMs >= MARKET_LOOK_MS) {
      this.#market = { atMs: nowMs, facts: staleRates(this.fleet, rigs, nowMs, RATES_STALE_AFTER_MS) }
    }
    const market = this.#market.facts
    const arrived = nowMs >= this.believeSilenceFromMs
    const areAllGone = agents.length > 0 && gone.length === agents.length
    // Neither gone nor back: who has not come yet may be on the way.
    const isTooEarly = ({ kind }: Rule, { subject }: SubjectFacts) =>
      subject === 'server' && kind === 'nobody-seen' && areAllGone && !arrived
    step({
      subject: 'server',
      agents: agents.length,
      agentsGone: arrived ? gone.length : 0,
      ...(arrived && areAllGone ? { nobodySinceMs: Math.max(...gone.map(({ sinceMs }) => sinceMs)) } : {}),
      ...(this.disk ? { disk: this.disk } : {}),
      ...(market ? { market } : {}),
    })
    this.#watched.clear()
    for (const facts of agents) {
      const siteId = siteOfAgent(this.fleet, rigs, facts.agentId, nowMs)
      this.#watched.set(subjectText(subjectOfFacts(facts)), { siteId })
      if (!facts.connected && !arrived && !this.#agents.get(facts.agentId)?.heard) continue
      step(facts, { siteId })
    }
    for (const facts of siteFacts(this.fleet, rigs, nowMs)) {
      const { siteId } = facts
      this.#watched.set(subjectText(subjectOfFacts(facts)), { siteId })
      if (arrived) step(facts, { siteId })
    }
    const earned = this.nextDifficulties.length === 0 ? undefined : coinsEarned(rigs, nowMs)
    for (const { coin, height, atMs, change } of this.nextDifficulties) {
      if (earned?.has(coin)) step({ subject: 'coin', coin, difficulty: { height, atMs, change } })
    }
    for (const { id, failingSinceMs, lastProblem } of alerting.channels) {
      step({ subject: 'channel', channelId: id, failingSinceMs, lastProblem })
    }
    for (const facts of this.payers) step(facts)
  }

  /** Whether the subject is still there to be watched. */
  isThere(subject: string, alerting: Alerting): boolean {
    const known = subjectOf(subject)
    if (known.kind === 'rig') return this.fleet.liveRig(known.rigId) !== undefined
    if (known.kind === 'site') return this.fleet.sites.has(known.siteId)
    if (known.kind === 'agent') {
      for (const rig of this.fleet.liveRigs()) if (rig.settings.agentId === known.agentId) return true
      return false
    }
    if (known.kind === 'channel') return alerting.channels.some(({ id }) => id === known.channelId)
    return true
  }

  /** Whether a rule that is there now looks at this subject at all: what nobody looks at would never be over. */
  isWatchedBy(subject: string, { kind, scope }: Rule): boolean {
    if (kind === 'market-stale') return this.#market?.facts !== undefined
    const known = subjectOf(subject)
    if (known.kind === 'payer') return this.payers.some((one) => one.payer === known.payer && one.coin === known.coin)
    if (known.kind !== 'agent' && known.kind !== 'site') return true
    const scoped = this.#watched.get(subject)
    return scoped !== undefined && (scoped.siteId === undefined || inScope(scope, scoped))
  }

  #agentFacts(rigs: readonly LiveRig[], nowMs: number): AgentFacts[] {
    const counts = new Map<string, number>()
    for (const { settings } of rigs) {
      if (settings.agentId !== undefined) counts.set(settings.agentId, (counts.get(settings.agentId) ?? 0) + 1)
    }
    return [...counts].map(([agentId, count]) => {
      const agent = this.fleet.agents.find(agentId)
      const connected = (agent?.connections ?? 0) > 0
      const known = this.#agents.get(agentId)
      const heard = connected || known?.heard === true
      if (known?.connected === connected)
        return { subject: 'agent', agentId, connected, sinceMs: known.sinceMs, rigs: count }
      const sinceMs = connected ? nowMs : Math.min(nowMs, agent?.seenAtMs ?? nowMs)
      this.#agents.set(agentId, { connected, sinceMs, heard })
      return { subject: 'agent', agentId, connected, sinceMs, rigs: count }
    })
  }
}

function activeRigs(fleet: LiveFleet, nowMs: number): LiveRig[] {
  return [...fleet.liveRigs()].filter(
    ({ settings }) => (speaksAt(settings.lifecycles, nowMs)?.lifecycle ?? 'active') === 'active',
  )
}

function siteFacts(fleet: LiveFleet, rigs: readonly LiveRig[], nowMs: number): SiteFacts[] {
  const sites = new Map<number, { expectedRigs: number; offlineRigs: number; lastMs: number }>()
  for (const rig of rigs) {
    const siteId = siteAt(rig.settings, fleet.sites, nowMs)?.id
    const { state, sinceMs } = rig.stateAt(nowMs)
    if (siteId === undefined || state === 'never') continue
    const site = sites.get(siteId) ?? { expectedRigs: 0, offlineRigs: 0, lastMs: 0 }
    sites.set(siteId, site)
    site.expectedRigs += 1
    if (state !== 'offline') continue
    site.offlineRigs += 1
    site.lastMs = Math.max(site.lastMs, sinceMs)
  }
  return [...sites].map(([siteId, { expectedRigs, offlineRigs, lastMs }]) => ({
    subject: 'site',
    siteId,
    expectedRigs,
    offlineRigs,
    ...(offlineRigs === expectedRigs ? { darkSinceMs: lastMs } : {}),
  }))
}

/** Where most of an agent's rigs stand, which is where it is looked for. */
function siteOfAgent(fleet: LiveFleet, rigs: readonly LiveRig[], agentId: string, nowMs: number): number | undefined {
  const rig = rigs.find(({ settings }) => settings.agentId === agentId)
  return rig && siteAt(rig.settings, fleet.sites, nowMs)?.id
}

function subjectOfFacts(facts: SubjectFacts): Subject {
  switch (facts.subject) {
    case 'agent':
      return { kind: 'agent', agentId: facts.agentId }
    case 'site':
      return { kind: 'site', siteId: facts.siteId }
    case 'coin':
      return { kind: 'coin', coin: facts.coin }
    case 'channel':
      return { kind: 'channel', channelId: facts.channelId }
    case 'payer':
      return { kind: 'payer', payer: facts.payer, coin: facts.coin }
    case 'server':
      return { kind: 'server' }
  }
}

function watches(rule: Rule, facts: SubjectFacts, scoped: { siteId?: number }): boolean {
  if (!rule.enabled || RULE_KINDS[rule.kind].subject !== facts.subject) return false
  return scoped.siteId === undefined || inScope(rule.scope, scoped)
}
