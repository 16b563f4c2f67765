import { bitaxe } from './bitaxe'
import { cgminer } from './cgminer/cgminer'
import { gminer } from './gminer'
import { lolminer } from './lolminer'
import type { MinerReader } from './miner-reader'
import { trex } from './trex'
import { whatsminerV3 } from './whatsminer-v3'
import { xmrig } from './xmrig'

/** Every family that can be read. To add one: a file beside this one, and a line here. */
export const MINER_READERS: readonly MinerReader[] = [cgminer, whatsminerV3, bitaxe, trex, lolminer, gminer, xmrig]

/** The reader for a kind (`antminer`, `xmrig`, …) or a family (`cgminer`). */
export function readerOf(kind: string): MinerReader | undefined {
  const name = kind.trim().toLowerCase()
  return MINER_READERS.find((reader) => reader.family === name || reader.kinds.includes(name))
}

/** Every word that `readerOf` knows. */
export const MINER_KINDS: readonly string[] = [
  ...new Set(MINER_READERS.flatMap((reader) => [reader.family, ...reader.kinds])),
]
