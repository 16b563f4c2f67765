import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  newRigMemory,
  type RigNet,
  type RigSurroundings,
  type RuleState,
  remember,
  rigFacts,
  type Signal,
  stepRule,
} from '#lib/domain/alerts'
import { H, MIN, reading, rule, S, T0, type Told } from './farm.ts'

/** The counters of a rig that go on from reading to reading. */
type Rig = { second: number; accepted: number; rejected: number; uptime: number; noise: number }
type Case = {
  builtIn: string
  /** Seconds of trouble that are never told, when as long a time of health lies between. */
  harmless: number
  /** Between readings. */
  interval?: number
  /** What is told in trouble; undefined is silence. */
  bad: (rig: Rig) => Told | undefined
  good?: (rig: Rig) => Told
  /** `past`: whether it was bad, step by step. */
  surroundings?: (isBad: boolean, past: boolean[], nowMs: number) => Partial<RigSurroundings>
}

const healthy = (rig: Rig): Told => {
  rig.accepted += 1
  return {
    miner: { uptimeSeconds: rig.uptime },
    work: [
      {
        hashesPerSecond: 100 - rig.noise / 10,
        nominalHashesPerSecond: 100,
        shares: { accepted: rig.accepted, rejected: rig.rejected },
        pool: { url: 'home.example:1', user: 'me' },
      },
    ],
    devices: [
      { index: 0, kind: 'gpu', temperatureCelsius: 60 + rig.noise, fanRpm: 2000 + rig.noise, fanPercent: 70 },
      { index: 1, kind: 'gpu' },
    ],
  }
}
const but = (change: Told) => (rig: Rig) => ({ ...healthy(rig), ...change })
const card = (figures: object): Told => ({
  devices: [
    { index: 0, kind: 'gpu', temperatureCelsius: 60, fanRpm: 2000, ...figures },
    { index: 1, kind: 'gpu' },
  ],
})
const work =
  (figures: object) =>
  (rig: Rig): Told => ({ ...healthy(rig), work: [{ ...healthy(rig).work?.[0], ...figures }] })

const CASES: Case[] = [
  {
    builtIn: 'overheat',
    harmless: 60,
    bad: (rig) => ({ ...healthy(rig), ...card({ temperatureCelsius: 80 + rig.noise }) }),
  },
  { builtIn: 'offline', harmless: 240, bad: () => undefined },
  { builtIn: 'zero-hash', harmless: 290, bad: work({ hashesPerSecond: 0 }) },
  { builtIn: 'low-hash', harmless: 290, bad: work({ hashesPerSecond: 80 }) },
  {
    builtIn: 'frozen',
    harmless: 590,
    bad: () => ({ miner: { uptimeSeconds: 5 }, work: [{ hashesPerSecond: 7, shares: { accepted: 1 } }] }),
  },
  {
    builtIn: 'machine-error',
    harmless: 290,
    bad: (rig) => ({ ...healthy(rig), state: rig.noise > 4 ? 'error' : 'hashing', errors: [{ code: '1' }] }),
  },
  {
    builtIn: 'rejected-shares',
    harmless: 10,
    bad: (rig) => {
      rig.rejected += 1
      return healthy(rig)
    },
  },
  {
    builtIn: 'no-accepted-share',
    harmless: 1500,
    bad: (rig) => {
      rig.accepted -= 1
      return healthy(rig)
    },
  },
  {
    builtIn: 'device-missing',
    harmless: 160,
    bad: but({ devices: [{ index: 0, kind: 'gpu', temperatureCelsius: 60 }] }),
  },
  { builtIn: 'fan-stopped', harmless: 50, bad: but(card({ fanRpm: 0, temperatureCelsius: 75 })) },
  { builtIn: 'fan-pinned', harmless: 1790, bad: but(card({ fanPercent: 100 })) },
  {
    builtIn: 'power-range',
    harmless: 290,
    bad: healthy,
    surroundings: (isBad) => ({ wallWatts: isBad ? 1300 : 1000 }),
  },
  {
    builtIn: 'inefficient',
    harmless: 890,
    bad: healthy,
    surroundings: (isBad) => ({ wallWatts: isBad ? 1300 : 1000 }),
  },
  {
    builtIn: 'restart-loop',
    harmless: 10,
    interval: 1200,
    bad: (rig) => {
      rig.uptime = 1 + (rig.second % 7)
      return healthy(rig)
    },
  },
  { builtIn: 'pool-changed', harmless: 10, bad: work({ pool: { url: 'evil.example:1', user: 'thief' } }) },
  {
    builtIn: 'losing-money',
    harmless: 12 * 3600,
    interval: 1800,
    bad: healthy,
    surroundings: (_, past, untilMs) => ({ nets: [netOfSteps(past.slice(-48), untilMs)] }),
  },
]
const SETTINGS = { 'power-range': { maximum: 1200 }, inefficient: { warning: 12 } }

/** Half hours that bring a dollar, or cost one where they are bad. */
function netOfSteps(past: boolean[], untilMs: number): RigNet {
  const bad = past.filter((isBad) => isBad).length
  const sums = { revenue: past.length - bad, cost: bad, knownMs: (past.length * H) / 2 }
  return { windowMs: 24 * H, untilMs, currency: 'USD', ...sums }
}

function watch(
  { builtIn, interval = 10, bad, good = healthy, surroundings }: Case,
  stretches: readonly { isBad: boolean; steps: number }[],
  noises: readonly number[],
) {
  const watched = rule(builtIn, builtIn === 'power-range' || builtIn === 'inefficient' ? SETTINGS[builtIn] : {})
  const memory = newRigMemory(T0)
  const rig: Rig = { second: 0, accepted: 10_000, rejected: 0, uptime: 200_000, noise: 0 }
  const heard: { atMs: number; signal: Signal }[] = []
  let state: RuleState | undefined
  const past: boolean[] = []
  for (const { isBad, steps } of stretches) {
    for (let step = 0; step < steps; step += 1) {
      past.push(isBad)
      rig.second += interval
      rig.uptime += interval
      rig.noise = noises[(rig.second / interval) % noises.length] ?? 0
      const nowMs = T0 + rig.second * S
      const told = isBad ? bad(rig) : good(rig)
      if (told) remember(memory, reading(nowMs, { intervalSeconds: interval, ...told }))
      const facts = rigFacts(memory, { rigId: 1, lifecycle: 'active', ...surroundings?.(isBad, past, nowMs) }, nowMs)
      const next = stepRule(watched, state, facts, nowMs)
      state = next.state
      for (const signal of next.signals) heard.push({ atMs: nowMs, signal })
    }
  }
  return { watched, heard, state }
}

const noises = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 7, maxLength: 23 })
const stretches = fc.array(fc.record({ isBad: fc.boolean(), steps: fc.integer({ min: 1, max: 120 }) }), {
  minLength: 1,
  maxLength: 8,
})
const GOOD_DAY = { isBad: false, steps: 400 }

test.each(CASES.map((each) => [each.builtIn, each] as const))(
  '%s: what is said makes sense, in order, and never before its time',
  (_, each) => {
    fc.assert(
      fc.property(stretches, noises, (bumps, noise) => {
        const { heard, watched } = watch(each, [{ isBad: false, steps: 40 }, ...bumps], noise)
        const { forMs, criticalForMs = forMs } = watched.settings
        let phase: 'quiet' | 'pending' | 'firing' = 'quiet'
        let severity: Signal['severity'] | undefined
        for (const { atMs, signal } of heard) {
          const { kind } = signal
          if (kind === 'pending') expect(phase).toBe('quiet')
          if (kind === 'dropped') expect(phase).toBe('pending')
          if (kind === 'fired') {
            expect(phase).not.toBe('firing')
            expect(atMs - signal.sinceMs).toBeGreaterThanOrEqual(Math.min(forMs, criticalForMs))
          }
          if (kind === 'escalated' || kind === 'eased' || kind === 'updated' || kind === 'resolved')
            expect(phase).toBe('firing')
          if (kind === 'escalated') expect([severity, signal.severity]).toEqual(['warning', 'critical'])
          if (kind === 'eased') expect([severity, signal.severity]).toEqual(['critical', 'warning'])
          if (kind === 'resolved') expect(signal.endedAtMs ?? 0).toBeLessThanOrEqual(atMs)
          phase = kind === 'pending' ? 'pending' : kind === 'dropped' || kind === 'resolved' ? 'quiet' : 'firing'
          severity = signal.severity
        }
      }),
      { numRuns: 25 },
    )
  },
)

test.each(CASES.map((each) => [each.builtIn, each] as const))(
  '%s: trouble that never lasts is never told',
  (_, each) => {
    const { harmless, interval = 10 } = each
    const short = Math.max(1, Math.floor(harmless / interval))
    const bumps = fc.array(fc.integer({ min: 1, max: short }), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(bumps, noises, (lengths, noise) => {
        const series = lengths.flatMap((steps) => [
          { isBad: false, steps: Math.max(90, short + 2) },
          { isBad: true, steps },
        ])
        const { heard } = watch(each, [...series, { isBad: false, steps: 90 }], noise)
        expect(heard.filter(({ signal }) => signal.kind === 'fired')).toEqual([])
      }),
      { numRuns: 25 },
    )
  },
)

test.each(CASES.map((each) => [each.builtIn, each] as const))(
  '%s: trouble that lasts is told once, and its end is',
  (_, each) => {
    const { interval = 10, builtIn } = each
    const steps = Math.ceil((builtIn === 'losing-money' ? 25 * H : 80 * MIN) / (interval * S))
    fc.assert(
      fc.property(noises, fc.integer({ min: 0, max: 50 }), (noise, more) => {
        const { heard, state } = watch(
          each,
          [{ isBad: false, steps: 60 }, { isBad: true, steps: steps + more }, GOOD_DAY],
          noise,
        )
        const kinds = heard.map(({ signal }) => signal.kind)
        expect(kinds.filter((kind) => kind === 'fired')).toHaveLength(1)
        expect(kinds.filter((kind) => kind === 'resolved')).toHaveLength(1)
        expect(state === undefined || state.phase === 'watching').toBe(true)
      }),
      { numRuns: 6 },
    )
  },
)

test.each(CASES.map((each) => [each.builtIn, each] as const))(
  '%s: whatever happened, a good day ends it',
  (_, each) => {
    fc.assert(
      fc.property(stretches, noises, (bumps, noise) => {
        const { state } = watch(each, [{ isBad: false, steps: 1 }, ...bumps, GOOD_DAY], noise)
        expect(state === undefined || state.phase === 'watching').toBe(true)
      }),
      { numRuns: 8 },
    )
  },
)
