import { createServer, type Socket } from 'node:net'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { recordsIn } from '#agent/miners/bar-records'
import { bzminerReading } from '#agent/miners/bzminer'
import { ccminer } from '#agent/miners/ccminer'
import { ccminerReading } from '#agent/miners/ccminer-reading'
import { claymore } from '#agent/miners/claymore/claymore'
import { detailReading } from '#agent/miners/claymore/ethminer-detail'
import { getstat1Reading } from '#agent/miners/claymore/getstat1'
import { excavatorReading } from '#agent/miners/excavator-reading'
import { getstatReading } from '#agent/miners/getstat'
import type { JsonObject } from '#agent/miners/lenient'
import { nanominerReading } from '#agent/miners/nanominer'
import { nbminerReading } from '#agent/miners/nbminer'
import { onezerominerReading } from '#agent/miners/onezerominer'
import { hashesPerUnit, prettyRateFrom } from '#agent/miners/rate-units'
import { rigelReading } from '#agent/miners/rigel'
import { srbminerReading } from '#agent/miners/srbminer'
import { xmrigReading } from '#agent/miners/xmrig'
import { probeTarget } from '#agent/probe'
import { admitReading } from '#lib/wire/reading-validator'
import { listening } from './pretend-miner'

/** A program on loopback that answers every text it hears as `answer` says, or hangs up. */
async function pretendTalker(answer: (heard: string, socket: Socket) => string | undefined, heard: string[] = []) {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy())
    socket.on('data', (chunk) => {
      heard.push(chunk.toString())
      const reply = answer(chunk.toString(), socket)
      if (reply === undefined) socket.destroy()
      else socket.end(reply)
    })
  })
  return { host: '127.0.0.1', port: await listening(server), scheme: 'tcp' as const, timeoutMs: 2_000 }
}

test('a text that is cut loses its last field, never a digit of it', () => {
  const summary = 'NAME=ccminer;VER=2.2.4;ALGO=x16r;KHS=153232.61;ACC=30;UPTIME=492;TS=1513700779|'
  const [whole] = recordsIn(summary)
  expect(whole?.KHS).toBe('153232.61')
  fc.assert(
    fc.property(fc.nat(summary.length), (length) => {
      for (const record of recordsIn(summary.slice(0, length))) {
        for (const [field, value] of Object.entries(record)) expect(value).toBe(whole?.[field])
      }
    }),
  )
})

test.each([
  ['a word alone, as CryptoDredge wants it', 'summary'],
  ['a word and a line end, as cpuminer and T-Rex want it', 'summary\n'],
  ['a word and a bar, as ccminer wants it', 'summary|\n'],
])('the question is asked again as %s, and kept so', async (_, wanted) => {
  const heard: string[] = []
  const target = await pretendTalker(
    (text) => (text === wanted ? 'NAME=dredge;VER=0.27;ALGO=argon2d;GPUS=1;KHS=2.5;ACC=1;REJ=0;UPTIME=9|' : undefined),
    heard,
  )
  const memory = {}
  const read = await ccminer.read(target, memory)
  expect(read).toMatchObject({
    ok: true,
    reading: { miner: { name: 'ccminer', version: '0.27' }, work: [{ hashesPerSecond: 2500 }] },
  })
  heard.length = 0
  expect((await ccminer.read(target, memory)).ok).toBe(true)
  expect(heard[0]).toBe(wanted)
})

test.each([
  ['243724', 243.724],
  ['9000', 9],
  ['75', 75],
  ['0', undefined],
])('POWER=%s is %s W: milliwatts where no card could draw as many watts', (power, watts) => {
  const gpu = { GPU: '0', KHS: '1', POWER: power }
  const reading = ccminerReading({ summary: { NAME: 'ccminer', KHS: '1' }, threads: [gpu], hardware: [], pool: {} })
  expect(reading.devices?.[0]?.powerWatts).toBe(watts)
  expect(reading.powerWatts).toBe(watts)
})

test('Claymore: a card that is off does nothing, one that says nonsense is not known', () => {
  const reading = getstat1Reading([
    '12.0 - ETH',
    '3',
    '30000;2;0',
    '30000;off;?',
    '0;0;0',
    'off;off;off',
    '50;40;0;0',
    'p:1',
  ])
  expect(reading.devices?.map((device) => device.work)).toEqual([
    [{ algorithm: 'ethash', hashesPerSecond: 30e6 }],
    [{ algorithm: 'ethash', hashesPerSecond: 0 }],
    [{ algorithm: 'ethash' }],
  ])
  expect(reading.devices?.[1]).not.toHaveProperty('temperatureCelsius')
  expect(reading.work).toHaveLength(1)
})

test.each([
  ['PM 5.1c - ETH', 'ethash'],
  ['15.0 - ETC', 'etchash'],
  ['12.6 - ZEC', 'equihash'],
  ['kawpowminer-1.2.4+commit.c1', 'kawpow'],
  ['ethminer-0.19.0', 'unknown'],
  ['TT-Miner/2.2.5', 'unknown'],
  ['11.8 - DCR', 'unknown'],
])('%s mines %s', (text, algorithm) => {
  expect(getstat1Reading([text, '1', '1;0;0', '1']).work[0]?.algorithm).toBe(algorithm)
})

test('ethminer lets in who says the password first; a wrong one is refused without being repeated', async () => {
  const rows = ['ethminer-0.19.0', '2', '30000;1;0', '30000', '0;0;0', 'off', '50;40', 'pool:1', '0;0;0;0']
  const refusal = '{"id":0,"jsonrpc":"2.0","error":{"code":-403,"message":"Authorization needed"}}\n'
  const target = await pretendTalker((text) => {
    const lines = text.trim().split('\n')
    if (!lines[0]?.includes('api_authorize')) return refusal
    if (!lines[0].includes('"swordfish"'))
      return '{"id":1,"error":{"code":-401,"message":"Invalid password"}}\n'.repeat(2)
    const result = JSON.stringify({ id: 0, jsonrpc: '2.0', result: lines[1]?.includes('getstat1') ? rows : null })
    return `{"id":1,"jsonrpc":"2.0","result":true}\n${result}\n`
  })
  expect(await claymore.read({ ...target, password: 'swordfish' })).toMatchObject({
    ok: true,
    reading: { miner: { name: 'ethminer' }, work: [{ hashesPerSecond: 30e6 }] },
  })
  const wrong = await claymore.read({ ...target, password: 'trout' })
  expect(wrong).toMatchObject({ ok: false, failure: 'denied' })
  expect(JSON.stringify(wrong)).not.toContain('trout')
  expect(await claymore.read(target)).toMatchObject({
    ok: false,
    failure: 'denied',
    problem: expect.stringContaining('wants a password'),
  })
})

test('a question that an older Claymore leaves unanswered is asked once, not at every poll', async () => {
  const heard: string[] = []
  const first = JSON.stringify({
    id: 0,
    result: ['9.3 - ETH', '21', '182724;51;0', '91362;91362', '0;0;0', 'off;off', '', 'p:1'],
  })
  const target = await pretendTalker((text) => (text.includes('getstat1') ? first : undefined), heard)
  const memory = {}
  for (let poll = 0; poll < 3; poll++) {
    expect(await claymore.read(target, memory)).toMatchObject({
      ok: true,
      reading: { work: [{ hashesPerSecond: 182724e3, shares: { accepted: 51 } }] },
    })
  }
  expect(heard.filter((text) => text.includes('getstat2'))).toHaveLength(1)
})

test.each([
  [
    'refuses what it does not know',
    '{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"Invalid request"}}\n',
  ],
  ['hangs up on what it does not know', undefined],
])('a program that waits for whole lines and %s is found out all the same', async (_, refusal) => {
  const rows = ['PM 5.1c - ETH', '1', '30000;1;0', '30000', '0;0;0', 'off', '50;40', 'pool:1', '0;0;0;0']
  const server = createServer((socket) => {
    let waiting = ''
    socket.on('error', () => socket.destroy())
    socket.on('data', (chunk) => {
      waiting += chunk.toString()
      for (let end = waiting.indexOf('\n'); end >= 0; end = waiting.indexOf('\n')) {
        const known = /miner_getstat[12]/.test(waiting.slice(0, end))
        waiting = waiting.slice(end + 1)
        if (known) socket.write(`${JSON.stringify({ id: 0, jsonrpc: '2.0', result: rows })}\n`)
        else if (refusal === undefined) socket.destroy()
        else socket.write(refusal)
      }
    })
  })
  const port = await listening(server)
  const probed = await probeTarget({ target: `tcp://127.0.0.1:${port}`, timeoutMs: 2_000 })
  expect(probed).toMatchObject({ ok: true, family: 'claymore', reading: { miner: { name: 'phoenixminer' } } })
})

test('a rate for people is read with its prefix; graphs a second are no gigahashes', () => {
  expect(['45.03 M', '1499', '0.000 ', '23.0 MH/s', 'many', ''].map(prettyRateFrom)).toEqual([
    45.03e6,
    1499,
    0,
    23e6,
    undefined,
    undefined,
  ])
  expect(['GPS', 'g/s', 'Gh/s', 'kSol/s'].map(hashesPerUnit)).toEqual([1, 1, 1e9, 1e3])
})

test('NBMiner: two algorithms named in one word, its uptime from when it began', () => {
  const reading = nbminerReading(
    {
      miner: { devices: [], total_hashrate_raw: 1e9, total_hashrate2_raw: 2e7 },
      start_time: 1_600_000_000,
      stratum: { algorithm: 'eaglesong_ethash', url: 'ckb:1', url2: 'eth:1', accepted_shares2: 4 },
      version: 'v30.0',
    },
    1_600_000_600_000,
  )
  expect(reading.work).toMatchObject([
    { algorithm: 'eaglesong', hashesPerSecond: 1e9 },
    { algorithm: 'ethash', hashesPerSecond: 2e7, shares: { accepted: 4 } },
  ])
  expect(reading.miner.uptimeSeconds).toBe(600)
})

const READERS: [string, (json: JsonObject) => unknown][] = [
  ['nbminer', (json) => nbminerReading({ miner: json, stratum: json, ...json }, 1e12)],
  ['srbminer', srbminerReading],
  ['nanominer', nanominerReading],
  ['rigel', rigelReading],
  ['bzminer', bzminerReading],
  ['onezerominer', onezerominerReading],
  ['getstat', (json) => getstatReading(json, 1e12)],
  ['excavator', (json) => excavatorReading({ algorithms: json, workers: json, devices: json, pool: json, info: json })],
  ['ethminer', (json) => detailReading(json, ['ethminer-0.19.0', '1', '1;0;0', '1'])],
]
const FIELDS =
  'algorithms algos Algorithms Devices devices gpus gpu_devices gpu_hashrate pools pool pools result workers mining hardware sensors shares hashrate hashrates details speed status name algorithm monitoring_info solution_stat GPU0 uptime start_time'

test.each(READERS)('%s: whatever stands in its fields, the reading would be let in', (_, reading) => {
  const field = fc.constantFrom(...FIELDS.split(' '))
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom(null, '', 'off', -1, 1e308, Number.NaN, '1e400', true, 12, '0x1f', 'GPU 0'),
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(field, tie('tree'), { maxKeys: 5 }),
    ),
  }))
  fc.assert(
    fc.property(fc.dictionary(field, tree, { maxKeys: 8 }), (json) => {
      const admitted = admitReading({ rig: 'a', at: 1_761_061_400_000, ...Object(reading(json)) })
      expect(admitted.ok ? '' : admitted.reason).toBe('')
    }),
    { numRuns: 300 },
  )
})

test('BzMiner: a spare pool that has had its shares is no second work', () => {
  const reading = bzminerReading({
    bzminer_version: 'v21',
    uptime_s: 600,
    pools: [
      { id: 0, algorithm: 'kaspa', url: 'down:1', valid_solutions: 30, rejected_solutions: 1 },
      { id: 1, algorithm: 'kaspa', url: 'up:1', valid_solutions: 4, rejected_solutions: 0 },
    ],
    devices: [{ name: 'RTX', vendor: 1, pool: [1], status: [3], hashrate: [6e8], pci_bus_id: 1 }],
  })
  expect(reading.work).toEqual([
    { algorithm: 'kheavyhash', hashesPerSecond: 6e8, shares: { accepted: 34, rejected: 1 }, pool: { url: 'up:1' } },
  ])
})

test('XMRig: two threads on one card are one device, and the CPU stands after the cards', () => {
  const thread = (hashrate: number) => ({ index: 0, bus_id: '0A:00.0', hashrate: [hashrate, null, null] })
  const reading = xmrigReading(
    { kind: 'miner', algo: 'rx/0', cpu: { brand: 'CPU' }, hashrate: { total: [125.75, null, null] }, results: {} },
    [
      { type: 'cpu', enabled: true, hashrate: [100, null, null], threads: [] },
      { type: 'opencl', enabled: true, threads: [thread(12.5), thread(13.25)] },
    ],
  )
  expect(reading.devices).toEqual([
    { index: 0, kind: 'gpu', busId: '0a:00.0', work: [{ algorithm: 'randomx', hashesPerSecond: 25.75 }] },
    { index: 1, kind: 'cpu', name: 'CPU', work: [{ algorithm: 'randomx', hashesPerSecond: 100 }] },
  ])
})
