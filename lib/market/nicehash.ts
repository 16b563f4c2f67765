import { z } from 'zod'
import { canonicalAlgorithm, KNOWN_ALGORITHMS } from '#lib/domain/algorithms'
import type { MarketplaceRate } from '#lib/domain/explained-money'
import { MINUTE_MS, SECONDS_PER_DAY } from '#lib/domain/units'
import { fetchJson } from './fetch-json.ts'
import { positiveNumber } from './lenient-number.ts'
import type { MarketSource } from './market-source.ts'

const NAME = 'nicehash'
const SATOSHI_PER_BITCOIN = 100_000_000

const statistics = z.object({ algos: z.array(z.unknown()).max(1000) })
const paid = z.object({ a: z.number(), p: positiveNumber, s: z.number().nonnegative().catch(0) })
const algorithms = z.object({
  miningAlgorithms: z.array(z.object({ algorithm: z.string(), order: z.number() })).max(1000),
})

/**
 * What NiceHash pays for work, before its fee, by its public API:
 * - `GET /main/api/v2/public/stats/global/current`: `algos` of `a` (number of the algorithm), `p` (paid), `s` (speed);
 * - `GET /main/api/v2/mining/algorithms/`: `miningAlgorithms` of `algorithm` (name) and `order` (that number).
 *
 * `p` is satoshi for one hash a second held for a day (RainbowMiner and UG-Miner divide by 10⁸ to get BTC). Checked by
 * worth: an answer of about the end of 2019 said 1.307e-4 for DaggerHashimoto, 1.3e-12 BTC, which is near what 1 H/s of
 * Ethash mined a day by our own reckoning; read in any other power of ten it would not be.
 * `simplemultialgo/info` tells the same rounded to eight places, which makes SHA-256 0, and so is not used.
 *
 * @param baseUrl such as `https://api2.nicehash.com`
 */
export function niceHash(baseUrl: string, options: { timeoutMs?: number } = {}): MarketSource {
  const get = (path: string) => fetchJson(`${baseUrl}/main/api/v2/${path}`, options.timeoutMs)
  return {
    name: NAME,
    hosts: [new URL(baseUrl).host],
    leastIntervalMs: 5 * MINUTE_MS,
    async fetchMarketplaces() {
      const named = await get('mining/algorithms/')
      if (!named.ok) return named
      const current = await get('public/stats/global/current')
      if (!current.ok) return current
      const names = algorithms.safeParse(named.body)
      const figures = statistics.safeParse(current.body)
      if (!names.success || !figures.success) {
        return { ok: false, reason: 'NiceHash answered in a form that is not known' }
      }
      const nameOf = new Map(names.data.miningAlgorithms.map(({ algorithm, order }) => [order, algorithm]))
      // SHA-256 is sold under two names: the one with more speed behind it is the market.
      const best = new Map<string, MarketplaceRate & { speed: number }>()
      const problems: string[] = []
      for (const entry of figures.data.algos) {
        const rate = paid.safeParse(entry)
        const id = z.object({ a: z.number() }).safeParse(entry)
        const name = id.success ? nameOf.get(id.data.a) : undefined
        const algorithm = name === undefined ? undefined : canonicalAlgorithm(name)
        if (algorithm === undefined || !KNOWN_ALGORITHMS.includes(algorithm)) continue
        if (!rate.success) {
          problems.push(`NiceHash told no usable price of ${algorithm}`)
          continue
        }
        const { p, s: speed } = rate.data
        const coinPerHash = p / SATOSHI_PER_BITCOIN / SECONDS_PER_DAY
        if ((best.get(algorithm)?.speed ?? -1) >= speed) continue
        const dated = { source: NAME, observedAtMs: Date.now() }
        best.set(algorithm, { marketplace: NAME, algorithm, coin: 'BTC', coinPerHash, speed, ...dated })
      }
      const found = [...best.values()].map(({ speed: _, ...rate }) => rate)
      return { ok: true, found, problems }
    },
  }
}
