import { expect, test } from 'vitest'
import { bitaxe } from '#agent/miners/bitaxe'
import { gminer } from '#agent/miners/gminer'
import { lolminer } from '#agent/miners/lolminer'
import type { MinerReader } from '#agent/miners/miner-reader'
import { trex, trexReading } from '#agent/miners/trex'
import { xmrig } from '#agent/miners/xmrig'
import { openTarget } from '#agent/polled-target'
import { fixture, type HttpRequestSeen, pretendHttp } from './pretend-miner'

async function readAt(reader: MinerReader, path: string, text: string) {
  const read = await reader.read(await pretendHttp((asked) => (asked === path ? { text } : undefined)))
  if (!read.ok) throw new Error(read.problem)
  return read.reading
}

test('XMRig: the 60-second window, rejected as the difference, no power', async () => {
  const reading = await readAt(xmrig, '/2/summary', fixture('xmrig-summary.json'))
  expect(reading).toEqual({
    state: 'hashing',
    miner: { name: 'xmrig', version: '6.22.0', uptimeSeconds: 71 },
    work: [
      {
        algorithm: 'randomx',
        hashesPerSecond: 953.1,
        shares: { accepted: 12, rejected: 1 },
        bestDifficulty: 4290000,
        pool: { url: 'pool.example:3333', connected: true },
      },
    ],
    devices: [
      {
        index: 0,
        kind: 'cpu',
        name: 'AMD Ryzen 9 5950X 16-Core Processor',
        work: [{ algorithm: 'randomx', hashesPerSecond: 953.1 }],
      },
    ],
  })
})

test('XMRig before its windows fill, paused, and in its first form', async () => {
  const json = JSON.parse(fixture('xmrig-summary.json'))
  const young = await readAt(xmrig, '/1/summary', JSON.stringify({ ...json, hashrate: { total: [123.4, null, null] } }))
  expect(young.work[0]?.hashesPerSecond).toBe(123.4)
  const newborn = await readAt(xmrig, '/api.json', JSON.stringify({ ...json, hashrate: { total: [null, null, null] } }))
  expect(newborn.state).toBe('warming')
  expect(newborn.work[0]).not.toHaveProperty('hashesPerSecond')
  const paused = await readAt(xmrig, '/2/summary', JSON.stringify({ ...json, paused: true }))
  expect(paused.state).toBe('paused')
  expect(paused.work[0]?.hashesPerSecond).toBe(0)
})

test('a token travels only in the header, and a problem never repeats it', async () => {
  const seen: HttpRequestSeen[] = []
  const target = await pretendHttp(
    (_, authorization) =>
      authorization === 'Bearer right'
        ? { text: fixture('xmrig-summary.json') }
        : { status: 401, text: '{"error":"UNAUTHORIZED"}' },
    seen,
  )
  expect((await xmrig.read({ ...target, token: 'right' })).ok).toBe(true)
  const wrong = await xmrig.read({ ...target, token: 'very-secret' })
  expect(wrong).toMatchObject({ ok: false, failure: 'denied' })
  expect(JSON.stringify(wrong)).not.toContain('very-secret')
  expect(JSON.stringify(wrong)).toContain(`127.0.0.1:${target.port}`)
  expect(seen.map((request) => request.url).join()).not.toContain('secret')
})

test('a Bitaxe in its first seconds claims 1 TH/s from 2.65 W: not believed', async () => {
  const reading = await readAt(bitaxe, '/api/system/info', fixture('bitaxe-first-seconds.json'))
  expect(reading.state).toBe('warming')
  expect(reading.work[0]).not.toHaveProperty('hashesPerSecond')
  expect(reading).toMatchObject({
    powerWatts: 2.65000009536743,
    powerSource: 'output',
    miner: { model: 'Bitaxe Supra', mac: 'aa:bb:cc:dd:ee:ff' },
  })
  expect(reading.work[0]).toMatchObject({
    bestDifficulty: 483000,
    nominalHashesPerSecond: 625.24e9,
    pool: { url: 'stratum+tcp://btc.example.pool:3333' },
  })
})

test('an impossible rate later in life is dropped too', async () => {
  const json = { ...JSON.parse(fixture('bitaxe-gamma.json')), hashRate: 200_000, hashRate_1m: 200_000 }
  const reading = await readAt(bitaxe, '/api/system/info', JSON.stringify(json))
  expect(reading.work[0]).not.toHaveProperty('hashesPerSecond')
  expect(reading.state).toBe('hashing')
})

test('what is dropped is counted, and the status says how much', async () => {
  const first = fixture('bitaxe-first-seconds.json')
  const later = fixture('bitaxe-gamma.json')
  const replies = [first, first, later]
  const { port } = await pretendHttp((path) =>
    path === '/api/system/info' ? { text: replies.shift() ?? later } : undefined,
  )
  const target = openTarget({ address: `http://127.0.0.1:${port}`, miner: 'bitaxe' }, { timeoutMs: 1_000 })
  // The first poll finds out what answers, and then reads.
  expect((await target.read())?.state).toBe('warming')
  expect(target.status).toMatchObject({ miner: 'bitaxe', figuresDropped: 1 })
  expect((await target.read())?.work[0]?.hashesPerSecond).toBeGreaterThan(1e12)
  expect(target.status.figuresDropped).toBe(1)
})

test('a Bitaxe on its fallback pool, with a second sensor that is off', async () => {
  const reading = await readAt(bitaxe, '/api/system/info', fixture('bitaxe-gamma.json'))
  expect(reading.work[0]?.hashesPerSecond).toBeCloseTo(1088.9354248e9, -3)
  expect(reading.work[0]).toMatchObject({
    nominalHashesPerSecond: 1071e9,
    bestDifficulty: 49224525,
    shares: { accepted: 4768, rejected: 13 },
    pool: { url: 'stratum+tcp://solo.ckpool.org:3333', user: 'wallet.spare' },
  })
  expect(reading.devices).toMatchObject([{ temperatureCelsius: 60.125, regulatorCelsius: 62, name: 'BM1370' }])
  expect(reading.fans).toEqual([{ rpm: 4200, percent: 40 }])
})

test('a bestDiff with its suffix, a MAC with dashes; paused is paused', async () => {
  const json = JSON.parse(fixture('bitaxe-multi-chip.json'))
  const reading = await readAt(bitaxe, '/api/system/info', JSON.stringify({ ...json, miningPaused: true, temp: -1 }))
  expect(reading.state).toBe('paused')
  expect(reading.work[0]).toMatchObject({ hashesPerSecond: 0, bestDifficulty: 4.29e9 })
  expect(reading.miner.mac).toBe('c0:fa:38:6a:6e:b2')
  expect(reading.devices?.[0]).not.toHaveProperty('temperatureCelsius')
  const faulty = await readAt(bitaxe, '/api/system/info', JSON.stringify({ ...json, power_fault: 'VIN under voltage' }))
  expect(faulty).toMatchObject({ state: 'error', errors: [{ text: 'VIN under voltage' }] })
})

test('T-Rex 0.9.1', async () => {
  const reading = await readAt(trex, '/summary', fixture('trex-0.9.1.json'))
  expect(reading.work).toEqual([
    {
      algorithm: 'x16r',
      hashesPerSecond: 7748158,
      shares: { accepted: 1, rejected: 0 },
      blocksFound: 0,
      pool: { url: 'stratum+tcp://pool.example:3333', user: 'wallet.rig', connected: true },
    },
  ])
  expect(reading).not.toHaveProperty('powerWatts')
})

test('T-Rex: two algorithms, GPUs left out of the total, watts counted once', () => {
  const gpu = (gpu_id: number, hashrate: number) => ({
    gpu_id,
    device_id: gpu_id,
    hashrate,
    power: 228,
    temperature: 61,
    memory_temperature: 88,
    fan_speed: 70,
    pci_bus: 10 + gpu_id,
  })
  const reading = trexReading({
    algorithm: 'etchash',
    hashrate: 50e6,
    uptime: 500,
    gpus: [gpu(0, 50e6), gpu(1, 50e6)],
    accepted_count: 3,
    rejected_count: 0,
    dual_stat: {
      algorithm: 'autolykos2',
      hashrate: 200e6,
      accepted_count: 1,
      rejected_count: 1,
      gpus: [gpu(0, 100e6), gpu(1, 100e6)],
    },
  })
  expect(reading.work).toMatchObject([
    { algorithm: 'etchash', hashesPerSecond: 100e6 },
    { algorithm: 'autolykos2', hashesPerSecond: 200e6 },
  ])
  expect(reading.powerWatts).toBe(456)
  expect(reading.devices?.[1]).toMatchObject({
    busId: '0b:00.0',
    memoryCelsius: 88,
    fanPercent: 70,
    work: [{ hashesPerSecond: 50e6 }, { hashesPerSecond: 100e6 }],
  })
  expect(trexReading({ algorithm: 'etchash', hashrate: 0, uptime: 500, paused: true, gpus: [] }).state).toBe('paused')
})

test('lolMiner, both formats', async () => {
  const old = await readAt(lolminer, '/summary', fixture('lolminer-old.json'))
  expect(old).toMatchObject({
    miner: { name: 'lolminer', version: '0.8.8' },
    powerWatts: 72.5,
    work: [{ hashesPerSecond: 6.7, shares: { accepted: 48, rejected: 2 } }],
  })
  expect(old.devices?.[0]).toMatchObject({ busId: '01:00.0', temperatureCelsius: 63, fanPercent: 55 })
  const young = await readAt(lolminer, '/', fixture('lolminer-new.json'))
  expect(young).toMatchObject({
    powerWatts: 138.7,
    work: [
      {
        algorithm: 'ethash',
        hashesPerSecond: 45.5e6,
        shares: { accepted: 98, rejected: 1, stale: 2 },
        pool: { user: 'wallet.rig1' },
      },
    ],
  })
  expect(young.devices?.[0]).not.toHaveProperty('memoryCelsius')
  const ethash = fixture('lolminer-old.json').replace('"sol/s"', '"mh/s"')
  expect((await readAt(lolminer, '/summary', ethash)).work[0]?.hashesPerSecond).toBe(6.7e6)
})

test('GMiner: sums of devices, bus ids as everybody’s, a second algorithm', async () => {
  const reading = await readAt(gminer, '/stat', fixture('gminer-1.34.json'))
  expect(reading).toMatchObject({
    miner: { version: '1.34' },
    powerWatts: 32,
    work: [{ algorithm: 'equihash-150_5', hashesPerSecond: 1.2 }],
  })
  expect(reading.devices?.[0]?.busId).toBe('02:00.0')
  const json = JSON.parse(fixture('gminer-1.34.json'))
  const dual = await readAt(
    gminer,
    '/stat',
    JSON.stringify({
      ...json,
      algorithm: 'Autolykos2 + KHeavyHash',
      speedUnit: 'H/s',
      speedUnit2: 'H/s',
      total_accepted_shares2: 5,
      devices: [{ ...json.devices[0], speed: 1e8, speed2: 5e8 }],
    }),
  )
  expect(dual.work).toMatchObject([
    { algorithm: 'autolykos2', hashesPerSecond: 1e8 },
    { algorithm: 'kheavyhash', hashesPerSecond: 5e8, shares: { accepted: 5 } },
  ])
  expect(dual.powerWatts).toBe(32)
})
