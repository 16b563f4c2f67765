import type { ReadingStore } from '#lib/db/reading-store'
import { evidenceWords, inScope, RULE_KINDS, type Rule } from '#lib/domain/alerts'
import { LATE_AFTER_MS, rigKind } from '#lib/domain/limits'
import { DAY_MS, HOUR_MS } from '#lib/domain/units'
import type { PreviewHit, RuleForm, RulePreview } from '#lib/wire/alerts'
import type { LiveRig } from '../live-rig.ts'
import { siteAt } from '../rig-places.ts'
import type { RunningServer } from '../running-server.ts'
import { mergeReplayed } from './merge-replayed.ts'
import { pastSurroundings } from './past-surroundings.ts'
import { type ReplayedIncident, RigReplay } from './replay-rig.ts'
import { checkRule } from './rule-form.ts'

const DAYS = 30
/** Windows (ten minutes, half an hour) are full after so long; a rule's own durations come on top. */
const RUN_UP_MS = HOUR_MS
/** At most so much is read at once, so that nothing else waits for it. */
const PORTION_MS = 6 * HOUR_MS
/** A preview looks at whole days, newest first, until it has taken so long. */
const LONGEST_MS = 15_000

type PreviewContext = Pick<RunningServer, 'database' | 'store' | 'fleet'>

/**
 * When a rule would have fired in the last 30 days, replayed over the readings kept: the same steps as the evaluator's.
 * A large fleet's days take longer than a person waits: what was not looked at is said in `notes`, and `sinceMs` is how
 * far the look went back. Nothing is saved.
 */
export async function previewRule(context: PreviewContext, input: RuleForm, nowMs = Date.now()): Promise<RulePreview> {
  const checked = checkRule(input)
  if (!checked.ok) return checked
  const rule: Rule = { ...checked.rule, id: 0, enabled: true }
  const untilMs = nowMs
  const why = cannotBeTried(rule)
  if (why) return { ok: true, hits: [], rigs: 0, sinceMs: nowMs, untilMs, notes: [why] }
  const rigs = rigsOf(context, rule, nowMs)
  const oldestMs = (await context.store.oldestMs()) ?? nowMs
  const wantedMs = Math.max(nowMs - DAYS * DAY_MS, oldestMs)
  const found = new Map<LiveRig, ReplayedIncident[]>(rigs.map((rig) => [rig, []]))
  const startedMs = performance.now()
  let sinceMs = nowMs
  while (sinceMs > wantedMs && performance.now() - startedMs < LONGEST_MS) {
    const dayMs = Math.max(wantedMs, sinceMs - DAY_MS)
    for (const [rig, later] of found) {
      const day = await replayDay(context, rule, rig, { fromMs: dayMs, toMs: sinceMs })
      found.set(rig, mergeReplayed(day, later, sinceMs))
    }
    sinceMs = dayMs
  }
  const hits = [...found].flatMap(([rig, incidents]) => incidents.map((incident) => hitOf(rig, incident)))
  return {
    ok: true,
    hits: hits.sort((one, other) => other.fromMs - one.fromMs),
    rigs: rigs.length,
    sinceMs,
    untilMs,
    notes: notesOf(rigs.length, sinceMs, wantedMs, nowMs),
  }
}

function cannotBeTried({ kind }: Rule): string | undefined {
  const { subject, label } = RULE_KINDS[kind]
  if (subject !== 'rig')
    return `“${label}” does not watch rigs’ readings, so the past cannot tell when it would have fired.`
  if (kind === 'break-even') {
    return `“${label}” looks at money as it was known at each moment, which readings do not keep.`
  }
  return undefined
}

function rigsOf({ fleet }: PreviewContext, { scope }: Rule, nowMs: number): LiveRig[] {
  return [...fleet.liveRigs()].filter(({ settings, reading }) => {
    const siteId = siteAt(settings, fleet.sites, nowMs)?.id
    const machine = reading && rigKind(reading.miner.name)
    return reading && inScope(scope, { rigId: settings.id, siteId, tags: settings.tags, machine })
  })
}

async function replayDay(
  context: PreviewContext,
  rule: Rule,
  rig: LiveRig,
  { fromMs, toMs }: { fromMs: number; toMs: number },
): Promise<ReplayedIncident[]> {
  const { forMs, clearForMs } = rule.settings
  const beginMs = fromMs - RUN_UP_MS - forMs - clearForMs
  const surroundings = await pastSurroundings(context.database, rule, rig, beginMs, toMs)
  const replay = new RigReplay(rule, surroundings)
  for (let atMs = beginMs; atMs < toMs; atMs += PORTION_MS) {
    await feedPortion(context.store, replay, rig.id, atMs, Math.min(toMs, atMs + PORTION_MS))
  }
  replay.silentUntil(toMs)
  // What was over before the day began belongs to the day before.
  return replay.incidents.filter((incident) => incident.toMs === undefined || incident.toMs >= fromMs)
}

async function feedPortion(store: ReadingStore, replay: RigReplay, rigId: number, fromMs: number, toMs: number) {
  for (const { reading, receivedAtMs } of await store.receivedBetween([rigId], fromMs, toMs)) {
    replay.feed(reading, receivedAtMs - reading.at > LATE_AFTER_MS)
  }
}

function hitOf(rig: LiveRig, { fromMs, toMs, severity, evidence }: ReplayedIncident): PreviewHit {
  const ended = toMs === undefined ? {} : { toMs }
  return {
    rigId: rig.id,
    rigName: rig.settings.name,
    fromMs,
    ...ended,
    severity,
    evidenceWords: evidenceWords(evidence),
  }
}

function notesOf(rigs: number, sinceMs: number, wantedMs: number, nowMs: number): string[] {
  if (rigs === 0) return ['No rig is in its scope.']
  const days = (ms: number) => Math.round(((nowMs - ms) / DAY_MS) * 10) / 10
  if (sinceMs > wantedMs)
    return [`Looked at the last ${days(sinceMs)} days: more would take too long for so many readings.`]
  if (nowMs - wantedMs < DAYS * DAY_MS) return [`Readings are kept for ${days(wantedMs)} days so far.`]
  return []
}
