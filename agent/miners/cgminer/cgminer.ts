import { describeTarget, type MinerRead, type MinerReader, type ReaderMemory, type Target } from '../miner-reader'
import { withoutImpossible } from '../plausible'
import { readWhatsminerV3, WHATSMINER_V3_PORT } from '../whatsminer-v3'
import { machineType, readAntminer } from './antminer'
import { anotherForm, type Collected, collect, collectOne, type Refusal } from './collect'
import { DIALECTS, type Dialect, dialectOf } from './dialects'
import { CGMINER_GUIDES } from './guides'
import type { ReadCommand } from './protocol'
import { type Replies, rowsOf, statusOf } from './replies'

const EVERYBODY: readonly ReadCommand[] = ['version', 'summary', 'stats', 'devs', 'pools']
/** What newer firmwares offer in place of a command they dropped. */
const INSTEAD = [
  ['STATS', 'estats'],
  ['DEVS', 'edevs'],
] as const

export const cgminer: MinerReader = {
  family: 'cgminer',
  guides: CGMINER_GUIDES,
  kinds: [...new Set(DIALECTS.map((dialect) => dialect.name))],
  transport: 'tcp',
  defaultPort: 4028,
  read: (target, memory) => readCgminer(target, memory),
}

async function readCgminer(target: Target, told: ReaderMemory | undefined): Promise<MinerRead> {
  const memory: ReaderMemory = told ?? {}
  if (target.port === WHATSMINER_V3_PORT) {
    const newer = await readWhatsminerV3(target)
    if (newer.ok || newer.failure !== 'not-this-miner') return newer
  }
  let collected: Collected = { replies: {}, broken: new Set() }
  let failure = await collectEverything(target, memory, collected)
  const form =
    hasFigures(collected.replies) || memory.questionForm ? undefined : anotherForm(failure, collected.replies)
  if (form) {
    const others: Collected = { replies: {}, broken: new Set() }
    const stillNot = await collectEverything(target, { ...memory, questionForm: form }, others)
    if (hasFigures(others.replies)) {
      collected = others
      memory.questionForm = form
      failure = stillNot
    }
  }
  if (failure) return elseNewerWhatsminer(target, failure)
  const { replies } = collected
  const dialect = hasFigures(replies) ? dialectOf(replies) : undefined
  if (!dialect) return withoutFigures(target, replies)
  if (isUncertain(dialect, collected)) return brokenOff(target)
  await collect(target, memory, dialect.asks, collected)
  const then = dialect.asksThen?.(replies) ?? []
  if (then.length > 0) await collect(target, memory, then, collected)
  return { ok: true, reading: withoutImpossible(dialect.read(replies, dialect.name, Date.now(), told)) }
}

async function collectEverything(
  target: Target,
  memory: ReaderMemory,
  collected: Collected,
): Promise<Refusal | undefined> {
  const failure = await collect(target, memory, EVERYBODY, collected)
  if (failure) return failure
  for (const [section, instead] of INSTEAD) {
    if (rowsOf(collected.replies, section).length === 0)
      await collectOne(target, instead, collected, memory.questionForm)
  }
  return undefined
}

/**
 * Whether what would have said which machine this is broke off: the same figure is a thousand million times as much on one machine as
 * on another. Who said it elsewhere is believed.
 */
function isUncertain(dialect: Dialect, { replies, broken }: Collected): boolean {
  const lost = (['version', 'stats', 'estats', 'summary', 'devs', 'edevs'] as const).some((command) =>
    broken.has(command),
  )
  if (!lost) return false
  return dialect.name === 'cgminer' || (dialect.read === readAntminer && machineType(replies) === undefined)
}

function brokenOff(target: Target): MinerRead {
  const problem = `${describeTarget({ ...target, scheme: 'tcp' })} broke off in the answer that says which machine it is`
  return { ok: false, failure: 'not-this-miner', problem }
}

function hasFigures(replies: Replies): boolean {
  return ['SUMMARY', 'STATS', 'DEVS'].some((section) => rowsOf(replies, section).length > 0)
}

/**
 * The newest Whatsminers left this API for one of their own: on another port, where nothing listens on the usual one, and framed,
 * so that a question put in our way is met by hanging up.
 */
async function elseNewerWhatsminer(target: Target, failure: Refusal): Promise<MinerRead> {
  const refused = failure.problem.includes('refused') && target.port === cgminer.defaultPort
  if (!refused && !failure.problem.endsWith('without an answer')) return failure
  const read = await readWhatsminerV3(refused ? { ...target, port: WHATSMINER_V3_PORT } : target)
  return read.ok ? read : failure
}

function withoutFigures(target: Target, replies: Replies): MinerRead {
  const refusals = Object.values(replies).map((reply) => statusOf(reply).message)
  const words = refusals.find((message) => message !== undefined)
  const place = describeTarget({ ...target, scheme: 'tcp' })
  const denied = /denied/i.test(words ?? '')
  const problem = `${place} speaks the cgminer API but tells no figures${words ? `: ${words.slice(0, 200)}` : ''}`
  return { ok: false, failure: denied ? 'denied' : 'not-this-miner', problem }
}
