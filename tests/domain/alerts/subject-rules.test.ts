import { expect, test } from 'vitest'
import { type RuleState, type SubjectFacts, stepRule } from '#lib/domain/alerts'
import { H, MIN, rule, S, T0 } from './farm.ts'

/** What a rule says of facts that come every 10 s. */
function run(builtIn: string, seconds: number, facts: (second: number) => SubjectFacts): string[] {
  const watched = rule(builtIn)
  let state: RuleState | undefined
  const said: string[] = []
  for (let second = 0; second <= seconds; second += 10) {
    const step = stepRule(watched, state, facts(second), T0 + second * S)
    state = step.state
    said.push(...step.signals.map(({ kind, severity }) => `${second} ${kind} ${severity}`))
  }
  return said
}

const TWO_MINUTES = ['60 pending critical', '180 fired critical', '420 resolved critical']
const gone = (second: number) => second >= 60 && second < 300

test('an agent that is gone is told after two minutes, and back after two steady ones', () => {
  const facts = (second: number): SubjectFacts => {
    const sinceMs = T0 + (gone(second) ? 60 : second < 60 ? 0 : 300) * S
    return { subject: 'agent', agentId: 'a', connected: !gone(second), sinceMs, rigs: 1000 }
  }
  expect(run('agent-gone', 600, facts)).toEqual(TWO_MINUTES)
})

test('an agent that was gone before anybody looked is told at once', () => {
  expect(
    run('agent-gone', 0, () => ({ subject: 'agent', agentId: 'a', connected: false, sinceMs: T0 - H, rigs: 1 })),
  ).toEqual(['0 fired critical'])
})

test('a site is dark when its last rig fell silent; one with a single rig never is', () => {
  const facts =
    (expectedRigs: number, offline: number) =>
    (second: number): SubjectFacts => ({
      subject: 'site',
      siteId: 1,
      expectedRigs,
      offlineRigs: gone(second) ? offline : 0,
      darkSinceMs: gone(second) && offline === expectedRigs ? T0 + 60 * S : undefined,
    })
  expect(run('site-dark', 600, facts(3, 3))).toEqual(TWO_MINUTES)
  expect(run('site-dark', 600, facts(3, 2))).toEqual([])
  expect(run('site-dark', 600, facts(1, 1))).toEqual([])
})

test('this server sees nobody when all of several agents are gone', () => {
  const facts =
    (agents: number, agentsGone: number) =>
    (second: number): SubjectFacts => ({
      subject: 'server',
      agents,
      agentsGone: gone(second) ? agentsGone : 0,
    })
  expect(run('nobody-seen', 600, facts(3, 3))).toEqual(TWO_MINUTES)
  expect(run('nobody-seen', 600, facts(3, 2))).toEqual([])
  expect(run('nobody-seen', 600, facts(1, 1))).toEqual([])
})

test('rates are stale after six hours, until they are refreshed', () => {
  const refreshed = (second: number): SubjectFacts => ({
    subject: 'server',
    agents: 1,
    agentsGone: 0,
    market: { oldestAtMs: second < 120 ? T0 - 6 * H + MIN : T0, staleCoins: ['BTC', 'LTC'] },
  })
  expect(run('market-stale', 200, refreshed)).toEqual(['60 fired warning', '120 resolved warning'])
})

test('a disk warns at 80 % and is critical at 90 %, each with a band of 2 %', () => {
  const steps = [0.79, 0.81, 0.79, 0.785, 0.95, 0.885, 0.87, 0.77]
  const facts = (second: number): SubjectFacts => ({
    subject: 'server',
    agents: 0,
    agentsGone: 0,
    disk: { usedBytes: (steps[second / 10] ?? 0) * 1e12, totalBytes: 1e12 },
  })
  expect(run('disk-filling', 70, facts)).toEqual([
    '10 fired warning',
    '40 escalated critical',
    '60 eased warning',
    '70 resolved warning',
  ])
})

test('a channel that fails for a quarter of an hour', () => {
  const facts = (second: number): SubjectFacts => ({
    subject: 'channel',
    channelId: 1,
    failingSinceMs: second < 1000 ? T0 : undefined,
    lastProblem: '401 Unauthorized',
  })
  expect(run('channel-failing', 1000, facts)).toEqual([
    '0 pending warning',
    '900 fired warning',
    '1000 resolved warning',
  ])
})

test('facts about another subject say nothing', () => {
  expect(run('agent-gone', 600, () => ({ subject: 'channel', channelId: 1, failingSinceMs: T0 }))).toEqual([])
})
