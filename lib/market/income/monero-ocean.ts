import { z } from 'zod'
import { SECOND_MS } from '#lib/domain/units'
import { fetchJson } from '../fetch-json.ts'
import { balance, believable, hashRate, type IncomeReader, unknownForm } from './income-reader.ts'
import { account, baseUrl } from './setting-fields.ts'

const WHO = 'MoneroOcean'
const PICONERO = 12
const amount = z.union([z.number(), z.string()])
const stats = z.object({ amtDue: amount.optional(), amtPaid: amount.optional(), hash2: z.number().optional() })
const payments = z.array(z.object({ ts: z.number(), amount, txnHash: z.string() }))

/**
 * MoneroOcean, a nodejs-pool (Snipa22/nodejs-pool, lib/api.js): `/miner/<address>/stats` (`amtDue`, `amtPaid` in 10⁻¹² XMR;
 * `hash2` in H/s weighed as RandomX, which only MoneroOcean's fork tells) and `/miner/<address>/payments`
 * (`[{ ts, amount, txnHash }]`, newest first, 25 a page).
 */
export const moneroOcean: IncomeReader = {
  kind: 'moneroocean',
  settings: z.object({
    address: account('Write the wallet address'),
    baseUrl: baseUrl('https://api.moneroocean.stream'),
  }),
  secretFields: [],
  hosts: ({ baseUrl: base = '' }) => [new URL(base).host],
  async read({ address = '', baseUrl: base = '' }, _sinceMs, options = {}) {
    const get = (path: string) => fetchJson(`${base}/miner/${encodeURIComponent(address)}/${path}`, options.timeoutMs)
    const told = await get('stats')
    if (!told.ok) return told
    const listed = await get('payments')
    if (!listed.ok) return listed
    const [state, out] = [stats.safeParse(told.body), payments.safeParse(listed.body)]
    if (!state.success || !out.success) return unknownForm(WHO)
    const raw = out.data.map(({ ts, amount: paid, txnHash }) => ({
      externalId: txnHash,
      kind: 'payout' as const,
      coin: 'XMR',
      amount: paid,
      decimals: PICONERO,
      receivedAtMs: ts * SECOND_MS,
      transaction: txnHash,
    }))
    const { amtDue, amtPaid, hash2 } = state.data
    return {
      ok: true,
      ...believable(WHO, raw),
      states: [
        {
          coin: 'XMR',
          algorithm: 'randomx',
          balancePico: balance(amtDue, PICONERO),
          paidPico: balance(amtPaid, PICONERO),
          hashesPerSecond: hashRate(hash2),
        },
      ],
    }
  },
}
