import type { MinerReading, ReaderMemory } from '../miner-reader'
import { readAntminer } from './antminer'
import { readAvalon } from './avalon'
import { avalonModules } from './avalon-text'
import { readBraiins } from './braiins'
import { readGeneric } from './generic'
import { readLuxos } from './luxos'
import type { ReadCommand } from './protocol'
import { type Replies, rowsOf, selfDescription, statsOf, summaryOf } from './replies'
import { readSealminer } from './sealminer'
import { readTeamRedMiner } from './teamredminer'
import { readWhatsminer } from './whatsminer'

/** One way of speaking cgminer: how it is known, what more it can be asked, and how its replies read. */
export type Dialect = {
  /** The `miner.name` of its readings. */
  name: string
  matches: (replies: Replies, words: string) => boolean
  asks: readonly ReadCommand[]
  read: (replies: Replies, name: string, nowMs: number, memory?: ReaderMemory) => MinerReading
}

/** First match wins; the last takes any relative. */
export const DIALECTS: readonly Dialect[] = [
  {
    name: 'teamredminer',
    matches: (_, words) => /team\s*red/i.test(words),
    asks: ['devdetails', 'config'],
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
    matches: (replies, words) => isWhatsminer(replies) || /whatsminer|btminer/i.test(words),
    asks: ['status', 'devdetails', 'get_error_code', 'get_version'],
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
  { name: 'elphapex', matches: (_, words) => /elphapex|\bDG\d/i.test(words), asks: [], read: readGeneric },
  { name: 'auradine', matches: (_, words) => /gcminer|auradine/i.test(words), asks: [], read: readGeneric },
  { name: 'goldshell', matches: (_, words) => /goldshell/i.test(words), asks: [], read: readGeneric },
  { name: 'innosilicon', matches: (_, words) => /innosilicon/i.test(words), asks: [], read: readGeneric },
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
  return 'HS RT' in summary || 'Factory GHS' in summary || 'Power_RT' in summary || 'Hash Stable' in summary
}

function hasChains(replies: Replies): boolean {
  return rowsOf(replies, 'STATS').length > 0 || 'GHS 5s' in summaryOf(replies)
}
