import { isObject, type JsonObject, objectsFrom } from '../lenient'
import { describeTarget, type MinerRead, type ReaderMemory, type Target } from '../miner-reader'
import { isCutOff } from './cut-off'
import { askCgminer, type CgminerReply, type QuestionForm, type ReadCommand } from './protocol'
import { answered, isCgminerReply, type Replies, statusOf } from './replies'

/** What came of the questions so far; `broken` are those whose answer broke off, or was none that this API gives. */
export type Collected = { replies: Replies; broken: Set<ReadCommand> }

export type Refusal = Extract<MinerRead, { ok: false }>

/** Asks for all at once, and one by one for what that did not bring. A failure is told only when nothing at all came. */
export async function collect(
  target: Target,
  memory: ReaderMemory | undefined,
  commands: readonly ReadCommand[],
  collected: Collected,
): Promise<Refusal | undefined> {
  const form = memory?.questionForm ?? 'command'
  if (commands.length > 1 && !memory?.joinedCommandsFail && form === 'command') {
    // A firmware that goes silent over a joined request must leave time for single ones.
    const joined = await askCgminer({ ...target, timeoutMs: Math.max(500, target.timeoutMs / 2) }, commands)
    if (!joined.ok && joined.problem.includes('refused')) return joined
    if (joined.ok && !isObject(joined.json)) return notCgminer(target)
    const missing = joined.ok ? unpack(joined.json, commands, collected.replies) : commands
    if (memory && missing.length === commands.length) memory.joinedCommandsFail = true
    if (missing.length === 0) return undefined
    return collectSingly(target, missing, collected, form)
  }
  return collectSingly(target, commands, collected, form)
}

async function collectSingly(
  target: Target,
  commands: readonly ReadCommand[],
  collected: Collected,
  form: QuestionForm,
): Promise<Refusal | undefined> {
  for (const command of commands) {
    const reply = await collectOne(target, command, collected, form)
    // Somebody who cannot be reached, or speaks otherwise, for one command is not asked four more times.
    const nothingYet = Object.keys(collected.replies).length === 0
    if (!reply.ok && nothingYet) return reply
    if (!reply.ok && reply.failure === 'unreachable') return undefined
    if (reply.ok && !isCgminerReply(reply.json) && nothingYet) return notCgminer(target)
  }
  return undefined
}

export async function collectOne(
  target: Target,
  command: ReadCommand,
  collected: Collected,
  form: QuestionForm = 'command',
): Promise<CgminerReply> {
  const reply = await askCgminer(target, [command], form)
  const usable = reply.ok && isCgminerReply(reply.json) ? reply.json : undefined
  if (usable) collected.replies[command] = usable
  // One that never answers some command is not thereby in doubt, unless that would have said which machine it is.
  const mute = !reply.ok && (reply.failure === 'unreachable' || reply.problem.endsWith('without an answer'))
  const lost = mute ? IDENTIFYING.includes(command) : !usable || isCutOff(usable) || isBare(usable)
  if (lost) collected.broken.add(command)
  return reply
}

const IDENTIFYING: readonly ReadCommand[] = ['version', 'stats', 'estats']

/** Said to be done, and nothing after that: plain text that broke off between two records looks whole. */
function isBare(reply: JsonObject): boolean {
  return answered(reply) && Object.keys(reply).every((key) => key === 'STATUS' || key === 'id')
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
    if (isCgminerReply(reply) && answered(reply) && !isCutOff(reply)) replies[command] = reply
    return replies[command] === undefined
  })
}

export function notCgminer(target: Target): Refusal {
  const problem = `${describeTarget({ ...target, scheme: 'tcp' })} answered with something that is not the cgminer API`
  return { ok: false, failure: 'not-this-miner', problem }
}
