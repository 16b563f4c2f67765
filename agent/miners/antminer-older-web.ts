import { readAntminer } from './cgminer/antminer'
import { parsePlainText } from './cgminer/plain-text'
import type { Replies } from './cgminer/replies'
import { outsideStrings } from './cgminer/reply-text'
import { getJson, notThisMiner } from './http-json'
import {
  celsiusFrom,
  compact,
  highest,
  isObject,
  type JsonObject,
  macFrom,
  numberFrom,
  objectFrom,
  objectsFrom,
  textFrom,
} from './lenient'
import type { MinerRead, MinerReader, MinerReading, Target } from './miner-reader'
import { withoutImpossible } from './plausible'

/** The web pages of Antminers before 2020 and of what copied them. Their cgminer door tells more, where it is open. */
export const antminerOlderWeb: MinerReader = {
  family: 'antminer-older-web',
  guides: [
    {
      kind: 'antminer',
      machines: 'Antminer S7, S9, T9, L3+, D3, A3, S17 and others with firmware before 2020, Hiveon and asicseer',
      reached: 'HTTP 80, digest login (root/root unless changed)',
      tells:
        'rate (5 seconds), boards with temperatures and clocks, fans, pool, shares, MAC; watts with Hiveon and vnish',
      switchOn: 'on as shipped; give user and password. TCP 4028 tells more where `api-network` is on',
      source:
        'the script of an S9 that writes the page, and a public Home Assistant integration’s replies of a Hiveon S19',
      evidence: 'documented',
    },
    {
      kind: 'cgminer',
      machines: 'VolcMiner D1, Hammer D10',
      reached: 'HTTP 80, digest login; without one, TCP 4028',
      tells: 'rate, boards with temperatures and clocks, fans, pool, shares, MAC; no power',
      switchOn: 'on as shipped; give user and password',
      source: 'test data of asic-rs (volcminer, v1), and a D10’s page in an issue of pyasic',
      evidence: 'documented',
    },
  ],
  kinds: ['antminer', 'cgminer'],
  transport: 'http',
  defaultPort: 80,
  read: readAntminerOlderWeb,
}

async function readAntminerOlderWeb(target: Target): Promise<MinerRead> {
  const reply = await getJson(target, '/cgi-bin/get_miner_status.cgi', {}, parseMended)
  if (!reply.ok) return reply
  const status = reply.json
  if (!isObject(status) || !isObject(status.summary) || !Array.isArray(status.devs)) {
    return notThisMiner(target, 'an older Antminer')
  }
  const system = await getJson(target, '/cgi-bin/get_system_info.cgi', {}, parseMended)
  const told = (system.ok && objectFrom(system.json)) || {}
  // "GHS" is MH/s on a Litecoin machine: without the model nobody knows.
  if (typeOf(told) === undefined) return notThisMiner(target, 'an older Antminer that tells its model')
  return { ok: true, reading: withoutImpossible(antminerOlderWebReading(status, told, Date.now())) }
}

function typeOf(system: JsonObject): string | undefined {
  const model = textFrom(system.minertype) ?? textFrom(system.hostname)
  return model && /miner|hammer|^[stldzkabe]\d/i.test(model) ? model : undefined
}

/** A VolcMiner's script writes `"temp":[45,temp5=0]`. */
export function parseMended(text: string): unknown {
  return JSON.parse(outsideStrings(text, (between) => between.replace(/,\s*\w+=[^\],}]*/g, '')))
}

/** The page is what the same firmware says over its cgminer door, rewritten: so it is put back into that shape and read as such. */
export function antminerOlderWebReading(status: JsonObject, system: JsonObject, nowMs: number): MinerReading {
  const summary = summaryFrom(objectFrom(status.summary) ?? {})
  const type = typeOf(system)
  const foreign = /volcminer|hammer/i.test(type ?? '')
  const row: JsonObject = { Type: type, ...statsOf(status) }
  const replies: Replies = {
    stats: { STATS: [row] },
    summary: { SUMMARY: [summary] },
    pools: { POOLS: objectsFrom(status.pools).map(poolOf) },
  }
  const reading = readAntminer(replies, foreign ? 'cgminer' : 'antminer', nowMs)
  return compact({
    ...reading,
    miner: compact({
      ...reading.miner,
      version: textFrom(system.system_filesystem_version) ?? reading.miner.version,
      mac: macFrom(system.macaddr) ?? reading.miner.mac,
    }),
  })
}

/** A Hammer D10 gives cgminer's whole answer in plain text for every figure; its counts of shares are the misprinted ones of a Blackminer. */
function summaryFrom(summary: JsonObject): JsonObject {
  const whole = objectsFrom(parsePlainText(textFrom(summary.ghs5s) ?? '')?.SUMMARY)[0]
  if (whole) return { 'MHS 5s': whole['MHS 5s'], 'GHS 5s': whole['GHS 5s'], Elapsed: whole.Elapsed }
  const count = (value: unknown) => (/^\d[\d,]*$/.test(String(value)) ? plain(value) : undefined)
  return {
    'GHS 5s': plain(summary.ghs5s),
    Elapsed: secondsFrom(summary.elapsed),
    Accepted: count(summary.accepted),
    Rejected: count(summary.rejected),
    Stale: count(summary.stale),
    'Best Share': plain(summary.bestshare),
    'Found Blocks': count(summary.foundblocks),
  }
}

/** Hiveon packs what its `stats` say into the clock of a board: `"freq":"fan_num=2,temp1=44,temp_chip1=49-53,total_power=1599"`. */
function statsOf(status: JsonObject): JsonObject {
  const stats: JsonObject = {}
  for (const [key, value] of Object.entries(status)) if (/^fan\d+$/.test(key)) stats[key] = plain(value)
  for (const board of objectsFrom(status.devs)) {
    const chain = textFrom(board.index) ?? ''
    const packed = textFrom(board.freq)?.includes('=') ? textFrom(board.freq) : undefined
    for (const [, key, value] of packed?.matchAll(/(\w+)=([^,]*)/g) ?? []) if (key) stats[key] = value
    for (const [key, value] of Object.entries(board)) if (/^fan\d+$/.test(key)) stats[key] = plain(value)
    // One that is listed without a count of its chips is there.
    stats[`chain_acn${chain}`] = 'chain_acn' in board ? board.chain_acn : 1
    stats[`chain_rate${chain}`] = plain(board.rate)
    stats[`chain_hw${chain}`] = plain(board.hw)
    stats[`chain_consumption${chain}`] = board.chain_consumption
    stats[`temp${chain}`] = Array.isArray(board.temp) ? highest(board.temp.map(celsiusFrom)) : board.temp
    stats[`temp2_${chain}`] = board.temp2
    if (!packed) stats[`frequency${chain}`] = board.freq
  }
  for (const key of Object.keys(stats)) if (stats[key] === undefined) delete stats[key]
  return stats
}

function poolOf(pool: JsonObject): JsonObject {
  return {
    URL: pool.url,
    User: pool.user,
    Status: pool.status,
    Priority: pool.priority,
    Accepted: plain(pool.accepted),
    Rejected: plain(pool.rejected),
    Stale: plain(pool.stale),
    'Last Share Time': pool.lstime,
  }
}

/** `"13,650.43"` is for people. */
function plain(value: unknown): unknown {
  return typeof value === 'string' ? value.replaceAll(',', '') : value
}

/** Seconds, or `"1d2h37m5s"`. */
function secondsFrom(value: unknown): number | undefined {
  const number = numberFrom(plain(value))
  if (number !== undefined) return number
  const parts = /^(?:(\d+)d)?\s*(?:(\d+)h)?\s*(?:(\d+)m)?\s*(?:(\d+)s)?$/.exec(textFrom(value) ?? '')
  if (!parts?.[0]) return undefined
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = parts.slice(1).map((part) => Number(part ?? 0))
  return ((days * 24 + hours) * 60 + minutes) * 60 + seconds
}
