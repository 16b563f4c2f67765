import { type Appended, type ReceivedReading, takenAtMs } from '#lib/db/reading-store'
import type { ReadingsAnswer } from '#lib/wire/agent-events'
import { AlikeReadings } from './alike-readings.ts'
import type { ReportingAgent } from './authenticate-agent.ts'
import type { RejectionKind } from './counters.ts'
import { judgeReading } from './judge-reading.ts'
import { overloadOf, retryAfterMs } from './overload.ts'
import { hoursOfClosed, rememberLateHours, rememberStored } from './remember-hours.ts'
import type { RunningServer } from './running-server.ts'

export type RecordContext = Pick<RunningServer, 'database' | 'store' | 'fleet' | 'log' | 'counters' | 'keeper'>

const RETRY_AFTER_FAILURE_MS = 5000
const RETRY_DISK_MS = 60_000

/**
 * Takes one message of readings: judges each on its own, stores the good ones and answers after the commit is on disk.
 * Never throws for what an agent sent, nor for a disk that is full or a process that is `behindMs`: that is answered with `retryAfterMs`.
 */
export async function recordReadings(
  context: RecordContext,
  agent: ReportingAgent,
  message: unknown,
  receivedAtMs: number,
  behindMs = 0,
): Promise<ReadingsAnswer> {
  if (!Array.isArray(message)) {
    count(context, 'invalid', 1)
    return answerNow({ stored: 0, duplicates: 0, rejected: [{ index: 0, reason: 'readings must be a list' }] })
  }
  if (context.keeper.room?.state === 'full') {
    context.counters.deferred.inc({ cause: 'disk-full' })
    return answerNow({
      retryAfterMs: RETRY_DISK_MS,
      reason: "the server's disk is nearly full: send it again when there is room",
    })
  }
  const overload = overloadOf(context.store, message, { receivedAtMs, behindMs })
  if (overload) {
    context.counters.deferred.inc({ cause: overload })
    const reason = 'the server has more to do than it can: send it again later'
    return answerNow({ retryAfterMs: retryAfterMs(), reason })
  }
  const rejected: { index: number; reason: string }[] = []
  const received: ReceivedReading[] = []
  const alike = new AlikeReadings(message)
  for (const [index, candidate] of message.entries()) {
    const judged = judgeReading(context, agent, { candidate, index, alike }, receivedAtMs)
    if (judged.ok) received.push(judged.received)
    else {
      rejected.push({ index, reason: judged.reason })
      count(context, judged.kind, 1)
    }
  }
  if (rejected.length > 0) {
    const [first] = rejected
    context.log.warn({ agent: agent.name, rejected: rejected.length, first: first?.reason }, 'readings were refused')
  }
  if (received.length === 0) return answerNow({ stored: 0, duplicates: 0, rejected })
  let appended: Appended[]
  try {
    const late = hoursOfClosed(context, received)
    if (late.size > 0) {
      await rememberLateHours(context, late)
      // Meanwhile a rig may have become part of another.
      for (const one of received) one.rigId = context.fleet.writers.rigNamed(one.rigId) ?? one.rigId
    }
    appended = await context.store.append(received)
  } catch (error) {
    return notStored(context, error)
  }
  let stored = 0
  const observed: ReceivedReading[] = []
  for (const [index, one] of received.entries()) {
    context.fleet.writers.hear(one.rigId, receivedAtMs)
    const isNew = appended[index] === 'stored'
    if (isNew) stored += 1
    // One that is there already, and was never seen here, was committed just before its commit could be answered for.
    if (isNew || takenAtMs(one) > latestAt(context, one.rigId)) observed.push(one)
  }
  context.fleet.observe(observed)
  context.fleet.committed.push(observed)
  const duplicates = received.length - stored
  if (stored > 0) context.counters.readings.inc({ outcome: 'stored' }, stored)
  if (duplicates > 0) context.counters.readings.inc({ outcome: 'duplicate' }, duplicates)
  try {
    // Their hours may have been closed meanwhile, or it took long. Observed are they already: sent again they are known, and no news.
    await rememberStored(context, received, appended)
  } catch (error) {
    return notStored(context, error)
  }
  return answerNow({ stored, duplicates, rejected })
}

function notStored({ log, counters }: RecordContext, error: unknown): ReadingsAnswer {
  log.error({ err: error }, 'readings could not be stored')
  counters.deferred.inc({ cause: 'store-failed' })
  return answerNow({
    retryAfterMs: RETRY_AFTER_FAILURE_MS,
    reason: 'the server could not store it: send it again later',
  })
}

function latestAt({ fleet }: RecordContext, rigId: number): number {
  return fleet.liveRig(rigId)?.reading?.at ?? Number.NEGATIVE_INFINITY
}

function count({ counters }: RecordContext, reason: RejectionKind, readings: number): void {
  counters.rejected.inc({ reason }, readings)
}

function answerNow<Answer extends object>(answer: Answer): Answer & { serverAtMs: number } {
  return { ...answer, serverAtMs: Date.now() }
}
