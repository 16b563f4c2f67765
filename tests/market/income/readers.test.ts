import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { incomeReaders } from '#lib/market/income/readers'
import { json, webDouble } from '../web-double.ts'

const WALLET = '0xAbCdEf0123456789'

async function read(
  kind: keyof typeof incomeReaders,
  settings: Record<string, string>,
  answers: Record<string, unknown>,
) {
  const web = await webDouble((request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? ''
    json(response, answers[path] ?? {}, path in answers ? 200 : 404)
  })
  const reader = incomeReaders[kind]
  return reader.read(reader.settings.parse({ ...settings, baseUrl: web.url }), 0)
}

// Shapes: academy.braiins.com, "Monitoring", API configuration.
const braiinsAnswers = {
  '/accounts/profile/json/btc/': {
    username: 'miner',
    btc: {
      current_balance: '0.00067055',
      hash_rate_unit: 'Gh/s',
      hash_rate_60m: 240504.73,
      ok_workers: 2,
      low_workers: 1,
    },
  },
  '/accounts/rewards/json/btc': {
    btc: {
      daily_rewards: [
        { date: 1775174400, total_reward: '0.00021038' },
        { date: 1775088000, total_reward: '0.00000000' },
      ],
    },
  },
  '/accounts/payouts/json/btc': {
    onchain: [
      {
        requested_at_ts: 1775200000,
        resolved_at_ts: 1775203600,
        status: 'confirmed',
        amount_sats: 100000,
        fee_sats: 250,
        tx_id: 'ab12',
      },
      {
        requested_at_ts: 1775300000,
        resolved_at_ts: null,
        status: 'queued',
        amount_sats: 90000,
        fee_sats: 0,
        tx_id: null,
      },
    ],
    lightning: [],
  },
}

test('a day of Braiins that is not over is left until it is', async () => {
  const today = Math.floor(Date.now() / 86_400_000) * 86_400
  const days = [today, today - 86_400].map((date) => ({ date, total_reward: '0.0001' }))
  const rewards = { '/accounts/rewards/json/btc': { btc: { daily_rewards: days } } }
  const result = await read('braiins', { token: 'secret-token' }, { ...braiinsAnswers, ...rewards })
  const credits = result.ok ? result.receipts.filter(({ kind }) => kind === 'credit') : []
  expect(credits.map(({ externalId }) => externalId)).toEqual([`day ${today - 86_400}`])
})

test('Braiins credits days and pays what is confirmed; what is queued has not come', async () => {
  const result = await read('braiins', { token: 'secret-token' }, braiinsAnswers)
  expect(result).toEqual({
    ok: true,
    problems: [],
    receipts: [
      {
        ...{ externalId: 'ab12', kind: 'payout', coin: 'BTC', amountPico: 1_000_000_000n, feePico: 2_500_000n },
        ...{ receivedAtMs: 1_775_203_600_000, transaction: 'ab12' },
      },
      {
        externalId: 'day 1775174400',
        kind: 'credit',
        coin: 'BTC',
        amountPico: 210_380_000n,
        receivedAtMs: 1_775_174_400_000,
      },
    ],
    states: [
      { coin: 'BTC', algorithm: 'sha256d', balancePico: 670_550_000n, hashesPerSecond: 240504.73e9, workers: 3 },
    ],
  })
})

// Shape: f2pool.com/developer/api, as copied in average-gary/f2-pool-open-api-spec.
test('F2Pool tells a payout as an outcome; it came all the same', async () => {
  const answers = {
    '/v2/assets/balance': { balance_info: { balance: 0.0012, paid: 1.5, total_income: 1.5012 } },
    '/v2/assets/transactions/list': {
      transactions: [
        { id: 11, type: 'revenue', changed_balance: 0.0003, created_at: 1775174400, mining_extra: {} },
        {
          ...{ id: 12, type: 'payout', changed_balance: -0.01, created_at: 1775174500 },
          payout_extra: { value: 0.01, tx_id: 'cd34', paid_time: 1775174600, tip: 0.0001 },
        },
      ],
    },
    '/v2/hash_rate/info': { info: { name: 'me', hash_rate: 2e14, h1_hash_rate: 1.9e14 }, currency: 'bitcoin' },
  }
  expect(await read('f2pool', { coin: 'BTC', account: 'miner', token: 'secret' }, answers)).toMatchObject({
    receipts: [
      { externalId: '11', kind: 'credit', amountPico: 300_000_000n },
      { externalId: '12', kind: 'payout', amountPico: 10_000_000_000n, feePico: 100_000_000n, transaction: 'cd34' },
    ],
    states: [{ balancePico: 1_200_000_000n, hashesPerSecond: 1.9e14 }],
  })
})

// Shape: an answer captured in zwang1225/dc-eth-stalker, test.js; ETC in 10⁻⁹ (RainbowMiner).
const payment = { amount: 198371560, timestamp: 1649144264, tx: '0xad31', txFee: 1049344 }
const twoMinersAnswer = (payments: unknown) => ({
  [`/api/accounts/${WALLET}`]: {
    ...{ hashrate: 1021702269, currentHashrate: 969586969, workersOnline: 3, pageSize: 65 },
    ...{ stats: { balance: 14850960, immature: 30112, paid: 593939 }, payments },
  },
})

test('2Miners pays in billionths of ETC', async () => {
  expect(await read('2miners', { coin: 'ETC', address: WALLET }, twoMinersAnswer([payment]))).toMatchObject({
    receipts: [{ externalId: '0xad31', amountPico: 198_371_560_000n, receivedAtMs: 1_649_144_264_000 }],
    states: [{ balancePico: 14_850_960_000n, hashesPerSecond: 1021702269, workers: 3 }],
  })
})

test('a pool that lies writes nothing negative, of zero, twice, huge or from the future', async () => {
  const lies = [
    { ...payment, amount: -5, tx: 'negative' },
    { ...payment, amount: 0, tx: 'zero' },
    { ...payment, amount: '1e40', tx: 'huge' },
    { ...payment, timestamp: 9e9, tx: 'future' },
    { ...payment, tx: '' },
    payment,
    payment,
  ]
  const result = await read('2miners', { coin: 'ETC', address: WALLET }, twoMinersAnswer(lies))
  expect(result.ok && result.receipts.map(({ externalId }) => externalId)).toEqual(['0xad31'])
  expect(result.ok && result.problems).toHaveLength(5)
})

// Shape: Snipa22/nodejs-pool, lib/api.js; hash2 is of MoneroOcean's fork.
test('MoneroOcean pays in 10⁻¹² of XMR', async () => {
  const answers = {
    [`/miner/${WALLET}/stats`]: { amtDue: 1234, amtPaid: 5678, hash: 900, hash2: 1500, identifier: 'global' },
    [`/miner/${WALLET}/payments`]: [{ pt: 'pplns', ts: 1775174400, amount: 3000000000, txnHash: 'ef56', mixin: 15 }],
  }
  expect(await read('moneroocean', { address: WALLET }, answers)).toMatchObject({
    receipts: [{ externalId: 'ef56', coin: 'XMR', amountPico: 3_000_000_000n }],
    states: [{ balancePico: 1234n, paidPico: 5678n, hashesPerSecond: 1500 }],
  })
})

// Shape: benjamin-wilson/public-pool, src/controllers/client/client.controller.ts.
test('a solo pool pays nothing and tells what it sees', async () => {
  const workers = [{ sessionId: 'a', name: 'bitaxe', bestDifficulty: '12.00', hashRate: 1.1e12 }]
  const answers = { [`/api/client/${WALLET}`]: { bestDifficulty: 12, workersCount: 1, workers } }
  expect(await read('public-pool', { address: WALLET }, answers)).toMatchObject({
    receipts: [],
    states: [{ hashesPerSecond: 1.1e12, workers: 1 }],
  })
})

// Shape: Blockstream/esplora, API.md.
test('a watched address sees confirmed outputs to it, not its own change', async () => {
  const at = (scriptpubkey_address: string, value: number) => ({ scriptpubkey_address, value })
  const from = (scriptpubkey_address: string) => [{ is_coinbase: false, prevout: { scriptpubkey_address } }]
  const status = { confirmed: true, block_height: 900_000, block_time: 1775174400 }
  const transactions = [
    { txid: 'a'.repeat(64), vin: [{ is_coinbase: true, prevout: null }], vout: [at(WALLET, 312500000)], status },
    { txid: 'b'.repeat(64), vin: from('pool'), vout: [at('other', 5), at(WALLET, 700)], status },
    { txid: 'c'.repeat(64), vin: from(WALLET), vout: [at(WALLET, 99)], status },
    { txid: 'd'.repeat(64), vin: from('pool'), vout: [at(WALLET, 8)], status: { confirmed: false } },
  ]
  const result = await read('esplora', { address: WALLET }, { [`/address/${WALLET}/txs/chain`]: transactions })
  expect(result).toMatchObject({
    receipts: [
      { externalId: `${'a'.repeat(64)}:0`, kind: 'mined', amountPico: 3_125_000_000_000n },
      { externalId: `${'b'.repeat(64)}:1`, kind: 'payout', amountPico: 7_000_000n },
    ],
  })
  expect(result.ok && result.receipts).toHaveLength(2)
})

// Shapes: nicehash.com/docs/rest; the signature as in nicehash/rest-clients-demo.
async function niceHashDouble(secretKey: string) {
  return webDouble((request, response) => {
    const url = new URL(request.url ?? '', 'http://nicehash')
    if (url.pathname === '/api/v2/time') return json(response, { serverTime: Date.now() + 60_000 })
    const header = (name: string) => String(request.headers[name] ?? '')
    const query = url.search.slice(1)
    const parts = ['key1', header('x-time'), header('x-nonce'), '', 'org1', '', request.method, url.pathname, query]
    const mac = createHmac('sha256', secretKey).update(parts.join('\0')).digest('hex')
    const onTime = Math.abs(Number(header('x-time')) - Date.now() - 60_000) < 10_000
    if (header('x-auth') !== `key1:${mac}` || !onTime) return json(response, { errors: [{ code: 2000 }] }, 401)
    if (url.pathname.endsWith('/account2/BTC')) {
      return json(response, {
        active: true,
        currency: 'BTC',
        totalBalance: '0.02',
        available: '0.015',
        pending: '0.005',
      })
    }
    if (url.pathname.endsWith('/rigs2')) {
      return json(response, {
        unpaidAmount: '0.00001234',
        miningRigs: [{ minerStatus: 'MINING' }, { minerStatus: 'OFFLINE' }],
      })
    }
    const currency = { enumName: 'BTC', description: 'BTC' }
    const list = [
      { id: 'pay-1', created: 1775174400000, currency, amount: 0.00012, metadata: '', feeAmount: 0.0000024 },
    ]
    return json(response, { list, pagination: { size: 100, page: 0, totalPageCount: 1 } })
  })
}

const keys = { organizationId: 'org1', key: 'key1', secretKey: 'very-secret' }

test('NiceHash accepts our signature, by its own clock, and tells payments with their fee', async () => {
  const web = await niceHashDouble('very-secret')
  const result = await incomeReaders.nicehash.read({ ...keys, baseUrl: web.url }, 0)
  expect(result).toMatchObject({
    receipts: [{ externalId: 'pay-1', kind: 'credit', coin: 'BTC', amountPico: 120_000_000n, feePico: 2_400_000n }],
    states: [{ balancePico: 15_000_000_000n, immaturePico: 12_340_000n, workers: 1 }],
  })
})

test('a wrong NiceHash secret is refused in words that do not repeat it', async () => {
  const web = await niceHashDouble('another-secret')
  const result = await incomeReaders.nicehash.read({ ...keys, baseUrl: web.url }, 0)
  expect(result).toMatchObject({ ok: false, reason: expect.stringContaining('401') })
  expect(JSON.stringify(result)).not.toContain('very-secret')
})

test.each(Object.keys(incomeReaders))('%s: another form, too many requests and silence are results', async (name) => {
  const reader = Object.values(incomeReaders).find(({ kind }) => kind === name)
  if (!reader) throw new Error(name)
  const settings = { address: WALLET, coin: 'ETC', account: 'miner', token: 'secret', ...keys }
  const odd = await webDouble((_, response) => json(response, { surprise: true }))
  expect(await reader.read({ ...settings, baseUrl: odd.url }, 0)).toMatchObject({ ok: false, reason: /form/ })
  const busy = await webDouble((_, response) => json(response, {}, 429, { 'retry-after': '120' }))
  expect(await reader.read({ ...settings, baseUrl: busy.url }, 0)).toMatchObject({ ok: false, retryAfterMs: 120_000 })
  const silent = await webDouble(() => {})
  expect(await reader.read({ ...settings, baseUrl: silent.url }, 0, { timeoutMs: 50 })).toMatchObject({ ok: false })
})
