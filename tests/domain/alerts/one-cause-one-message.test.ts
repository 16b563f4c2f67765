import { expect, test } from 'vitest'
import type { RuleKind, Severity, Subject } from '#lib/domain/alert-types'
import {
  AGENT_WAIT_MS,
  causesAmong,
  decide,
  flaps,
  inhibitorOf,
  type OpenIncident,
  type ToldIncident,
} from '#lib/domain/alerts'
import { H, MIN, T0 } from './farm.ts'

function ofRig(
  id: number,
  kind: RuleKind,
  change: Partial<ToldIncident> = {},
  severity: Severity = 'critical',
): ToldIncident {
  return {
    id,
    kind,
    severity,
    subject: { kind: 'rig', rigId: id },
    rigId: id,
    siteId: 1,
    agentId: 'a',
    firedAtMs: T0,
    ...change,
  }
}
function of(id: number, kind: RuleKind, subject: Subject, change: Partial<ToldIncident> = {}): ToldIncident {
  return { id, kind, severity: 'critical', subject, firedAtMs: T0, ...change }
}
const agentGone = of(900, 'agent-gone', { kind: 'agent', agentId: 'a' }, { agentId: 'a', siteId: 1 })
const siteDark = of(901, 'site-dark', { kind: 'site', siteId: 1 }, { siteId: 1, agentId: 'a', firedAtMs: T0 + MIN })
const nobody = of(902, 'nobody-seen', { kind: 'server' })
const FARM = { rigs: 20, agents: 1, worklistAboveRigs: 50 }
const by = (other: OpenIncident, ...open: OpenIncident[]) => inhibitorOf(other, causesAmong([...open, other]))?.id

test('a thousand rigs of an agent that is gone make one message', () => {
  const rigs = Array.from({ length: 1000 }, (_, at) => ofRig(at + 1000, 'offline', { firedAtMs: T0 + 3 * MIN }))
  expect(decide([agentGone], [agentGone], FARM, T0)).toEqual([{ do: 'say', incidentId: 900 }])
  const decisions = decide(rigs, [{ ...agentGone, toldAtMs: T0 }, ...rigs], FARM, T0 + 3 * MIN)
  expect(decisions).toHaveLength(1000)
  expect(decisions.every((each) => each.do === 'inhibit' && each.byId === 900)).toBe(true)
})

test.each([
  ['a site dark stands for its rigs', ofRig(1, 'offline'), [siteDark], 901],
  ['not for those of another site', ofRig(1, 'offline', { siteId: 2 }), [siteDark], undefined],
  ['nor an agent for those of another', ofRig(1, 'offline', { agentId: 'b' }), [agentGone], undefined],
  ['this server that sees nobody stands for agents', agentGone, [nobody], 902],
  ['and outranks them for their rigs', ofRig(1, 'offline'), [agentGone, nobody], 902],
  ['of an agent and its only site the first stands for both', siteDark, [agentGone], 900],
  ['and not the other way round', agentGone, [siteDark], undefined],
  ['a site with two agents speaks for itself', { ...siteDark, agentId: undefined }, [agentGone], undefined],
  ['no hash rate explains a low one', ofRig(2, 'low-hash', { rigId: 1 }), [ofRig(1, 'zero-hash')], 1],
  ['a missing card does', ofRig(2, 'low-hash', { rigId: 1 }), [ofRig(1, 'device-missing')], 1],
  ['on another rig it does not', ofRig(2, 'low-hash', { rigId: 2 }), [ofRig(1, 'zero-hash')], undefined],
  ['offline explains no hash rate', ofRig(2, 'zero-hash', { rigId: 1 }), [ofRig(1, 'offline')], 1],
  [
    'heat is told whatever else is wrong with a rig',
    ofRig(2, 'overheat', { rigId: 1 }),
    [ofRig(1, 'offline')],
    undefined,
  ],
  ['a stranger’s wallet too', ofRig(2, 'pool-changed', { rigId: 1 }), [ofRig(1, 'zero-hash')], undefined],
  ['good news is never inhibited', ofRig(1, 'block-found'), [nobody, agentGone], undefined],
  ['a full disk is no agent’s fault', of(3, 'disk-filling', { kind: 'server' }), [nobody], undefined],
] as const)('%s', (_, other, open, cause) => {
  expect(by(other, ...open)).toBe(cause)
})

test('offline and frozen do not stand for each other', () => {
  const offline = ofRig(1, 'offline')
  const frozen = ofRig(2, 'frozen', { rigId: 1 })
  expect(by(offline, frozen)).toBeUndefined()
  expect(by(frozen, offline)).toBe(1)
})

test('an agent that is gone waits a moment for the others, where there are others', () => {
  expect(decide([agentGone], [], { ...FARM, agents: 3 }, T0)).toEqual([
    { do: 'hold', incidentId: 900, untilMs: T0 + AGENT_WAIT_MS, because: 'more-agents' },
  ])
  expect(decide([agentGone], [], { ...FARM, agents: 3 }, T0 + AGENT_WAIT_MS)).toEqual([{ do: 'say', incidentId: 900 }])
  expect(decide([agentGone], [nobody], { ...FARM, agents: 3 }, T0)).toEqual([
    { do: 'inhibit', incidentId: 900, byId: 902 },
  ])
})

test('five rigs of a site in the same trouble within five minutes make one message', () => {
  const rigs = [1, 2, 3, 4, 5].map((id) => ofRig(id, 'overheat'))
  expect(decide(rigs, rigs, FARM, T0)).toEqual([
    { do: 'say-group', incidentId: 1, incidentIds: [1, 2, 3, 4, 5], kind: 'overheat', siteId: 1, count: 5 },
  ])
  expect(decide(rigs.slice(0, 4), rigs.slice(0, 4), FARM, T0).map((each) => each.do)).toEqual([
    'say',
    'say',
    'say',
    'say',
  ])
  const apart = rigs.map((each, at) => ({ ...each, siteId: at }))
  expect(decide(apart, apart, FARM, T0).every((each) => each.do === 'say')).toBe(true)
})

test('the fifth after four that were told alone makes the group, without telling them again', () => {
  const told = [1, 2, 3, 4].map((id) => ofRig(id, 'overheat', { toldAtMs: T0 }))
  const fifth = ofRig(5, 'overheat', { firedAtMs: T0 + 4 * MIN })
  expect(decide([fifth], told, FARM, T0 + 4 * MIN)).toEqual([
    { do: 'say-group', incidentId: 5, incidentIds: [5], kind: 'overheat', siteId: 1, count: 5 },
  ])
  expect(decide([{ ...fifth, firedAtMs: T0 + 5 * MIN }], told, FARM, T0 + 5 * MIN)).toEqual([
    { do: 'say', incidentId: 5 },
  ])
})

test('who follows a group waits for one more message', () => {
  const told = [1, 2, 3, 4, 5].map((id) => ofRig(id, 'overheat', { toldAtMs: T0, groupToldAtMs: T0 }))
  const more = [6, 7].map((id) => ofRig(id, 'overheat', { firedAtMs: T0 + MIN }))
  expect(decide(more, told, FARM, T0 + MIN)).toEqual(
    [6, 7].map((incidentId) => ({ do: 'hold', incidentId, untilMs: T0 + 5 * MIN, because: 'group' })),
  )
  expect(decide(more, told, FARM, T0 + 5 * MIN)).toEqual([
    { do: 'say-group', incidentId: 6, incidentIds: [6, 7], kind: 'overheat', siteId: 1, count: 2 },
  ])
})

test('above fifty rigs a warning about one goes to the worklist; critical ones, sites and good news are told', () => {
  const large = { ...FARM, rigs: 51 }
  const one = (incident: ToldIncident) => decide([incident], [], large, T0)[0]?.do
  expect(one(ofRig(1, 'low-hash', {}, 'warning'))).toBe('worklist')
  expect(one(ofRig(1, 'fan-pinned', {}, 'info'))).toBe('worklist')
  expect(one(ofRig(1, 'low-hash', {}, 'critical'))).toBe('say')
  expect(one(siteDark)).toBe('say')
  expect(one(ofRig(1, 'best-difficulty', {}, 'info'))).toBe('say')
  expect(decide([ofRig(1, 'low-hash', {}, 'warning')], [], { ...FARM, rigs: 50 }, T0)[0]?.do).toBe('say')
})

test('what has stood on the worklist for long makes no group', () => {
  const old = [1, 2, 3, 4, 5, 6].map((id) => ofRig(id, 'low-hash', { firedAtMs: T0 - H }, 'warning'))
  const fresh = ofRig(7, 'low-hash', {}, 'warning')
  expect(decide([fresh], [...old, fresh], { ...FARM, rigs: 60 }, T0)).toEqual([{ do: 'worklist', incidentId: 7 }])
})

test('in a large site a handful is no group', () => {
  const rigs = [1, 2, 3, 4, 5].map((id) => ofRig(id, 'low-hash', {}, 'warning'))
  const farm = { rigs: 1000, agents: 1, worklistAboveRigs: 50, siteRigs: new Map([[1, 1000]]) }
  expect(decide(rigs, rigs, farm, T0).map((each) => each.do)).toEqual([
    'worklist',
    'worklist',
    'worklist',
    'worklist',
    'worklist',
  ])
})

test('ten thousand rigs at once are decided in a moment', () => {
  const rigs = Array.from({ length: 10_000 }, (_, at) => ofRig(at + 1, 'offline'))
  const began = performance.now()
  expect(decide(rigs, rigs, { ...FARM, rigs: 10_000 }, T0)).toHaveLength(1)
  expect(performance.now() - began).toBeLessThan(1000)
})

test('three times within an hour is flapping', () => {
  expect(flaps([T0 - 20 * MIN], T0)).toBe(false)
  expect(flaps([T0 - 20 * MIN, T0 - 10 * MIN], T0)).toBe(true)
  expect(flaps([T0 - 2 * H, T0 - 10 * MIN], T0)).toBe(false)
})
