import type { RuleKind } from '#lib/domain/alert-types'
import { stepBestDifficulty, stepBlocks, stepBreakEven, stepDifficulty } from '#lib/domain/alerts/happenings'
import { newLook } from '#lib/domain/alerts/look'
import type { Rule } from '#lib/domain/alerts/rule'
import type { RigFacts, SubjectFacts } from '#lib/domain/alerts/rule-facts'
import { RULE_KINDS } from '#lib/domain/alerts/rule-kinds'
import { NO_SIGNALS, type RuleState, type Step } from '#lib/domain/alerts/rule-state'
import { ended, stepCondition } from '#lib/domain/alerts/step-condition'
import { stepPool, takePoolAsKnown } from '#lib/domain/alerts/step-pool'
import type { RigWatch, SeenRig } from '#lib/domain/alerts/watch'
import { watchDevices } from '#lib/domain/alerts/watch-devices'
import { watchFanPinned, watchFanStopped } from '#lib/domain/alerts/watch-fans'
import { watchEfficiency, watchHashRate, watchPower } from '#lib/domain/alerts/watch-hash-rate'
import { watchLoss } from '#lib/domain/alerts/watch-money'
import {
  watchFrozen,
  watchMachineError,
  watchRestarts,
  watchSilence,
  watchZeroHash,
} from '#lib/domain/alerts/watch-presence'
import { watchAccepted, watchRejected } from '#lib/domain/alerts/watch-shares'
import { watchSubject } from '#lib/domain/alerts/watch-subjects'
import { watchTemperature } from '#lib/domain/alerts/watch-temperature'

const RIG_WATCHES: Partial<Record<RuleKind, RigWatch>> = {
  overheat: watchTemperature,
  'zero-hash': watchZeroHash,
  'low-hash': watchHashRate,
  frozen: watchFrozen,
  'machine-error': watchMachineError,
  'rejected-shares': watchRejected,
  'no-accepted-share': watchAccepted,
  'device-missing': watchDevices,
  'fan-stopped': watchFanStopped,
  'fan-pinned': watchFanPinned,
  'power-range': watchPower,
  inefficient: watchEfficiency,
  'restart-loop': watchRestarts,
  'losing-money': watchLoss,
}

const RIG_HAPPENINGS: Partial<
  Record<RuleKind, (rule: Rule, state: RuleState | undefined, facts: RigFacts, nowMs: number) => Step>
> = {
  'pool-changed': stepPool,
  'block-found': stepBlocks,
  'best-difficulty': stepBestDifficulty,
  'break-even': stepBreakEven,
}

/** Trouble that a rest by choice does not end: a device stays missing, an error stays an error. */
const OUTLASTS_A_PAUSE: ReadonlySet<RuleKind> = new Set<RuleKind>(['device-missing', 'machine-error', 'restart-loop'])
/** Trouble counted over hours, in which a short silence is no gap. */
const REACHES_OVER_GAPS: ReadonlySet<RuleKind> = new Set<RuleKind>(['losing-money', 'restart-loop', 'device-missing'])

/**
 * One step of a rule about one subject: what it remembers after it (undefined: nothing), and what there is to say. Pure;
 * the same state comes back where nothing changes. Call it with each reading (`nowMs` its moment) and, for what happens
 * while nothing is heard, now and then by the clock. A rule with nothing to look at keeps its state.
 *
 * - A rig that is not active fires nothing; what was told of it is over.
 * - An offline or frozen rig keeps its other troubles as they are: nobody knows.
 * - A rig that rests by choice is watched for heat alone.
 * - Ratios wait until the machine is warm.
 */
export function stepRule(
  rule: Rule,
  state: RuleState | undefined,
  facts: RigFacts | SubjectFacts,
  nowMs: number,
): Step {
  if (facts.subject === 'rig') return stepRig(rule, state, facts, nowMs)
  if (facts.subject === 'coin') {
    return rule.kind === 'difficulty-change' ? stepDifficulty(rule, state, facts, nowMs) : unchanged(state)
  }
  const found = watchSubject(rule.kind, facts, rule.settings, state, nowMs)
  return found.known ? stepCondition(found, rule.settings, state, nowMs) : unchanged(state)
}

/**
 * The state after an owner said that what is new is meant: the pool is known from now on, the missing device was taken
 * out. The next step resolves the incident. Other kinds know nothing to accept and come back as they are.
 */
export function takeAsKnown(kind: RuleKind, state: RuleState): RuleState {
  if (kind === 'pool-changed') return takePoolAsKnown(state)
  if (kind !== 'device-missing') return state
  const before = state.memory?.accepted
  const parts = (state.raised ?? []).filter((part) => typeof part === 'string')
  return { ...state, memory: { ...state.memory, accepted: [...(Array.isArray(before) ? before : []), ...parts] } }
}

function stepRig(rule: Rule, state: RuleState | undefined, facts: RigFacts, nowMs: number): Step {
  const { kind, settings } = rule
  if (facts.lifecycle !== 'active') return over(state, nowMs)
  if (kind === 'offline') {
    const silence = watchSilence(facts, settings, nowMs)
    return silence.known ? stepCondition(silence, settings, state, nowMs, facts.seenSinceMs) : unchanged(state)
  }
  if (!isSeen(facts)) return unchanged(state)
  const { presence } = facts
  if (presence.state === 'frozen' && kind !== 'frozen') return unchanged(state)
  const happening = RIG_HAPPENINGS[kind]
  if (happening) return presence.state === 'paused' ? unchanged(state) : happening(rule, state, facts, nowMs)
  const watch = RIG_WATCHES[kind]
  if (!watch) return unchanged(state)
  const { ratio, whilePaused } = RULE_KINDS[kind]
  const unbrokenSinceMs = REACHES_OVER_GAPS.has(kind) ? undefined : facts.seenSinceMs
  if (presence.state === 'paused' && !whilePaused) {
    if (state?.phase === 'firing' && OUTLASTS_A_PAUSE.has(kind)) return unchanged(state)
    return state ? stepCondition(newLook(), settings, state, nowMs, unbrokenSinceMs) : unchanged(state)
  }
  if (ratio && facts.warmingUp)
    return state?.phase === 'pending' ? ended('dropped', newLook(), state, nowMs) : unchanged(state)
  const found = watch(facts, settings, state, nowMs)
  return found.known ? stepCondition(found, settings, state, nowMs, unbrokenSinceMs) : unchanged(state)
}

function isSeen(facts: RigFacts): facts is SeenRig {
  const { state } = facts.presence
  return facts.reading !== undefined && state !== 'offline' && state !== 'never'
}

/** Nobody expects anything of the subject any more. */
function over(state: RuleState | undefined, nowMs: number): Step {
  if (!state || state.phase === 'watching') return unchanged(state)
  return ended(state.phase === 'firing' ? 'resolved' : 'dropped', newLook(), state, nowMs)
}

function unchanged(state: RuleState | undefined): Step {
  return { state, signals: NO_SIGNALS }
}
