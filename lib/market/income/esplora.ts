import { z } from 'zod'
import { SECOND_MS } from '#lib/domain/units'
import { fetchJson } from '../fetch-json.ts'
import { believable, type IncomeReader, unknownForm } from './income-reader.ts'
import { account, baseUrl } from './setting-fields.ts'

const WHO = 'The explorer'
const SATOSHI = 8
const PAGE = 25
const MOST_PAGES = 40
const transactions = z.array(
  z.object({
    txid: z.string().regex(/^[0-9a-f]{64}$/),
    vin: z.array(
      z.object({
        is_coinbase: z.boolean(),
        prevout: z.object({ scriptpubkey_address: z.string().optional() }).nullish(),
      }),
    ),
    vout: z.array(z.object({ scriptpubkey_address: z.string().optional(), value: z.number() })),
    status: z.object({ confirmed: z.boolean(), block_time: z.number().nullish() }),
  }),
)

/**
 * What arrived at a bitcoin address, by an Esplora (Blockstream/esplora, API.md), one's own if wished:
 * `GET /address/<address>/txs/chain[/<last seen txid>]`, confirmed ones, newest first, 25 a page, satoshi. Each output to the
 * address is a receipt; out of a coinbase it is a block of one's own. What the address pays itself, as change, came from
 * nobody.
 */
export const esplora: IncomeReader = {
  kind: 'esplora',
  settings: z.object({
    address: account('Write the bitcoin address'),
    baseUrl: baseUrl('https://blockstream.info/api'),
  }),
  secretFields: [],
  hosts: ({ baseUrl: base = '' }) => [new URL(base).host],
  async read({ address = '', baseUrl: base = '' }, sinceMs, options = {}) {
    const raw: Parameters<typeof believable>[1] = []
    let last = ''
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const told = await fetchJson(`${base}/address/${encodeURIComponent(address)}/txs/chain${last}`, options.timeoutMs)
      if (!told.ok) return told
      const parsed = transactions.safeParse(told.body)
      if (!parsed.success) return unknownForm(WHO)
      let oldestMs = Number.POSITIVE_INFINITY
      for (const { txid, vin, vout, status } of parsed.data) {
        if (!status.confirmed || !status.block_time) continue
        const receivedAtMs = status.block_time * SECOND_MS
        oldestMs = Math.min(oldestMs, receivedAtMs)
        if (vin.some(({ prevout }) => prevout?.scriptpubkey_address === address)) continue
        const kind = vin.some(({ is_coinbase: mined }) => mined) ? 'mined' : 'payout'
        for (const [index, output] of vout.entries()) {
          if (output.scriptpubkey_address !== address) continue
          const externalId = `${txid}:${index}`
          raw.push({
            externalId,
            kind,
            coin: 'BTC',
            amount: output.value,
            decimals: SATOSHI,
            receivedAtMs,
            transaction: txid,
          })
        }
      }
      const seen = parsed.data.at(-1)?.txid
      if (parsed.data.length < PAGE || seen === undefined || `/${seen}` === last || oldestMs < sinceMs) break
      last = `/${seen}`
    }
    return { ok: true, ...believable(WHO, raw), states: [] }
  },
}
