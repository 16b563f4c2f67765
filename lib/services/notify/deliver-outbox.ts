import { type ChannelRecord, findChannel, holdChannel, noteDelivery, noteProblem } from '#lib/db/channels'
import { type ClaimedMessage, channelsWithDue, claimNext, settleMessage } from '#lib/db/outbox-delivery'
import type { Rows } from '#lib/db/rows'
import { storedJson } from '#lib/db/stored-json'
import { MINUTE_MS } from '#lib/domain/units'
import type { SendResult } from '#lib/notify/channel'
import { notificationSchema } from '#lib/notify/notification'
import type { NotifyContext } from './notify-context.ts'
import { GIVE_UP_AFTER_MS, retryDelayMs } from './retry-delay.ts'
import { sendThrough } from './send-through.ts'
import { limitHourly } from './sum-up.ts'

/** The right to send, as the lease gives it: `guard` throws in a transaction whose holder has lost it. */
export type SendingRight = { fence: number; guard(rows: Rows, fence: number): Promise<void> }

export type DeliverOptions = {
  right: SendingRight
  /** Milliseconds since the epoch. */
  clock?: () => number
  /** In [0, 1): how much of a wait is left to chance. */
  chance?: () => number
  signal?: AbortSignal
}

/** What one run did: `delivered` counts messages, `problems` are for the log. */
export type DeliveryRun = { delivered: number; problems: string[]; changed: boolean }

// Longer than any sending may take: who still holds a claim is still sending, or dead.
const CLAIM_MS = 2 * MINUTE_MS
// A channel with much to send must not keep a run from ending.
const MESSAGES_PER_RUN = 30

/**
 * Sends what is due: channels side by side, each channel's messages one after another. Every message is claimed under
 * the lease's fence just before it is sent, and settled after its service answered; what dies in between is sent again
 * when the claim ends (at least once, with the message's id as its key). Throws what `guard` throws.
 */
export async function deliverOutbox(context: NotifyContext, options: DeliverOptions): Promise<DeliveryRun> {
  const { clock = Date.now } = options
  const due = await channelsWithDue(context.database, clock())
  const settled = await Promise.allSettled(due.map((channelId) => deliverChannel(context, channelId, options)))
  const runs = settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
  // Only when every channel is done, so that no two runs of one process overlap.
  const failed = settled.find((each) => each.status === 'rejected')
  if (failed) throw failed.reason
  return {
    delivered: runs.reduce((sum, run) => sum + run.delivered, 0),
    problems: runs.flatMap(({ problems }) => problems),
    changed: runs.some(({ changed }) => changed),
  }
}

async function deliverChannel(
  context: NotifyContext,
  channelId: number,
  options: DeliverOptions,
): Promise<DeliveryRun> {
  const { clock = Date.now, right, signal } = options
  const run: DeliveryRun = { delivered: 0, problems: [], changed: false }
  for (let sent = 0; sent < MESSAGES_PER_RUN && !signal?.aborted; sent += 1) {
    const claimed = await claim(context, channelId, right, clock())
    if (!claimed) break
    const { channel, message } = claimed
    const result = await send(context, channel, message, clock())
    const wasFailing = channel.failingSinceMs !== undefined
    const settled = await settle(context, message, result, options)
    run.changed ||= result.ok === wasFailing || settled === 'failed'
    if (result.ok) {
      run.delivered += 1
      continue
    }
    run.problems.push(`channel "${channel.name}" (${channel.kind}), message ${message.id}: ${result.answer}`)
    // The service is out of order or asks for patience: the next one would fare no better just now.
    if (settled === 'waiting') break
  }
  return run
}

function claim(
  { database, config }: NotifyContext,
  channelId: number,
  { fence, guard }: SendingRight,
  nowMs: number,
): Promise<{ channel: ChannelRecord; message: ClaimedMessage } | undefined> {
  return database.$transaction(async (rows) => {
    await guard(rows, fence)
    const channel = await findChannel(rows, channelId)
    if (!channel?.enabled || isHeld(channel, nowMs)) return undefined
    const uncountedOnly = await limitHourly(rows, { channelId, nowMs, publicUrl: config.publicUrl })
    const untilMs = nowMs + CLAIM_MS
    const message = await claimNext(rows, { channelId, nowMs, untilMs, fence, uncountedOnly })
    return message ? { channel, message } : undefined
  })
}

/** Its service asked for patience. No service means more than a day: then a clock was put back. */
function isHeld({ heldUntilMs = 0 }: ChannelRecord, nowMs: number): boolean {
  return heldUntilMs > nowMs && heldUntilMs - nowMs <= GIVE_UP_AFTER_MS
}

async function send(
  context: NotifyContext,
  channel: ChannelRecord,
  { payload, key }: ClaimedMessage,
  nowMs: number,
): Promise<SendResult> {
  const parsed = notificationSchema.safeParse(storedJson(payload))
  if (!parsed.success) return { ok: false, answer: 'This message cannot be read', retry: false }
  return sendThrough(context, channel, { ...parsed.data, id: key }, nowMs)
}

async function settle(
  { database }: NotifyContext,
  message: ClaimedMessage,
  result: SendResult,
  { clock = Date.now, right: { fence }, chance = Math.random }: DeliverOptions,
): Promise<'delivered' | 'failed' | 'waiting'> {
  const nowMs = clock()
  const { id, channelId, attempts, createdAtMs } = message
  return database.$transaction(async (rows) => {
    const mine = { id, fence }
    if (result.ok) {
      await settleMessage(rows, mine, { state: 'delivered', deliveredAtMs: nowMs, answer: result.answer })
      await noteDelivery(rows, channelId, nowMs)
      return 'delivered'
    }
    await noteProblem(rows, channelId, nowMs, result.answer)
    const { answer, retry, retryAfterMs } = result
    const dueAtMs = nowMs + retryDelayMs(attempts, retryAfterMs, chance())
    if (!retry || dueAtMs > createdAtMs + GIVE_UP_AFTER_MS) {
      const why = retry ? `Given up after ${attempts} attempts. ${answer}` : answer
      await settleMessage(rows, mine, { state: 'failed', answer: why })
      return 'failed'
    }
    await settleMessage(rows, mine, { state: 'waiting', dueAtMs, answer })
    if (retryAfterMs !== undefined) await holdChannel(rows, channelId, nowMs + retryAfterMs)
    return 'waiting'
  })
}
