import { antminerOlderWeb } from './antminer-older-web'
import { antminerWeb } from './antminer-web'
import { apollo } from './apollo'
import { auradineWeb } from './auradine-web'
import { bitaxe } from './bitaxe'
import { bminer } from './bminer'
import { braiinsWeb } from './braiins-web'
import { bzminer } from './bzminer'
import { ccminer, cpuminer } from './ccminer'
import { cgminer } from './cgminer/cgminer'
import { claymore } from './claymore/claymore'
import { epic } from './epic'
import { excavator, excavatorHttp } from './excavator'
import { ewbf, getstat } from './getstat'
import { gminer } from './gminer'
import { goldshell } from './goldshell'
import { iceriver } from './iceriver'
import { iceriverTcp } from './iceriver-tcp'
import { innosilicon } from './innosilicon'
import { jasminer } from './jasminer'
import { lolminer, lolminerGreeting } from './lolminer'
import { mara } from './mara'
import type { MinerReader } from './miner-reader'
import { nanominer } from './nanominer'
import { nbminer } from './nbminer'
import { onezerominer } from './onezerominer'
import { proto } from './proto'
import { rigel } from './rigel'
import { srbminer } from './srbminer'
import { tbminer } from './tbminer'
import { trex } from './trex'
import { vnish } from './vnish'
import { whatsminerV3 } from './whatsminer-v3'
import { xmrig } from './xmrig'
import { zenemy } from './zenemy'

/**
 * Every family that can be read. To add one: a file beside this one, and a line here. Where two know one machine, the first
 * here is taken; and on one port they are tried in this order.
 */
export const MINER_READERS: readonly MinerReader[] = [
  bitaxe,
  vnish,
  braiinsWeb,
  antminerWeb,
  mara,
  epic,
  auradineWeb,
  proto,
  cgminer,
  trex,
  zenemy,
  lolminer,
  gminer,
  xmrig,
  nbminer,
  srbminer,
  nanominer,
  rigel,
  bzminer,
  onezerominer,
  bminer,
  tbminer,
  ewbf,
  excavatorHttp,
  claymore,
  getstat,
  excavator,
  iceriverTcp,
  ccminer,
  cpuminer,
  lolminerGreeting,
  whatsminerV3,
  goldshell,
  iceriver,
  innosilicon,
  antminerOlderWeb,
  apollo,
  jasminer,
]

/**
 * The readers for a kind (`antminer`, `xmrig`, …) or a family (`cgminer`). Some kinds have two: a stock Antminer answers over
 * its old protocol and over its web pages.
 */
export function readersOf(kind: string): MinerReader[] {
  const name = kind.trim().toLowerCase()
  return MINER_READERS.filter((reader) => reader.family === name || reader.kinds.includes(name))
}

/** The one reader of a family, or the first of a kind. */
export function readerOf(name: string): MinerReader | undefined {
  return MINER_READERS.find((reader) => reader.family === name.trim().toLowerCase()) ?? readersOf(name)[0]
}

/** Every word that `readerOf` knows. */
export const MINER_KINDS: readonly string[] = [
  ...new Set(MINER_READERS.flatMap((reader) => [reader.family, ...reader.kinds])),
]
