import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Assignment } from '#lib/domain/explained-money'
import { KNOWN_POOLS } from '#lib/domain/known-pools'
import { payerLabel, payerOf, poolKey } from '#lib/domain/payers'
import { coinOfWallet, contradiction, guessPayer, poolHost } from '#lib/domain/pool-addresses'

const MONERO_WALLET = `4${'A'.repeat(94)}`

test.each([
  // Hosts as miners' configurations in public repositories have them.
  ['sha256d', 'stratum+tcp://stratum.braiins.com:3333', 'me.worker1', 'braiins', 'BTC', 'fpps'],
  ['sha256d', 'solo.stratum.braiins.com:3333', '', 'braiins', 'BTC', 'solo'],
  ['sha256d', 'stratum+tcp://btc.f2pool.com:1314', 'me.1', 'f2pool', 'BTC', 'unknown'],
  ['scrypt', 'ltc.f2pool.com:8888', 'me.1', 'f2pool', 'LTC', 'unknown'],
  ['sha256d', 'stratum+tcp://ss.antpool.com:3333', 'me.1', 'antpool', 'BTC', 'unknown'],
  ['sha256d', 'stratum+tcp://bch.viabtc.io:3333', 'me.1', 'viabtc', 'BCH', 'unknown'],
  ['sha256d', 'stratum+tcp://btc.foundryusapool.com:3333', 'me.1', 'foundry', 'BTC', 'fpps'],
  ['sha256d', 'stratum+tcp://btc.global.luxor.tech:700', 'me.1', 'luxor', 'BTC', 'fpps'],
  ['sha256d', 'stratum+tcp://mine.ocean.xyz:3334', 'bc1qwallet.1', 'ocean', 'BTC', 'unknown'],
  ['sha256d', 'stratum+tcp://solo.ckpool.org:3333', '', 'ckpool', 'BTC', 'solo'],
  ['sha256d', 'eusolo.ckpool.org', '', 'ckpool', 'BTC', 'solo'],
  ['sha256d', 'public-pool.io:21496', '', 'public-pool', 'BTC', 'solo'],
  ['etchash', 'etc.2miners.com:1010', '0xwallet', 'twominers', 'ETC', 'pplns'],
  ['kawpow', 'stratum+ssl://solo-rvn.2miners.com:17070', '', 'twominers', 'RVN', 'solo'],
  ['randomx', 'gulf.moneroocean.stream:10128', MONERO_WALLET, 'moneroocean', 'XMR', 'unknown'],
  ['randomx', 'pool.supportxmr.com:443', MONERO_WALLET, 'supportxmr', 'XMR', 'unknown'],
  ['kheavyhash', 'de.kaspa.herominers.com:1206', 'kaspa:q', 'herominers', 'KAS', 'unknown'],
  ['autolykos2', 'de.ergo.herominers.com:1180', 'solo:9wallet', 'herominers', 'ERG', 'solo'],
  ['etchash', 'etc-eu1.nanopool.org:19999', '0xwallet/rig', 'nanopool', 'ETC', 'unknown'],
  ['etchash', 'eu1-etc.ethermine.org:4444', '', 'ethermine', 'ETC', 'unknown'],
  ['randomx', 'pool.hashvault.pro:3333', MONERO_WALLET, 'hashvault', 'XMR', 'pplns'],
  ['randomx', 'p2pool.lan:3333', 'x', 'p2pool', 'XMR', 'pplns'],
  ['scrypt', 'stratum+tcp://us.litecoinpool.org:3333', 'me.1', 'litecoinpool', 'LTC', 'pps'],
  ['etchash', 'etc.kryptex.network:7777', '0xwallet/1', 'kryptex', 'ETC', 'unknown'],
] as const)('%s at %s', (algorithm, url, user, pool, coin, scheme) => {
  expect(guessPayer(algorithm, { url, user })).toMatchObject({ payer: 'pool', pool, coin, scheme })
})

test.each([
  ['kawpow', 'stratum+tcp://kawpow.auto.nicehash.com:9200', 'nicehash', 'BTC', 2],
  ['sha256d', 'sha256asicboost.eu-west.nicehash.com:3368', 'nicehash', 'BTC', 2],
  ['lyra2z330', 'lyra2z330.na.mine.zpool.ca:4563', 'zpool', 'BTC', 1],
  ['scrypt', 'americas.scrypt.mining-dutch.nl:8888', 'mining-dutch', 'BTC', 2],
  ['scrypt', 'us.mining.prohashing.com:3333', 'prohashing', 'BTC', 1],
  ['randomx', 'us-east01.miningrigrentals.com:3333', 'miningrigrentals', 'BTC', 1],
] as const)('work of %s sold at %s', (algorithm, url, payer, coin, poolFeePercent) => {
  expect(guessPayer(algorithm, { url })).toMatchObject({ payer, coin, poolFeePercent })
  expect(guessPayer(algorithm, { url })?.pool).toBeUndefined()
})

test('unMineable pays in the coin before the wallet', () => {
  const guess = guessPayer('randomx', { url: 'rx.unmineable.com:3333', user: 'DOGE:Dwallet.rig#abcd-efgh' })
  expect(guess).toMatchObject({ payer: 'unmineable', coin: 'DOGE' })
})

test('a pool without a known fee is assumed to take 1 %', () => {
  expect(guessPayer('sha256d', { url: 'stratum.braiins.com:3333' })?.poolFeePercent).toBe(1)
  expect(guessPayer('sha256d', { url: 'stratum+tcp://192.168.1.4:3333' })).toMatchObject({
    pool: undefined,
    coin: 'BTC',
  })
})

test('a host that only looks like a known pool is not taken for it', () => {
  expect(guessPayer('sha256d', { url: 'braiins.com.evil.example:3333' })?.pool).toBeUndefined()
  expect(guessPayer('sha256d', { url: 'notnicehash.com:3333' })?.payer).toBe('pool')
})

test('without a word in the host the wallet tells the coin, if the algorithm can mine it', () => {
  expect(guessPayer('scrypt', { url: 'pool.example', user: `D${'a'.repeat(33)}.rig` })?.coin).toBe('DOGE')
  expect(guessPayer('sha256d', { url: 'pool.example', user: `bitcoincash:q${'a'.repeat(41)}.rig` })?.coin).toBe('BCH')
  // A Ravencoin wallet at a SHA-256 pool that pays in it says nothing of what is mined.
  expect(guessPayer('sha256d', { url: 'pool.example', user: `R${'a'.repeat(33)}` })?.coin).toBe('BTC')
})

test.each([
  ['randomx', `8${'B'.repeat(94)}`, 'XMR'],
  ['sha256d', 'bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq.rig', 'BTC'],
  ['kheavyhash', `kaspa:q${'a'.repeat(60)}`, 'KAS'],
  ['kawpow', `R${'a'.repeat(33)}`, 'RVN'],
  ['equihash', `t1${'a'.repeat(33)}.rig`, 'ZEC'],
  ['autolykos2', `9${'a'.repeat(50)}`, 'ERG'],
  ['x11', `X${'a'.repeat(33)}`, 'DASH'],
  ['scrypt', `L${'a'.repeat(33)}`, 'LTC'],
  ['ethash', `0x${'a'.repeat(40)}`, 'ETC'],
  ['sha256d', 'account.worker', undefined],
] as const)('a wallet of %s: %s', (algorithm, user, coin) => {
  expect(coinOfWallet(user, algorithm)).toBe(coin)
})

test('any text is an address: nothing throws, and a guess names a coin', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), fc.string({ maxLength: 400 }), (url, user) => {
      expect(poolHost(url).length).toBeLessThanOrEqual(300)
      expect(guessPayer('sha256d', { url, user })?.coin).toBeTruthy()
    }),
  )
})

const confirmed: Assignment = {
  ...{ algorithm: 'sha256d', fromMs: 0, payer: 'pool', pool: 'braiins', coin: 'BTC', scheme: 'fpps' },
  ...{ poolFeePercent: 2, assumed: false },
}

test('what the owner confirmed is contradicted by another known pool or a marketplace, and by nothing less', () => {
  expect(contradiction(confirmed, { url: 'stratum+tcp://btc.f2pool.com:3333' })).toMatchObject({
    address: 'btc.f2pool.com',
    guess: { pool: 'f2pool' },
  })
  expect(contradiction(confirmed, { url: 'sha256.eu.nicehash.com:3334' })?.guess.payer).toBe('nicehash')
  expect(contradiction(confirmed, { url: 'eu.stratum.braiins.com:3333' })).toBeUndefined()
  expect(contradiction(confirmed, { url: '10.0.0.3:3333' })).toBeUndefined()
  expect(contradiction(confirmed, { url: 'btc.f2pool.com', connected: false })).toBeUndefined()
  expect(contradiction({ ...confirmed, assumed: true }, { url: 'btc.f2pool.com' })).toBeUndefined()
  expect(contradiction({ ...confirmed, pool: undefined }, { url: 'btc.f2pool.com' })).toBeUndefined()
})

test('a host that the owner saw and confirmed the payer despite of it contradicts no more, another one does', () => {
  const knowing = { ...confirmed, despiteHost: 'btc.f2pool.com' }
  expect(contradiction(knowing, { url: 'stratum+tcp://BTC.f2pool.com:3333' })).toBeUndefined()
  expect(contradiction(knowing, { url: 'sha256.eu.nicehash.com:3334' })?.guess.payer).toBe('nicehash')
})

test('a payer has a stable key and a label', () => {
  expect(payerOf(confirmed)).toBe('braiins')
  expect(payerOf({ payer: 'nicehash' })).toBe('nicehash')
  expect(payerOf({ payer: 'pool' })).toBe('pool')
  expect(payerLabel('twominers')).toBe('2Miners')
  expect(payerLabel('nicehash')).toBe('NiceHash')
  expect(payerLabel('Our own pool')).toBe('Our own pool')
  expect(poolKey('2miners')).toBe('twominers')
  expect(poolKey('Our own pool')).toBe('Our own pool')
})

test('every known pool has a label of its own', () => {
  for (const { key } of KNOWN_POOLS) expect(payerLabel(key)).not.toBe('')
  const labels = KNOWN_POOLS.map(({ key }) => payerLabel(key).toLowerCase())
  expect(new Set(labels).size).toBe(KNOWN_POOLS.length)
})
