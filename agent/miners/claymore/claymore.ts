import { askJsonLine, type JsonLineReply, wantsPassword } from '../json-line'
import { isObject, type JsonObject, listFrom, textFrom } from '../lenient'
import { describeTarget, type MinerRead, type MinerReader, type ReaderMemory, type Target } from '../miner-reader'
import { detailReading } from './ethminer-detail'
import { getstat1Reading, isRateList, softwareOf } from './getstat1'
import { CLAYMORE_GUIDES } from './guides'

/**
 * The dialect that Claymore's miners began: one line of JSON over TCP, answered with a list of texts. PhoenixMiner, ethminer and its
 * forks, TT-Miner and others speak it. Its writing methods (`miner_restart`, `control_gpu`, …) are never called.
 */
export const claymore: MinerReader = {
  family: 'claymore',
  kinds: ['claymore', 'phoenixminer', 'ethminer', 'ttminer', 'lolminer', 'teamredminer', 'nanominer'],
  guides: CLAYMORE_GUIDES,
  transport: 'tcp',
  defaultPort: 3333,
  read: readClaymore,
}

async function readClaymore(target: Target, memory?: ReaderMemory): Promise<MinerRead> {
  const place = describeTarget({ ...target, scheme: 'tcp' })
  const first = await ask(target, 'miner_getstat1')
  if (!first.ok) return first
  if (wantsPassword(first.json)) {
    const problem = target.password === undefined ? 'wants a password' : 'did not accept the password it was given'
    return { ok: false, failure: 'denied', problem: `${place} ${problem}` }
  }
  const rows = rowsOf(first.json)
  if (!rows)
    return { ok: false, failure: 'not-this-miner', problem: `${place} answers, but not as Claymore’s miners do` }
  const software = softwareOf(rows)
  if (software === 'ethminer') {
    const detail = (await askMore(target, 'miner_getstatdetail', memory))?.result
    if (isObject(detail)) return { ok: true, reading: detailReading(detail, rows) }
  }
  const tellsBuses = software === 'claymore' || software === 'phoenixminer'
  const more = tellsBuses ? await askMore(target, 'miner_getstat2', memory) : undefined
  return { ok: true, reading: getstat1Reading(rows, more && rowsOf(more)) }
}

/** What older versions do not know; some say so, and some say nothing. */
async function askMore(target: Target, method: Method, memory?: ReaderMemory): Promise<JsonObject | undefined> {
  if (memory?.unanswered?.includes(method)) return undefined
  const reply = await ask(target, method)
  if (reply.ok) return reply.json
  if (memory) memory.unanswered = [...(memory.unanswered ?? []), method]
  return undefined
}

type Method = 'miner_getstat1' | 'miner_getstat2' | 'miner_getstatdetail'

/** Claymore takes its password with the question; ethminer wants it said first, which others do not mind. */
async function ask(target: Target, method: Method): Promise<JsonLineReply> {
  const question = { id: 0, jsonrpc: '2.0', method }
  if (target.password === undefined) return askJsonLine(target, question)
  const reply = await askJsonLine(target, { ...question, psw: target.password })
  if (reply.ok && !wantsPassword(reply.json)) return reply
  const login = { id: 1, jsonrpc: '2.0', method: 'api_authorize', params: { psw: target.password } }
  return askJsonLine(target, login, question)
}

/** The list of texts, when it is one: version, minutes, and `rate;shares;rejected` at least. */
function rowsOf(json: JsonObject): string[] | undefined {
  const rows = listFrom(json.result).map((row) => textFrom(row) ?? '')
  return rows.length >= 4 && (isRateList(rows[2]) || isRateList(rows[3])) ? rows : undefined
}
