import type { Rates } from '#lib/domain/explained-money'

const PRICES: Record<string, number> = { BTC: 100_000, BCH: 500, LTC: 80, DOGE: 0.2, XMR: 150 }
const NETWORKS: Record<string, [difficulty: number, reward: number]> = {
  BTC: [1e14, 3.125],
  BCH: [6e11, 3.125],
  LTC: [1e8, 6.25],
  DOGE: [4e7, 10_000],
  XMR: [6e11, 0.6],
}

/** Round rates in dollars; those of ERG are not known, and NiceHash buys SHA-256 alone. */
export const RATES: Rates = {
  currency: 'USD',
  price(coin) {
    const price = PRICES[coin]
    return price === undefined ? undefined : { coin, currency: 'USD', price, source: 'coingecko', observedAtMs: 0 }
  },
  network(coin) {
    const network = NETWORKS[coin]
    if (!network) return undefined
    const [difficulty, rewardPerBlock] = network
    return { coin, difficulty, rewardPerBlock, source: 'mempool', observedAtMs: 0 }
  },
  marketplace(marketplace, algorithm) {
    if (marketplace !== 'nicehash' || algorithm !== 'sha256d') return undefined
    return { marketplace, algorithm, coin: 'BTC', coinPerHash: 7e-24, source: 'nicehash', observedAtMs: 0 }
  },
}
