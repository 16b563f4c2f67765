import { isObject, type JsonObject, objectsFrom } from '../lenient'
import { describeTarget, type MinerRead, type MinerReader, type ReaderMemory, type Target } from '../miner-reader'
import { DIALECTS, dialectOf } from './dialects'
import { askCgminer, type CgminerReply, type ReadCommand } from './protocol'
import { answered, isCgminerReply, type Replies, rowsOf, statusOf } from './replies'

const EVERYBODY: readonly ReadCommand[] = ['version', 'summary', 'stats', 'devs', 'pools']
/** What newer firmwares offer in place of a command they dropped. */
const INSTEAD: { [command in ReadCommand]?: ReadCommand } = { stats: 'estats', devs: 'edevs' }

export const cgminer: MinerReader = {
  family: 'cgminer',
  guides: [],
  kinds: [...new Set(DIALECTS.map((dialect) => dialect.name))],
  transport: 'tcp',
  defaultPort: 4028,
  read: (target, memory) => readCgminer(target, memory),
}

async function readCgminer(target: Target, memory: ReaderMemory | undefined): Promise<MinerRead> {
  const replies: Replies = {}
  const failure = await collect(target, memory, EVERYBODY, replies)
  if (failure) return failure
  for (const [command, instead] of [
    ['stats', INSTEAD.stats],
    ['devs', INSTEAD.devs],
  ] as const) {
    const section = command === 'stats' ? 'STATS' : 'DEVS'
    if (instead && rowsOf(replies, section).length === 0) await collectOne(target, instead, replies)
  }
  const figures = ['SUMMARY', 'STATS', 'DEVS'].some((section) => rowsOf(replies, section).length > 0)
  if (!figures) return withoutFigures(target, replies)
  const dialect = dialectOf(replies)
  if (!dialect) return withoutFigures(target, replies)
  await collect(target, memory, dialect.asks, replies)
  return { ok: true, reading: dialect.read(replies, dialect.name, Date.now(), memory) }
}

function withoutFigures(target: Target, replies: Replies): MinerRead {
  const refusals = Object.values(replies).map((reply) => statusOf(reply).message)
  const words = refusals.find((message) => message !== undefined)
  const place = describeTarget({ ...target, scheme: 'tcp' })
  const denied = /denied/i.test(words ?? '')
  const problem = `${place} speaks the cgminer API but tells no figures${words ? `: ${words.slice(0, 200)}` : ''}`
  return { ok: false, failure: denied ? 'denied' : 'not-this-miner', problem }
}

/** Asks for all at once, and one by one for what that did not bring. A failure is told only when nothing at all came. */
async function collect(
  target: Target,
  memory: ReaderMemory | undefined,
  commands: readonly ReadCommand[],
  replies: Replies,
): Promise<Extract<MinerRead, { ok: false }> | undefined> {
  if (commands.length > 1 && !memory?.joinedCommandsFail) {
    // A firmware that goes silent over a joined request must leave time for single ones.
    const joined = await askCgminer({ ...target, timeoutMs: Math.max(500, target.timeoutMs / 2) }, commands)
    if (!joined.ok && joined.problem.includes('refused')) return joined
    if (joined.ok && !isObject(joined.json)) return notCgminer(target)
    const missing = joined.ok ? unpack(joined.json, commands, replies) : commands
    if (memory && missing.length === commands.length) memory.joinedCommandsFail = true
    if (missing.length === 0) return undefined
    return collectSingly(target, missing, replies)
  }
  return collectSingly(target, commands, replies)
}

async function collectSingly(
  target: Target,
  commands: readonly ReadCommand[],
  replies: Replies,
): Promise<Extract<MinerRead, { ok: false }> | undefined> {
  for (const command of commands) {
    const reply = await collectOne(target, command, replies)
    // Somebody who cannot be reached, or speaks otherwise, for one command is not asked four more times.
    if (!reply.ok && Object.keys(replies).length === 0) return reply
    if (!reply.ok && reply.failure === 'unreachable') return undefined
    if (reply.ok && !isCgminerReply(reply.json) && Object.keys(replies).length === 0) return notCgminer(target)
  }
  return undefined
}

async function collectOne(target: Target, command: ReadCommand, replies: Replies): Promise<CgminerReply> {
  const reply = await askCgminer(target, [command])
  if (reply.ok && isCgminerReply(reply.json)) replies[command] = reply.json
  return reply
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

function notCgminer(target: Target): Extract<MinerRead, { ok: false }> {
  const problem = `${describeTarget({ ...target, scheme: 'tcp' })} answered with something that is not the cgminer API`
  return { ok: false, failure: 'not-this-miner', problem }
}
