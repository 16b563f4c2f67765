import { isObject, type JsonObject, objectsFrom } from '../lenient'
import { describeTarget, type MinerRead, type ReaderMemory, type Target } from '../miner-reader'
import { askCgminer, type CgminerReply, type QuestionForm, type ReadCommand } from './protocol'
import { answered, isCgminerReply, type Replies, statusOf } from './replies'

export type Refusal = Extract<MinerRead, { ok: false }>

/** Asks for all at once, and one by one for what that did not bring. A failure is told only when nothing at all came. */
export async function collect(
  target: Target,
  memory: ReaderMemory | undefined,
  commands: readonly ReadCommand[],
  replies: Replies,
): Promise<Refusal | undefined> {
  const form = memory?.questionForm ?? 'command'
  if (commands.length > 1 && !memory?.joinedCommandsFail && form === 'command') {
    // A firmware that goes silent over a joined request must leave time for single ones.
    const joined = await askCgminer({ ...target, timeoutMs: Math.max(500, target.timeoutMs / 2) }, commands)
    if (!joined.ok && joined.problem.includes('refused')) return joined
    if (joined.ok && !isObject(joined.json)) return notCgminer(target)
    const missing = joined.ok ? unpack(joined.json, commands, replies) : commands
    if (memory && missing.length === commands.length) memory.joinedCommandsFail = true
    if (missing.length === 0) return undefined
    return collectSingly(target, missing, replies, form)
  }
  return collectSingly(target, commands, replies, form)
}

async function collectSingly(
  target: Target,
  commands: readonly ReadCommand[],
  replies: Replies,
  form: QuestionForm,
): Promise<Refusal | undefined> {
  for (const command of commands) {
    const reply = await collectOne(target, command, replies, form)
    // Somebody who cannot be reached, or speaks otherwise, for one command is not asked four more times.
    if (!reply.ok && Object.keys(replies).length === 0) return reply
    if (!reply.ok && reply.failure === 'unreachable') return undefined
    if (reply.ok && !isCgminerReply(reply.json) && Object.keys(replies).length === 0) return notCgminer(target)
  }
  return undefined
}

export async function collectOne(
  target: Target,
  command: ReadCommand,
  replies: Replies,
  form: QuestionForm = 'command',
): Promise<CgminerReply> {
  const reply = await askCgminer(target, [command], form)
  if (reply.ok && isCgminerReply(reply.json)) replies[command] = reply.json
  return reply
}

/**
 * Another way of asking to try on a machine that gave no figures: one from the time before JSON refuses in plain text or hangs up,
 * and some of MicroBT's want their own word. Nothing when it did understand.
 */
export function anotherForm(failure: Refusal | undefined, replies: Replies): QuestionForm | undefined {
  if (failure) return failure.problem.endsWith('without an answer') ? 'plain' : undefined
  const refusals = Object.values(replies).filter((reply) =>
    /invalid|unknown|missing/i.test(statusOf(reply).message ?? ''),
  )
  const [first] = refusals
  if (!first || refusals.length < Object.keys(replies).length) return undefined
  // Numbers are text only in the plain manner.
  return typeof objectsFrom(first.STATUS)[0]?.Code === 'string' ? 'plain' : 'cmd'
}

/** `{"summary":[{…}],"devs":[{…}],"id":1}`: each a list of one whole reply. Answers what is missing in it. */
function unpack(json: unknown, commands: readonly ReadCommand[], replies: Replies): ReadCommand[] {
  const joined: JsonObject = isObject(json) ? json : {}
  return commands.filter((command) => {
    const part = joined[command]
    const reply = isObject(part) ? part : objectsFrom(part)[0]
    if (isCgminerReply(reply) && answered(reply)) replies[command] = reply
    return replies[command] === undefined
  })
}

export function notCgminer(target: Target): Refusal {
  const problem = `${describeTarget({ ...target, scheme: 'tcp' })} answered with something that is not the cgminer API`
  return { ok: false, failure: 'not-this-miner', problem }
}
