import { z } from 'zod'
import { SECOND_MS } from '#lib/domain/units'
import { fetchJson } from '../fetch-json.ts'
import { balance, believable, hashRate, type IncomeReader, unknownForm } from './income-reader.ts'
import { account, baseUrl, secret } from './setting-fields.ts'

const WHO = 'F2Pool'
const COINS: Record<string, { currency: string; algorithm: string; rated: boolean }> = {
  BTC: { currency: 'bitcoin', algorithm: 'sha256d', rated: true },
  BCH: { currency: 'bitcoin-cash', algorithm: 'sha256d', rated: true },
  LTC: { currency: 'litecoin', algorithm: 'scrypt', rated: true },
  DASH: { currency: 'dash', algorithm: 'x11', rated: false },
  ETC: { currency: 'ethereum-classic', algorithm: 'etchash', rated: false },
  RVN: { currency: 'raven', algorithm: 'kawpow', rated: false },
  ZEC: { currency: 'zcash', algorithm: 'equihash', rated: false },
}

const money = z.object({ balance_info: z.object({ balance: z.number(), paid: z.number() }) })
const rates = z.object({ info: z.object({ h1_hash_rate: z.number().optional() }) })
const list = z.object({
  transactions: z.array(
    z.object({
      id: z.number(),
      type: z.string(),
      changed_balance: z.number(),
      created_at: z.number(),
      payout_extra: z
        .object({
          value: z.number(),
          tx_id: z.string().optional(),
          paid_time: z.number().optional(),
          tip: z.number().optional(),
        })
        .nullish(),
    }),
  ),
})

/**
 * F2Pool's API v2 (f2pool.com/developer/api; copied in average-gary/f2-pool-open-api-spec): POST with header
 * `F2P-API-SECRET`; `assets/balance`, `assets/transactions/list` (amounts in coins, moments in Unix seconds; a payout is an
 * outcome, so its `changed_balance` is negative and `payout_extra.value` what was paid), `hash_rate/info` for three coins.
 */
export const f2pool: IncomeReader = {
  kind: 'f2pool',
  settings: z.object({
    coin: z.enum(Object.keys(COINS), 'F2Pool’s API tells nothing of this coin'),
    account: account('Write the name of the mining account'),
    token: secret('Paste the API token'),
    baseUrl: baseUrl('https://api.f2pool.com'),
  }),
  secretFields: ['token'],
  hosts: ({ baseUrl: base = '' }) => [new URL(base).host],
  async read({ coin = '', account: name, token = '', baseUrl: base = '' }, sinceMs, options = {}) {
    const known = COINS[coin]
    if (!known) return { ok: false, reason: `F2Pool’s API tells nothing of ${coin}` }
    const who = { currency: known.currency, mining_user_name: name }
    const ask = (path: string, more: object = {}) =>
      fetchJson(`${base}/v2/${path}`, options.timeoutMs, {
        headers: { 'f2p-api-secret': token },
        post: { ...who, ...more },
      })
    const told = await ask('assets/balance')
    if (!told.ok) return told
    const times = { start_time: Math.floor(sinceMs / SECOND_MS), end_time: Math.floor(Date.now() / SECOND_MS) }
    const listed = await ask('assets/transactions/list', { type: 'revenue,payout', ...times })
    if (!listed.ok) return listed
    const rated = known.rated ? await ask('hash_rate/info') : undefined
    if (rated && !rated.ok) return rated
    const [state, out] = [money.safeParse(told.body), list.safeParse(listed.body)]
    if (!state.success || !out.success) return unknownForm(WHO)
    const speed = rated ? rates.safeParse(rated.body) : undefined
    const raw = out.data.transactions.map((one) => {
      const paid = one.payout_extra
      return {
        externalId: String(one.id),
        kind: paid ? ('payout' as const) : ('credit' as const),
        coin,
        amount: paid ? paid.value : one.changed_balance,
        ...(paid?.tip === undefined ? {} : { fee: paid.tip }),
        receivedAtMs: (paid?.paid_time ?? one.created_at) * SECOND_MS,
        ...(paid?.tx_id ? { transaction: paid.tx_id } : {}),
      }
    })
    const { balance: due, paid } = state.data.balance_info
    const hashesPerSecond = speed?.success ? hashRate(speed.data.info.h1_hash_rate) : undefined
    return {
      ok: true,
      ...believable(WHO, raw),
      states: [
        { coin, algorithm: known.algorithm, balancePico: balance(due), paidPico: balance(paid), hashesPerSecond },
      ],
    }
  },
}
