import { z } from 'zod'
import { SECOND_MS } from '#lib/domain/units'
import { fetchJson } from '../fetch-json.ts'
import { balance, believable, hashRate, type IncomeReader, unknownForm } from './income-reader.ts'
import { account, baseUrl } from './setting-fields.ts'

const WHO = '2Miners'
/** Decimals of the pool's smallest unit: RainbowMiner's pools code divides ETC and ERG by 10⁹, KAS by 10⁸. */
const COINS: Record<string, { algorithm: string; decimals: number }> = {
  ETC: { algorithm: 'etchash', decimals: 9 },
  ERG: { algorithm: 'autolykos2', decimals: 9 },
  KAS: { algorithm: 'kheavyhash', decimals: 8 },
}

const amount = z.union([z.number(), z.string()])
const answer = z.object({
  stats: z.object({ balance: amount.optional(), immature: amount.optional(), paid: amount.optional() }),
  hashrate: z.number().optional(),
  currentHashrate: z.number().optional(),
  workersOnline: z.int().nonnegative().optional(),
  payments: z.array(z.object({ amount, timestamp: z.number(), tx: z.string(), txFee: amount.optional() })).nullish(),
})

/**
 * 2Miners and its kin, forks of sammy007/open-ethereum-pool: `GET /api/accounts/<address>` answers `stats`, `payments`
 * `[{ amount, timestamp, tx, txFee }]` in the coin's smallest unit and Unix seconds, `hashrate` (mean of hours) and
 * `currentHashrate` (of minutes), H/s. An answer as captured: zwang1225/dc-eth-stalker, test.js.
 */
export const twoMiners: IncomeReader = {
  kind: '2miners',
  settings: z
    .object({
      coin: z.enum(Object.keys(COINS), 'What unit this coin is told in is not known'),
      address: account('Write the wallet address'),
      baseUrl: baseUrl('').optional(),
    })
    .transform(({ coin, address, baseUrl: base }) => ({
      coin,
      address,
      baseUrl: base || `https://${coin.toLowerCase()}.2miners.com`,
    })),
  secretFields: [],
  hosts: ({ baseUrl: base = '' }) => [new URL(base).host],
  async read({ coin = '', address = '', baseUrl: base = '' }, _sinceMs, options = {}) {
    const known = COINS[coin]
    if (!known) return { ok: false, reason: `What unit 2Miners tells ${coin} in is not known` }
    const told = await fetchJson(`${base}/api/accounts/${encodeURIComponent(address)}`, options.timeoutMs)
    if (!told.ok) return told
    const parsed = answer.safeParse(told.body)
    if (!parsed.success) return unknownForm(WHO)
    const { stats, payments, currentHashrate, hashrate: mean, workersOnline } = parsed.data
    const { algorithm, decimals } = known
    const raw = (payments ?? []).map(({ amount: paid, timestamp, tx, txFee }) => ({
      externalId: tx,
      kind: 'payout' as const,
      coin,
      amount: paid,
      decimals,
      ...(txFee === undefined ? {} : { fee: txFee }),
      receivedAtMs: timestamp * SECOND_MS,
      transaction: tx,
    }))
    return {
      ok: true,
      ...believable(WHO, raw),
      states: [
        {
          coin,
          algorithm,
          balancePico: balance(stats.balance, decimals),
          immaturePico: balance(stats.immature, decimals),
          paidPico: balance(stats.paid, decimals),
          hashesPerSecond: hashRate(mean ?? currentHashrate),
          workers: workersOnline,
        },
      ],
    }
  },
}
