import { braiins } from './braiins.ts'
import { esplora } from './esplora.ts'
import { f2pool } from './f2pool.ts'
import type { IncomeKind, IncomeReader } from './income-reader.ts'
import { moneroOcean } from './monero-ocean.ts'
import { niceHash } from './nicehash.ts'
import { publicPool } from './public-pool.ts'
import { twoMiners } from './two-miners.ts'

/** Every payer that can be asked, by its kind. */
export const incomeReaders: Record<Exclude<IncomeKind, 'file'>, IncomeReader> = {
  braiins,
  f2pool,
  '2miners': twoMiners,
  moneroocean: moneroOcean,
  'public-pool': publicPool,
  nicehash: niceHash,
  esplora,
}

/** The reader of a kind; undefined for files, and for what a newer version may have stored. */
export function readerOf(kind: string): IncomeReader | undefined {
  return Object.values(incomeReaders).find((reader) => reader.kind === kind)
}
