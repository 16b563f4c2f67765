import { describeTarget, type MinerRead, type MinerReader, type ReaderMemory, type Target } from '../miner-reader'
import { withoutImpossible } from '../plausible'
import { readWhatsminerV3, WHATSMINER_V3_PORT } from '../whatsminer-v3'
import { anotherForm, collect, collectOne, type Refusal } from './collect'
import { DIALECTS, dialectOf } from './dialects'
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
  let replies: Replies = {}
  let failure = await collectEverything(target, memory, replies)
  const form = hasFigures(replies) || memory.questionForm ? undefined : anotherForm(failure, replies)
  if (form) {
    const others: Replies = {}
    const asking: ReaderMemory = { ...memory, questionForm: form }
    const stillNot = await collectEverything(target, asking, others)
    if (hasFigures(others)) {
      replies = others
      memory.questionForm = form
      failure = stillNot
    }
  }
  if (failure) return elseNewerWhatsminer(target, failure)
  const dialect = hasFigures(replies) ? dialectOf(replies) : undefined
  if (!dialect) return withoutFigures(target, replies)
  await collect(target, memory, dialect.asks, replies)
  return { ok: true, reading: withoutImpossible(dialect.read(replies, dialect.name, Date.now(), told)) }
}

async function collectEverything(target: Target, memory: ReaderMemory, replies: Replies): Promise<Refusal | undefined> {
  const failure = await collect(target, memory, EVERYBODY, replies)
  if (failure) return failure
  for (const [section, instead] of INSTEAD) {
    if (rowsOf(replies, section).length === 0) await collectOne(target, instead, replies, memory.questionForm)
  }
  return undefined
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
