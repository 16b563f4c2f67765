import type { MinerReading, ReaderMemory } from '../miner-reader'
import { readAntminer } from './antminer'
import { readAuradine } from './auradine'
import { readAvalon } from './avalon'
import { avalonModules } from './avalon-text'
import { readBraiins } from './braiins'
import { readGeneric } from './generic'
import { isGoldshell, readGoldshell } from './goldshell'
import { readInnosilicon } from './innosilicon'
import { readLuxos } from './luxos'
import type { ReadCommand } from './protocol'
import { type Replies, rowsOf, selfDescription, statsOf, summaryOf } from './replies'
import { readSealminer } from './sealminer'
import { isSpondoolies, readSpondoolies } from './spondoolies'
import { readTeamRedMiner, secondAlgorithmAsks } from './teamredminer'
import { readWhatsminer } from './whatsminer'

/** One way of speaking cgminer: how it is known, what more it can be asked, and how its replies read. */
export type Dialect = {
  /** The `miner.name` of its readings. */
  name: string
  matches: (replies: Replies, words: string) => boolean
  asks: readonly ReadCommand[]
  /** What it can be asked besides, in view of what it answered. */
  asksThen?: (replies: Replies) => readonly ReadCommand[]
  read: (replies: Replies, name: string, nowMs: number, memory?: ReaderMemory) => MinerReading
}

/** First match wins; the last takes any relative. */
export const DIALECTS: readonly Dialect[] = [
  {
    name: 'teamredminer',
    matches: (_, words) => /team\s*red/i.test(words),
    asks: ['devdetails', 'config'],
    asksThen: secondAlgorithmAsks,
    read: readTeamRedMiner,
  },
  {
    name: 'luxos',
    matches: (_, words) => /lux(os|miner)/i.test(words),
    asks: ['config', 'power', 'temps', 'fans'],
    read: readLuxos,
  },
  {
    name: 'braiins',
    matches: (_, words) => /\bBOS(er|miner|\b)|braiins/i.test(words),
    asks: ['devdetails', 'temps', 'fans', 'tunerstatus'],
    read: readBraiins,
  },
  {
    name: 'avalon',
    matches: (replies, words) => /avalon/i.test(words) || avalonModules(rowsOf(replies, 'STATS')).length > 0,
    asks: [],
    read: readAvalon,
  },
  {
    name: 'whatsminer',
    matches: (replies, words) => isWhatsminer(replies) || /whats ?miner|btminer|bitmicro/i.test(words),
    asks: ['status', 'devdetails', 'get_error_code', 'get_version', 'get_miner_info'],
    read: readWhatsminer,
  },
  { name: 'sealminer', matches: (_, words) => /bdminer|sealminer/i.test(words), asks: [], read: readSealminer },
  {
    name: 'vnish',
    matches: (replies, words) => /vnish|xminer/i.test(words) && hasChains(replies),
    asks: [],
    read: readAntminer,
  },
  {
    name: 'antminer',
    matches: (replies, words) => /antminer|bmminer/i.test(words) && hasChains(replies),
    asks: [],
    read: readAntminer,
  },
  { name: 'elphapex', matches: (_, words) => /elphapex|\bDG\d|\bDG HOME/i.test(words), asks: [], read: readElphapex },
  {
    name: 'auradine',
    matches: (_, words) => /gcminer|fluxos|auradine|teraflux/i.test(words),
    asks: ['psu', 'fan', 'temperature', 'mode', 'ipreport'],
    read: readAuradine,
  },
  {
    name: 'goldshell',
    matches: (replies, words) => /goldshell/i.test(words) || isGoldshell(replies),
    asks: ['devdetails'],
    read: readGoldshell,
  },
  { name: 'innosilicon', matches: (_, words) => /innominer|innosilicon/i.test(words), asks: [], read: readInnosilicon },
  { name: 'cgminer', matches: isSpondoolies, asks: [], read: readSpondoolies },
  // Bitmain's row layout in somebody else's machine.
  { name: 'cgminer', matches: (replies) => 'chain_acn1' in statsOf(replies), asks: [], read: readAntminer },
  {
    name: 'cgminer',
    matches: (replies) => rowsOf(replies, 'DEVS').some((row) => 'GPU' in row),
    asks: ['devdetails'],
    read: readTeamRedMiner,
  },
  { name: 'cgminer', matches: () => true, asks: [], read: readGeneric },
]

export function dialectOf(replies: Replies): Dialect | undefined {
  const words = selfDescription(replies)
  return DIALECTS.find((dialect) => dialect.matches(replies, words))
}

function isWhatsminer(replies: Replies): boolean {
  const summary = summaryOf(replies)
  return ['HS RT', 'Factory GHS', 'Power_RT', 'Hash Stable', 'Fan Speed In', 'Chip Data'].some((key) => key in summary)
}

function hasChains(replies: Replies): boolean {
  return rowsOf(replies, 'STATS').length > 0 || 'GHS 5s' in summaryOf(replies)
}

/** Elphapex (Dogecoin and Litecoin) in Bitmain's layout of rows, else in cgminer's. */
function readElphapex(replies: Replies, name: string, nowMs: number, memory?: ReaderMemory): MinerReading {
  const bitmain = 'chain_acn1' in statsOf(replies) || 'chain_rate1' in statsOf(replies)
  const reading = bitmain ? readAntminer(replies, name, nowMs) : readGeneric(replies, name, nowMs, memory)
  return { ...reading, work: reading.work.map((work) => ({ ...work, algorithm: 'scrypt' })) }
}
