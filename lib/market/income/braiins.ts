import { z } from 'zod'
import { DAY_MS, SECOND_MS } from '#lib/domain/units'
import { fetchJson } from '../fetch-json.ts'
import { balance, believable, hashRate, type IncomeReader, unknownForm } from './income-reader.ts'
import { baseUrl, secret } from './setting-fields.ts'

const WHO = 'Braiins Pool'
const SATOSHI = 8
const UNITS: Record<string, number> = { 'Gh/s': 1e9, 'Th/s': 1e12, 'Ph/s': 1e15 }
const amount = z.union([z.string(), z.number()])

const profile = z.object({
  btc: z.object({
    all_time_reward: amount.optional(),
    current_balance: amount.optional(),
    hash_rate_unit: z.string(),
    hash_rate_60m: z.coerce.number().optional(),
    ok_workers: z.int().nonnegative().optional(),
    low_workers: z.int().nonnegative().optional(),
  }),
})
const payout = z.object({
  requested_at_ts: z.number(),
  resolved_at_ts: z.number().nullish(),
  status: z.string(),
  amount_sats: amount,
  fee_sats: amount.nullish(),
  tx_id: z.string().nullish(),
  invoice: z.string().nullish(),
})
const payouts = z.object({ onchain: z.array(payout).default([]), lightning: z.array(payout).default([]) })
const rewards = z.object({
  btc: z.object({ daily_rewards: z.array(z.object({ date: z.number(), total_reward: amount })) }),
})

/**
 * Braiins Pool (academy.braiins.com, "Monitoring", API configuration), header `Pool-Auth-Token`, about a request in 5 s:
 * `/accounts/profile/json/btc/`, `/accounts/rewards/json/btc?from=&to=` (`btc.daily_rewards`: what a UTC day credited) and
 * `/accounts/payouts/json/btc?from=&to=` (`onchain` and `lightning`, amounts in satoshi; only `confirmed` ones came).
 */
export const braiins: IncomeReader = {
  kind: 'braiins',
  settings: z.object({ token: secret('Paste the access token'), baseUrl: baseUrl('https://pool.braiins.com') }),
  secretFields: ['token'],
  hosts: ({ baseUrl: base = '' }) => [new URL(base).host],
  async read({ token = '', baseUrl: base = '' }, sinceMs, options = {}) {
    const headers = { 'pool-auth-token': token }
    const get = (path: string) => fetchJson(`${base}/accounts/${path}`, options.timeoutMs, { headers })
    const span = `from=${isoDate(sinceMs)}&to=${isoDate(Date.now() + DAY_MS)}`
    const told = await get('profile/json/btc/')
    if (!told.ok) return told
    const paid = await get(`payouts/json/btc?${span}`)
    if (!paid.ok) return paid
    const credited = await get(`rewards/json/btc?${span}`)
    if (!credited.ok) return credited
    const [state, out, days] = [
      profile.safeParse(told.body),
      payouts.safeParse(paid.body),
      rewards.safeParse(credited.body),
    ]
    if (!state.success || !out.success || !days.success) return unknownForm(WHO)
    const { btc } = state.data
    const confirmed = [...out.data.onchain, ...out.data.lightning].filter(({ status }) => status === 'confirmed')
    const raw = [
      ...confirmed.map((one) => ({
        externalId: one.tx_id ?? `payout ${one.requested_at_ts} ${one.amount_sats}`,
        kind: 'payout' as const,
        coin: 'BTC',
        amount: one.amount_sats,
        decimals: SATOSHI,
        ...(one.fee_sats === null || one.fee_sats === undefined ? {} : { fee: one.fee_sats }),
        receivedAtMs: (one.resolved_at_ts ?? one.requested_at_ts) * SECOND_MS,
        ...(one.tx_id ? { transaction: one.tx_id } : {}),
      })),
      // A day without work was credited nothing, which is no lie; one that is not over is told with what it has so far.
      ...days.data.btc.daily_rewards
        .filter(({ date, total_reward: reward }) => Number(reward) !== 0 && date * SECOND_MS + DAY_MS <= Date.now())
        .map((day) => ({
          externalId: `day ${day.date}`,
          kind: 'credit' as const,
          coin: 'BTC',
          amount: day.total_reward,
          receivedAtMs: day.date * SECOND_MS,
        })),
    ]
    const unit = UNITS[btc.hash_rate_unit]
    return {
      ok: true,
      ...believable(WHO, raw),
      states: [
        {
          coin: 'BTC',
          algorithm: 'sha256d',
          balancePico: balance(btc.current_balance),
          hashesPerSecond: unit === undefined ? undefined : hashRate(btc.hash_rate_60m, unit),
          workers: (btc.ok_workers ?? 0) + (btc.low_workers ?? 0),
        },
      ],
    }
  },
}

function isoDate(atMs: number): string {
  return new Date(Math.max(0, atMs)).toISOString().slice(0, 10)
}
