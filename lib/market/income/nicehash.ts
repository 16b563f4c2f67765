import { createHmac, randomUUID } from 'node:crypto'
import { z } from 'zod'
import { type FetchedJson, fetchJson } from '../fetch-json.ts'
import { balance, believable, type IncomeReader, unknownForm } from './income-reader.ts'
import { baseUrl, secret } from './setting-fields.ts'

const WHO = 'NiceHash'
const MOST_PAGES = 20
const PAGE = 100
const amount = z.union([z.number(), z.string()])
const clock = z.object({ serverTime: z.number().positive() })
const wallet = z.object({ currency: z.literal('BTC'), available: amount, pending: amount.optional() })
const rigs = z.object({
  unpaidAmount: amount.optional(),
  miningRigs: z.array(z.object({ minerStatus: z.string().optional() })).default([]),
})
const earnings = z.object({
  list: z.array(
    z.object({
      id: z.string(),
      created: z.number(),
      currency: z.object({ enumName: z.string() }),
      amount,
      feeAmount: amount.nullish(),
    }),
  ),
  pagination: z.object({ totalPageCount: z.int().nonnegative() }),
})

type Keys = { key: string; secretKey: string; organizationId: string }

/**
 * NiceHash's private API (nicehash.com/docs/rest), signed with HMAC-SHA-256 by its own clock (`/api/v2/time`):
 * `accounting/account2/BTC`, `mining/rigs2` (what rigs are owed) and `accounting/hashpowerEarnings/BTC`, "mining payments":
 * `{ list: [{ id, created (ms), currency, amount, feeAmount }], pagination }`. The amount is before its fee.
 * In what unit `rigs2` tells speeds is not documented, so no hash rate is taken from it.
 */
export const niceHash: IncomeReader = {
  kind: 'nicehash',
  settings: z.object({
    organizationId: secret('Paste the organization id'),
    key: secret('Paste the API key'),
    secretKey: secret('Paste the API key’s secret'),
    baseUrl: baseUrl('https://api2.nicehash.com'),
  }),
  secretFields: ['key', 'secretKey'],
  hosts: ({ baseUrl: base = '' }) => [new URL(base).host],
  async read({ organizationId = '', key = '', secretKey = '', baseUrl: base = '' }, sinceMs, options = {}) {
    const time = await fetchJson(`${base}/api/v2/time`, options.timeoutMs)
    if (!time.ok) return time
    const now = clock.safeParse(time.body)
    if (!now.success) return unknownForm(WHO)
    const offsetMs = now.data.serverTime - Date.now()
    const get = (path: string, query = ''): Promise<FetchedJson> => {
      const headers = signed({ key, secretKey, organizationId }, 'GET', path, query, Math.round(Date.now() + offsetMs))
      return fetchJson(`${base}${path}${query && `?${query}`}`, options.timeoutMs, { headers })
    }
    const told = await get('/main/api/v2/accounting/account2/BTC')
    if (!told.ok) return told
    const owed = await get('/main/api/v2/mining/rigs2')
    if (!owed.ok) return owed
    const [account, mining] = [wallet.safeParse(told.body), rigs.safeParse(owed.body)]
    if (!account.success || !mining.success) return unknownForm(WHO)
    const paid: z.infer<typeof earnings>['list'] = []
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const listed = await get('/main/api/v2/accounting/hashpowerEarnings/BTC', `page=${page}&size=${PAGE}`)
      if (!listed.ok) return listed
      const parsed = earnings.safeParse(listed.body)
      if (!parsed.success) return unknownForm(WHO)
      paid.push(...parsed.data.list)
      const oldest = parsed.data.list.at(-1)?.created
      if (oldest === undefined || oldest < sinceMs || page + 1 >= parsed.data.pagination.totalPageCount) break
    }
    const raw = paid.map((one) => ({
      externalId: one.id,
      kind: 'credit' as const,
      coin: one.currency.enumName,
      amount: one.amount,
      ...(one.feeAmount === null || one.feeAmount === undefined ? {} : { fee: one.feeAmount }),
      receivedAtMs: one.created,
    }))
    const { miningRigs, unpaidAmount } = mining.data
    return {
      ok: true,
      ...believable(WHO, raw),
      states: [
        {
          coin: 'BTC',
          algorithm: '',
          balancePico: balance(account.data.available),
          immaturePico: balance(unpaidAmount),
          workers: miningRigs.filter(({ minerStatus }) => minerStatus === 'MINING').length,
        },
      ],
    }
  },
}

/**
 * `X-Auth: key:HEX(HMAC-SHA-256(secret, key 0 time 0 nonce 0 0 organization 0 0 method 0 path 0 query))`, 0 being a zero
 * byte (nicehash/rest-clients-demo).
 */
function signed({ key, secretKey, organizationId }: Keys, method: string, path: string, query: string, timeMs: number) {
  const nonce = randomUUID()
  const text = [key, timeMs, nonce, '', organizationId, '', method, path, query].join('\0')
  return {
    'x-time': String(timeMs),
    'x-nonce': nonce,
    'x-organization-id': organizationId,
    'x-request-id': randomUUID(),
    'x-auth': `${key}:${createHmac('sha256', secretKey).update(text).digest('hex')}`,
  }
}
