import { MINUTE_MS, SECOND_MS } from '#lib/domain/units'
import type { Change, ChangeBus } from '../change-bus.ts'
import { LeaseLost } from '../hold-lease.ts'
import { Evaluation, type EvaluationParts } from './evaluation.ts'
import { seedRules } from './seed-rules.ts'

/** What /metrics and /api/health tell of the evaluator. */
export type EvaluatorState = {
  /** This process is the one that evaluates. */
  active: boolean
  /** When a run was committed last. */
  lastRunAtMs?: number
  /** Since when every run has failed, and why the last one did. */
  failingSinceMs?: number
  problem?: string
}

export type EvaluatorParts = EvaluationParts & ChangeBus

/** After a failure the next try waits, each time longer: building everything anew from the database is no small work. */
const FIRST_WAIT_MS = 2 * SECOND_MS
const LONGEST_WAIT_MS = MINUTE_MS
/** Between two looks that are so far apart the machine slept, or its clock was changed: silence says nothing then. */
const STOOD_STILL_MS = 2 * MINUTE_MS
/** A clock that is put right by so little needs no new beginning. */
const PUT_BACK_MS = 5 * SECOND_MS
/** Channels begin to fail without anybody deciding it. */
const CHANNELS_FRESH_MS = 15 * SECOND_MS

/**
 * The one evaluator of rules: whoever holds the lease. It knows nothing that is not in the database, so that a failed
 * commit, a restart or another node's death cost at most a look back.
 */
export class AlertEvaluator {
  #evaluation: { fence: number; is: Evaluation } | undefined
  #changed = { alerting: false, incidents: false }
  #channelsReadAtMs = 0
  #waitUntilMs = 0
  #waitMs = FIRST_WAIT_MS
  #lookedAtMs: number | undefined
  #state: EvaluatorState = { active: false }
  readonly #stopListening: () => void

  constructor(private readonly parts: EvaluatorParts) {
    this.#stopListening = parts.onChanges((changes) => this.#note(changes))
  }

  get state(): EvaluatorState {
    return this.#state
  }

  /** Evaluates once, if this process holds the lease. Never throws: a failure is reported, and tried again. */
  async run(nowMs = Date.now()): Promise<void> {
    this.#noticeJump(nowMs)
    const fence = this.parts.lease.fenceAt(nowMs)
    if (fence === undefined || nowMs < this.#waitUntilMs) {
      if (fence === undefined) this.#forget()
      return
    }
    try {
      const evaluation = await this.#evaluationUnder(fence, nowMs)
      await this.#followChanges(evaluation, nowMs)
      const changed = await evaluation.run(nowMs)
      this.#state = { active: true, lastRunAtMs: nowMs }
      this.#waitMs = FIRST_WAIT_MS
      if (changed) this.#publish()
    } catch (error) {
      this.#forget()
      this.#fail(error, nowMs)
    }
  }

  stop(): void {
    this.#stopListening()
    this.#forget()
  }

  /** Everything that was counted by the clock until now begins anew, from the database. */
  #noticeJump(nowMs: number): void {
    const elapsedMs = nowMs - (this.#lookedAtMs ?? nowMs)
    this.#lookedAtMs = nowMs
    if (elapsedMs <= STOOD_STILL_MS && elapsedMs >= -PUT_BACK_MS) return
    this.#waitUntilMs = 0
    this.#channelsReadAtMs = 0
    if (!this.#evaluation) return
    this.parts.log.warn(`the clock went ${Math.round(elapsedMs / SECOND_MS)} s between two looks: beginning anew`)
    this.#forget()
  }

  async #evaluationUnder(fence: number, nowMs: number): Promise<Evaluation> {
    if (this.#evaluation?.fence === fence) return this.#evaluation.is
    await seedRules(this.parts.database, nowMs)
    const is = await Evaluation.open(this.parts, fence, nowMs)
    this.#evaluation = { fence, is }
    this.#changed = { alerting: false, incidents: true }
    return is
  }

  async #followChanges(evaluation: Evaluation, nowMs: number): Promise<void> {
    const { alerting, incidents } = this.#changed
    this.#changed = { alerting: false, incidents: false }
    if (alerting) await evaluation.follow(nowMs)
    else if (nowMs - this.#channelsReadAtMs >= CHANNELS_FRESH_MS) {
      this.#channelsReadAtMs = nowMs
      await evaluation.followChannels()
    }
    if (incidents) await evaluation.heed()
  }

  /** What the run itself did tells it nothing new. */
  #publish(): void {
    const { incidents } = this.#changed
    this.parts.publish([{ kind: 'incidents' }])
    this.#changed.incidents = incidents
  }

  #note(changes: Change[]): void {
    for (const { kind } of changes) {
      if (kind === 'alert-settings' || kind === 'sites' || kind === 'settings') this.#changed.alerting = true
      if (kind === 'incidents') this.#changed.incidents = true
    }
  }

  #forget(): void {
    if (!this.#evaluation) return
    this.#evaluation = undefined
    this.parts.fleet.committed.stop()
    this.#state = { ...this.#state, active: false }
  }

  #fail(error: unknown, nowMs: number): void {
    const problem = error instanceof Error ? error.message : String(error)
    if (error instanceof LeaseLost) {
      this.parts.log.warn(problem)
      this.#state = { active: false }
      return
    }
    this.parts.log.error({ err: error }, 'alerts could not be evaluated')
    this.#waitUntilMs = nowMs + this.#waitMs
    this.#waitMs = Math.min(LONGEST_WAIT_MS, this.#waitMs * 2)
    const { lastRunAtMs, failingSinceMs = nowMs } = this.#state
    this.#state = { active: true, ...(lastRunAtMs === undefined ? {} : { lastRunAtMs }), failingSinceMs, problem }
  }
}
