import { assumedAssignment, COINS, minesWith } from '#lib/domain/coins'
import type { Reading } from '#lib/domain/reading'
import type { Assignment } from '#lib/domain/valuation'

/**
 * Who probably pays for an algorithm's work, from the pool's address as the miner tells it: NiceHash by its name, a coin
 * by its symbol in the host or the user, SOLO where the address says so; else the usual coin. Always marked as assumed.
 * Undefined where no coin is known for the algorithm.
 */
export function assumeAssignment(work: Reading['work'][number], fromMs: number): Assignment | undefined {
  const { algorithm, pool } = work
  const usual = assumedAssignment(algorithm, fromMs)
  const address = (pool?.url ?? '').toLowerCase()
  if (/nicehash/.test(address)) {
    return { algorithm, fromMs, payer: 'nicehash', coin: 'BTC', scheme: 'unknown', poolFeePercent: 2, assumed: true }
  }
  if (!usual) return undefined
  // 2miners, f2pool and herominers name the coin in the host (`etc.2miners.com`, `solo-rvn.2miners.com`).
  const words = address.replace(/^[a-z0-9+]+:\/\//, '').split(/[^a-z0-9]+/)
  const named = COINS.find((coin) => minesWith(coin, algorithm) && words.some((word) => names(word, coin)))
  const solo = words.some((word) => word === 'solo' || word.startsWith('solo')) || /^solo:/i.test(pool?.user ?? '')
  return { ...usual, coin: named?.symbol ?? usual.coin, scheme: solo ? 'solo' : 'unknown' }
}

function names(word: string, coin: { symbol: string; name: string }): boolean {
  const symbol = coin.symbol.toLowerCase()
  return word === symbol || word === `solo${symbol}` || word === coin.name.toLowerCase().replaceAll(' ', '')
}
