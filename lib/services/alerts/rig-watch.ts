import type { ReceivedReading } from '#lib/db/reading-store'
import {
  inScope,
  newRigMemory,
  type RigMemory,
  type RigNet,
  type RigSurroundings,
  RULE_KINDS,
  type Rule,
  remember,
  rigFacts,
} from '#lib/domain/alerts'
import { speaksAt } from '#lib/domain/dated'
import { LATE_AFTER_MS, type RigKind, rigKind } from '#lib/domain/limits'
import { offlineAfterMs } from '#lib/domain/presence'
import type { Reading } from '#lib/domain/reading'
import { SECOND_MS } from '#lib/domain/units'
import { wallPower } from '#lib/domain/wall-power'
import type { RigSettings } from '../fleet-settings.ts'
import { knownMachine } from '../known-machine.ts'
import type { LiveFleet } from '../live-fleet.ts'
import type { LiveRig } from '../live-rig.ts'
import { siteAt } from '../rig-places.ts'
import type { Alerting } from './alerting.ts'
import type { HeldStates } from './held-states.ts'
import type { RuleProblems } from './rule-problems.ts'
import { stepRules, type Turn } from './turn.ts'

/** A silent rig is looked at again after so long. */
const SILENT_STEP_MS = 10 * SECOND_MS

type WatchedRig = {
  subject: string
  memory: RigMemory
  surroundings: RigSurroundings
  rules: Rule[]
  /** What the choice of rules and the surroundings were made of. */
  madeOf?: { settings: RigSettings; alerting: Alerting; kind: RigKind; model: string | undefined }
  /** Heard since the watch began: its silence from now on is its own. */
  heard: boolean
  silentStepMs: number
}

/** The rules that watch rigs: stepped with every reading, and without one while a rig is silent. */
export class RigWatch {
  readonly #rigs = new Map<number, WatchedRig>()
  #alerting: Alerting

  constructor(
    private readonly fleet: LiveFleet,
    private readonly held: { held: HeldStates; problems: RuleProblems },
    alerting: Alerting,
    /** Until then a rig's silence may be the server's own: agents come back after a restart, one by one. */
    private readonly believeSilenceFromMs: number,
  ) {
    this.#alerting = alerting
  }

  follow(alerting: Alerting): void {
    this.#alerting = alerting
  }

  /** Takes in a reading that rules were stepped with before, or that came too late for them. */
  recall({ rigId, reading }: ReceivedReading): void {
    const live = this.fleet.liveRig(rigId)
    if (live) remember(this.#watched(live).memory, reading)
  }

  /** Takes in a committed reading and steps the rig's rules. One that came late fills the memory and tells nobody. */
  hear({ rigId, receivedAtMs, reading }: ReceivedReading, turns: Turn[]): void {
    const live = this.fleet.liveRig(rigId)
    if (!live) return
    const rig = this.#watched(live)
    const before = rig.memory.track.reading
    if (before && reading.at <= before.at) return
    remember(rig.memory, reading)
    if (receivedAtMs - reading.at > LATE_AFTER_MS) return
    rig.heard = true
    const atMs = Math.min(reading.at, receivedAtMs)
    this.#prepare(rig, live, reading, atMs)
    stepRules(rig.rules, rig.subject, rigFacts(rig.memory, rig.surroundings, atMs), atMs, this.held, turns)
  }

  /** Steps the rules of rigs that are silent, and of those whose owner put them away. */
  look(nowMs: number, turns: Turn[]): void {
    for (const live of this.fleet.liveRigs()) {
      const rig = this.#watched(live)
      const { reading } = rig.memory.track
      if (!reading || nowMs - reading.at <= offlineAfterMs(reading)) continue
      if (!rig.heard && nowMs < this.believeSilenceFromMs) continue
      if (nowMs - rig.silentStepMs < SILENT_STEP_MS) continue
      rig.silentStepMs = nowMs
      this.#prepare(rig, live, reading, nowMs)
      stepRules(rig.rules, rig.subject, rigFacts(rig.memory, rig.surroundings, nowMs), nowMs, this.held, turns)
    }
  }

  /** A rig's profit a day as it is now, undefined where it is not known. */
  earns(rigId: number, profitPerDay: number | undefined): void {
    const live = this.fleet.liveRig(rigId)
    if (live) this.#watched(live).surroundings.money = profitPerDay === undefined ? undefined : { profitPerDay }
  }

  /** What a rig's last hours brought and cost, by span. */
  earned(rigId: number, nets: readonly RigNet[]): void {
    const live = this.fleet.liveRig(rigId)
    if (live) this.#watched(live).surroundings.nets = nets
  }

  /** Medians of the last day by algorithm, H/s. */
  hashed(rigId: number, dayMedians: ReadonlyMap<string, number>): void {
    const live = this.fleet.liveRig(rigId)
    if (live) this.#watched(live).surroundings.dayMedians = dayMedians
  }

  /** Whether a rule that is there now watches this rig. */
  isWatchedBy(rigId: number, ruleId: number): boolean {
    const live = this.fleet.liveRig(rigId)
    if (!live) return false
    const rig = this.#watched(live)
    if (rig.memory.track.reading) this.#prepare(rig, live, rig.memory.track.reading, rig.memory.track.reading.at)
    else return this.#alerting.rules.some(({ id, enabled }) => id === ruleId && enabled)
    return rig.rules.some(({ id }) => id === ruleId)
  }

  machineOf(rigId: number): RigKind | undefined {
    const reading = this.#rigs.get(rigId)?.memory.track.reading
    return reading && rigKind(reading.miner.name)
  }

  forgetGone(): void {
    for (const rigId of this.#rigs.keys()) if (!this.fleet.liveRig(rigId)) this.#rigs.delete(rigId)
  }

  #watched(live: LiveRig): WatchedRig {
    const known = this.#rigs.get(live.id)
    if (known) return known
    const added: WatchedRig = {
      subject: `rig:${live.id}`,
      memory: newRigMemory(live.settings.createdAtMs),
      surroundings: { rigId: live.id, lifecycle: 'active' },
      rules: [],
      heard: false,
      silentStepMs: Number.NEGATIVE_INFINITY,
    }
    this.#rigs.set(live.id, added)
    return added
  }

  /** Brings the choice of rules and the surroundings up to date; a hot path, where mostly nothing has changed. */
  #prepare(rig: WatchedRig, live: LiveRig, reading: Reading, atMs: number): void {
    const { settings } = live
    const { madeOf, surroundings } = rig
    surroundings.lifecycle = speaksAt(settings.lifecycles, atMs)?.lifecycle ?? 'active'
    surroundings.wallWatts = wallPower(reading, live.powerSettings(reading))?.watts
    const kind = rigKind(reading.miner.name)
    const { model } = reading.miner
    const alerting = this.#alerting
    if (
      madeOf?.settings === settings &&
      madeOf.alerting === alerting &&
      madeOf.kind === kind &&
      madeOf.model === model
    ) {
      return
    }
    rig.madeOf = { settings, alerting, kind, model }
    surroundings.machine = knownMachine(reading, settings)
    const siteId = siteAt(settings, this.fleet.sites, atMs)?.id
    const subject = { rigId: settings.id, siteId, tags: settings.tags, machine: kind }
    rig.rules = alerting.rules.filter(
      (rule) => rule.enabled && RULE_KINDS[rule.kind].subject === 'rig' && inScope(rule.scope, subject),
    )
  }
}
