import { z } from 'zod'
import { fetchJson } from '../fetch-json.ts'
import { hashRate, type IncomeReader, unknownForm } from './income-reader.ts'
import { account, baseUrl } from './setting-fields.ts'

const WHO = 'The public pool'
const answer = z.object({
  workersCount: z.int().nonnegative(),
  workers: z.array(z.object({ hashRate: z.coerce.number() })),
})

/**
 * A public-pool, solo (benjamin-wilson/public-pool, src/controllers/client/client.controller.ts):
 * `GET /api/client/<address>` answers the workers of the last 30 min with their `hashRate` in H/s. It pays nothing: a block
 * found goes to the address itself, which a watched address sees.
 */
export const publicPool: IncomeReader = {
  kind: 'public-pool',
  settings: z.object({
    address: account('Write the wallet address'),
    baseUrl: baseUrl('https://public-pool.io:40557'),
  }),
  secretFields: [],
  hosts: ({ baseUrl: base = '' }) => [new URL(base).host],
  async read({ address = '', baseUrl: base = '' }, _sinceMs, options = {}) {
    const told = await fetchJson(`${base}/api/client/${encodeURIComponent(address)}`, options.timeoutMs)
    if (!told.ok) return told
    const parsed = answer.safeParse(told.body)
    if (!parsed.success) return unknownForm(WHO)
    const { workers, workersCount } = parsed.data
    const total = workers.reduce((sum, worker) => sum + (hashRate(worker.hashRate) ?? 0), 0)
    return {
      ok: true,
      receipts: [],
      problems: [],
      states: [{ coin: 'BTC', algorithm: 'sha256d', hashesPerSecond: hashRate(total), workers: workersCount }],
    }
  },
}
