import { statfs } from 'node:fs/promises'
import { setImmediate } from 'node:timers/promises'
import type { Logger } from 'pino'
import { saveAlerts } from '#lib/db/alert-commit'
import { listAlertStates } from '#lib/db/alert-states'
import { channelRecords } from '#lib/db/channels'
import type { Database } from '#lib/db/database'
import { type IncidentRecord, lastIncidentId, openIncidents, resolvedSince } from '#lib/db/incidents'
import { readCursor } from '#lib/db/job-cursors'
import type { ReadingStore, ReceivedReading } from '#lib/db/reading-store'
import { takeAsKnown } from '#lib/domain/alerts'
import { FUTURE_AT_MOST_MS } from '#lib/domain/limits'
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '#lib/domain/units'
import type { JobLease } from '../hold-lease.ts'
import type { LiveFleet } from '../live-fleet.ts'
import { nextDifficulties } from '../next-difficulties.ts'
import { aboutSubject } from './about-subject.ts'
import { type Alerting, loadAlerting } from './alerting.ts'
import { closeUnwatched } from './close-unwatched.ts'
import { WINDOWS_REACH_MS } from './committed-readings.ts'
import { DayMedians } from './day-medians.ts'
import { HeldStates } from './held-states.ts'
import { IncidentBook } from './incident-book.ts'
import { TOLD_WITHIN_MS } from './kept-incidents.ts'
import { MoneyWatch } from './money-watch.ts'
import { payerFacts } from './payer-facts.ts'
import { RigNets } from './rig-nets.ts'
import { RigWatch } from './rig-watch.ts'
import { RuleProblems } from './rule-problems.ts'
import { scopeOfIncident } from './scope-of-incident.ts'
import { SubjectWatch } from './subject-watch.ts'
import { tellPeople } from './tell-people.ts'
import type { Turn } from './turn.ts'

/** Up to when committed readings have been evaluated, by the moment they were received. */
export const EVALUATED_UNTIL = 'alerts-evaluated-until'

export type EvaluationParts = {
  database: Database
  store: ReadingStore
  fleet: LiveFleet
  lease: JobLease
  log: Pick<Logger, 'info' | 'warn' | 'error'>
  /** Whose disk is watched; none where absent. */
  dataDir?: string
  /** For links in messages. */
  publicUrl?: string
}

/** Windows of rules are filled from the store; of large farms for half as long back, to be ready sooner. */
const RECALL_LARGE_MS = 31 * MINUTE_MS
const LARGE_FLEET = 2_000
/** Rules are stepped anew with readings that came at most so long ago; older ones only fill the windows. */
const REPLAY_MS = 5 * MINUTE_MS
const REPLAY_LARGE_MS = MINUTE_MS
const RIGS_PER_READ = 50
/** Messages that came at once may have been committed the other way round: what lies so near is evaluated again. */
const CURSOR_SLACK_MS = 10 * SECOND_MS
/** After a start, agents come back within this time: whoever has not by then is missed. */
const ARRIVAL_MS = 90 * SECOND_MS
const READINGS_PER_TURN = 500
const DISK_LOOK_MS = 30 * SECOND_MS
const DIFFICULTIES_LOOK_MS = 5 * MINUTE_MS
/** What payers credited is compared so often, and at once where a rule about it was changed. */
const PAYERS_LOOK_MS = HOUR_MS

/**
 * The evaluation of rules from the moment that this process got the lease until it loses it: built from the database,
 * fed with what is committed since. Whatever it concludes is committed as one, or it is thrown away and built anew.
 */
export class Evaluation {
  #diskLookedAtMs = 0
  #difficultiesReadAtMs = 0
  #payersComparedAtMs = 0

  private constructor(
    private readonly parts: EvaluationParts,
    private readonly fence: number,
    private readonly held: HeldStates,
    private readonly book: IncidentBook,
    private readonly rigs: RigWatch,
    private readonly subjects: SubjectWatch,
    private readonly money: MoneyWatch,
    private readonly medians: DayMedians,
    private readonly nets: RigNets,
    private alerting: Alerting,
    private cursorMs: number,
    private replay: ReceivedReading[],
  ) {}

  /** Reads where rules and incidents stand, and recalls the readings of the last hour. */
  static async open(parts: EvaluationParts, fence: number, nowMs: number): Promise<Evaluation> {
    const { database, fleet } = parts
    // From now on nothing that is committed is missed; what the store has too is known by its moment.
    fleet.committed.listen()
    const alerting = await loadAlerting(database, nowMs)
    tellUnreadable(parts, alerting)
    const held = new HeldStates(await listAlertStates(database), nowMs)
    const ended = await resolvedSince(database, nowMs - TOLD_WITHIN_MS)
    const book = new IncidentBook(await openIncidents(database), ended, await lastIncidentId(database))
    const cursorMs = (await readCursor(database, EVALUATED_UNTIL)) ?? nowMs
    const believeSilenceFromMs = nowMs + ARRIVAL_MS
    const standing = { held, problems: new RuleProblems(parts.log) }
    const rigs = new RigWatch(fleet, standing, alerting, believeSilenceFromMs)
    const replay = await recall(parts, rigs, cursorMs - CURSOR_SLACK_MS, nowMs)
    const subjects = new SubjectWatch(fleet, standing, believeSilenceFromMs)
    const money = new MoneyWatch(fleet, rigs)
    const medians = new DayMedians(database, fleet, rigs)
    const nets = new RigNets(database, fleet, rigs)
    return new Evaluation(parts, fence, held, book, rigs, subjects, money, medians, nets, alerting, cursorMs, replay)
  }

  get lagMs(): number {
    return Math.max(0, Date.now() - this.cursorMs)
  }

  /** People changed rules, silences or channels. */
  async follow(nowMs: number): Promise<void> {
    this.alerting = await loadAlerting(this.parts.database, nowMs)
    tellUnreadable(this.parts, this.alerting)
    this.rigs.follow(this.alerting)
    this.#payersComparedAtMs = 0
  }

  /** Channels that fail, and those that do no longer: nobody decides that, so nobody tells. */
  async followChannels(): Promise<void> {
    this.alerting = { ...this.alerting, channels: await channelRecords(this.parts.database) }
  }

  /** People acknowledged or snoozed incidents. A strange pool that was acknowledged is a known one. */
  async heed(): Promise<void> {
    this.book.heed(await openIncidents(this.parts.database))
    for (const { ruleId, kind, subject, acknowledgedAtMs } of this.book.open()) {
      if (kind !== 'pool-changed' || ruleId === undefined || acknowledgedAtMs === undefined) continue
      const state = this.held.of(subject).get(ruleId)
      if (state?.phase === 'firing') this.held.put(ruleId, subject, takeAsKnown(kind, state))
    }
  }

  /**
   * Evaluates what was committed since the last run and what the clock alone tells, and commits what came of it. True when
   * incidents changed. Throws when the lease was lost, or when nothing could be committed; then this evaluation is over.
   */
  async run(nowMs: number): Promise<boolean> {
    const taken = this.parts.fleet.committed.take()
    if (taken === undefined)
      throw new Error('More readings were committed than could be evaluated: reading the store instead.')
    const turns: Turn[] = []
    await this.#hear([...this.replay, ...taken], turns)
    this.replay = []
    await this.#lookAtDisk(nowMs)
    await this.#lookAtDifficulties(nowMs)
    await this.#lookAtPayers(nowMs)
    await this.medians.refresh(this.alerting, nowMs)
    await this.nets.refresh(this.alerting, nowMs)
    this.money.look(nowMs)
    this.rigs.look(nowMs, turns)
    this.subjects.look(this.alerting, nowMs, turns)
    this.#write(turns, nowMs)
    closeUnwatched(this.book, this.held, this.rigs, this.subjects, this.alerting, nowMs)
    this.money.count(this.book, nowMs)
    const { publicUrl, fleet } = this.parts
    const scopeOf = (incident: IncidentRecord) => scopeOfIncident(incident, fleet, this.rigs)
    const messages = tellPeople({ book: this.book, alerting: this.alerting, fleet, scopeOf, publicUrl, nowMs })
    this.rigs.forgetGone()
    return this.#commit(messages, nowMs)
  }

  async #hear(received: ReceivedReading[], turns: Turn[]): Promise<void> {
    for (const [index, one] of received.entries()) {
      if (index > 0 && index % READINGS_PER_TURN === 0) await setImmediate()
      this.rigs.hear(one, turns)
      this.cursorMs = Math.max(this.cursorMs, one.receivedAtMs)
    }
  }

  #write(turns: Turn[], nowMs: number): void {
    for (const turn of turns) {
      this.book.write(turn, aboutSubject(turn.subject, this.parts.fleet, this.alerting, nowMs), nowMs)
    }
  }

  async #commit(messages: ReturnType<typeof tellPeople>, nowMs: number): Promise<boolean> {
    const { database, lease } = this.parts
    const states = this.held.takeUnsaved(nowMs)
    const incidents = this.book.takeUnsaved(nowMs)
    const cursor = { name: EVALUATED_UNTIL, value: this.cursorMs }
    await database.$transaction(async (rows) => {
      await lease.guard(rows, this.fence)
      await saveAlerts(rows, { ...states, ...incidents, messages, cursor })
    })
    return incidents.incidents.length > 0 || incidents.droppedIncidentIds.length > 0
  }

  async #lookAtDifficulties(nowMs: number): Promise<void> {
    if (nowMs - this.#difficultiesReadAtMs < DIFFICULTIES_LOOK_MS) return
    this.#difficultiesReadAtMs = nowMs
    this.subjects.nextDifficulties = await nextDifficulties(this.parts.database, nowMs)
  }

  async #lookAtPayers(nowMs: number): Promise<void> {
    if (nowMs - this.#payersComparedAtMs < PAYERS_LOOK_MS) return
    this.#payersComparedAtMs = nowMs
    this.subjects.payers = await payerFacts(this.parts.database, this.alerting.rules, nowMs)
  }

  async #lookAtDisk(nowMs: number): Promise<void> {
    const { dataDir } = this.parts
    if (dataDir === undefined || nowMs - this.#diskLookedAtMs < DISK_LOOK_MS) return
    this.#diskLookedAtMs = nowMs
    const { bsize, blocks, bfree } = await statfs(dataDir)
    this.subjects.disk = { usedBytes: (blocks - bfree) * bsize, totalBytes: blocks * bsize }
  }
}

function tellUnreadable({ log }: EvaluationParts, { unreadable }: Alerting): void {
  if (unreadable.length > 0) log.error(`these rules cannot be read and watch nothing: ${unreadable.join(', ')}`)
}

/** Fills the windows of rules from the store; answers with the readings that rules have not been stepped with yet. */
async function recall(
  { fleet, store }: EvaluationParts,
  rigs: RigWatch,
  steppedUntilMs: number,
  nowMs: number,
): Promise<ReceivedReading[]> {
  const ids = [...fleet.liveRigs()].map(({ id }) => id)
  const isLarge = ids.length > LARGE_FLEET
  const fromMs = nowMs - (isLarge ? RECALL_LARGE_MS : WINDOWS_REACH_MS)
  const replayFromMs = Math.max(steppedUntilMs, nowMs - (isLarge ? REPLAY_LARGE_MS : REPLAY_MS))
  const unstepped: ReceivedReading[] = []
  for (let start = 0; start < ids.length; start += RIGS_PER_READ) {
    const some = ids.slice(start, start + RIGS_PER_READ)
    for (const received of await store.receivedBetween(some, fromMs, nowMs + FUTURE_AT_MOST_MS)) {
      if (received.receivedAtMs > replayFromMs) unstepped.push(received)
      else rigs.recall(received)
    }
  }
  for (const live of fleet.liveRigs()) {
    // Silent for longer than that: its last reading says since when.
    if (live.reading && live.reading.at < fromMs)
      rigs.recall({ rigId: live.id, receivedAtMs: 0, reading: live.reading })
  }
  return unstepped.sort((one, other) => one.receivedAtMs - other.receivedAtMs)
}
