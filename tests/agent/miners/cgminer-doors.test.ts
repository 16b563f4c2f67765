import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { cgminer } from '#agent/miners/cgminer/cgminer'
import type { MinerReading, ReaderMemory } from '#agent/miners/miner-reader'
import { readWhatsminerV3 } from '#agent/miners/whatsminer-v3'
import { probeTarget } from '#agent/probe'
import { allRecordings, playRecording, textOf } from './play-recording'
import { listening, pretendCgminer } from './pretend-miner'

async function read(replies: { [command: string]: unknown }, memory?: ReaderMemory): Promise<MinerReading> {
  const texts = Object.fromEntries(Object.entries(replies).map(([command, reply]) => [command, JSON.stringify(reply)]))
  const result = await cgminer.read(await pretendCgminer(texts), memory)
  if (!result.ok) throw new Error(result.problem)
  return result.reading
}

function recording(name: string) {
  const found = allRecordings().find((candidate) => candidate.name === name)
  if (!found) throw new Error(`no recording is called ${name}`)
  return found
}

const STATUS = [{ STATUS: 'S', When: 1_700_000_000, Code: 11, Msg: 'Summary', Description: 'cgminer 4.9.2' }]

/** Answers each question by what `answer` makes of its bytes, then hangs up. */
async function machine(answer: (question: string) => string | undefined, asked: string[] = []) {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy())
    socket.on('data', (chunk) => {
      asked.push(chunk.toString())
      const text = answer(chunk.toString())
      if (text === undefined) socket.destroy()
      else socket.end(text)
    })
  })
  return { host: '127.0.0.1', port: await listening(server), scheme: 'tcp' as const, timeoutMs: 2_000 }
}

test('a Whatsminer switched off a moment ago hashes nothing, though its minute has not run out', async () => {
  const reading = await read({
    summary: { STATUS, SUMMARY: [{ 'MHS 1m': 61_000_000, 'HS RT': 0, Power: 13, 'Factory GHS': 126_000 }] },
    status: { STATUS: 'S', When: 1, Code: 131, Msg: { mineroff: 'true', mineroff_reason: 'user' }, Description: '' },
    edevs: { STATUS, DEVS: [{ ASC: 0, Slot: 0, 'MHS 1m': 20_000_000 }] },
  })
  expect(reading.state).toBe('paused')
  expect(reading.work[0]?.hashesPerSecond).toBe(0)
  expect(reading.devices?.[0]?.work?.[0]?.hashesPerSecond).toBe(0)
})

test('an Avalon sent to sleep hashes nothing, though its minute has not run out', async () => {
  const module =
    'Ver[1346-110-24041001_08b0955] SYSTEMSTATU[Work: In Idle, Hash Board: 3 ] GHSspd[0.00] PS[0 1198 0 0 0 1393 11]'
  const reading = await read({
    summary: { STATUS, SUMMARY: [{ Elapsed: 1167, 'MHS 1m': 1102.8, 'MHS av': 22_622_399.47 }] },
    stats: { STATUS, STATS: [{ 'MM ID0': module }] },
  })
  expect(reading.state).toBe('paused')
  expect(reading.work[0]?.hashesPerSecond).toBe(0)
  expect(reading).not.toHaveProperty('powerWatts')
})

test.each([
  ['bare codes', ['2010', 541, 'not-a-code', null], [{ code: '2010' }, { code: '541' }]],
  ['times', [{ '218': '2024-06-15 10:30:00' }], [{ code: '218' }]],
  ['an object', { '601': '2024-06-15 10:31:00' }, [{ code: '601' }]],
  [
    'a reason beside the time',
    [{ '531': '2025-03-12 14:52:35', reason: 'Slot1 not found.' }],
    [{ code: '531', text: 'Slot1 not found.' }],
  ],
  [
    'a reason in its place',
    [{ '5032': 'Slot 2 voltage abnormal' }],
    [{ code: '5032', text: 'Slot 2 voltage abnormal' }],
  ],
  ['words', 'btminer process is down err', undefined],
])('error codes of a Whatsminer as %s', async (_, listed, errors) => {
  const reading = await read({
    summary: { STATUS, SUMMARY: [{ 'MHS 1m': 61_000_000, 'HS RT': 61_000_000 }] },
    get_error_code: { STATUS: 'S', When: 1, Code: 131, Msg: { error_code: listed }, Description: '' },
  })
  expect(reading.errors).toEqual(errors)
})

test('a machine from before JSON is asked in plain text, and asked so from then on', async () => {
  const asked: string[] = []
  const target = await machine((question) => {
    if (question === 'summary|')
      return 'STATUS=S,When=9,Code=11,Msg=Summary,Description=cgminer 2.11|SUMMARY,Elapsed=90,MHS 5s=1.25|\0'
    if (question.endsWith('|')) return 'STATUS=E,When=9,Code=14,Msg=Invalid command,Description=cgminer 2.11|\0'
    return 'STATUS=E,When=9,Code=14,Msg=Invalid command,Description=cgminer 2.11|\0'
  }, asked)
  const memory: ReaderMemory = {}
  const first = await cgminer.read(target, memory)
  expect(first.ok && first.reading.work[0]?.hashesPerSecond).toBe(1.25e6)
  const before = asked.length
  expect((await cgminer.read(target, memory)).ok).toBe(true)
  expect(asked.slice(before).every((question) => question.endsWith('|'))).toBe(true)
})

test('a Whatsminer that knows only its own word for a command is asked by that', async () => {
  const target = await machine((question) =>
    question.trim() === '{"cmd":"summary"}'
      ? JSON.stringify({ STATUS, SUMMARY: [{ 'MHS 1m': 41_603_732.68, 'Fan Speed In': 3810 }], id: 1 })
      : '{"STATUS":"E","When":1771351973,"Code":14,"Msg":"invalid cmd","Description":"whatsminer v1.1"}',
  )
  const result = await cgminer.read(target)
  expect(result.ok && result.reading).toMatchObject({
    miner: { name: 'whatsminer' },
    work: [{ hashesPerSecond: 41_603_732.68e6 }],
  })
})

test('API 3: replies in pieces, a heartbeat between them, and a connection closed after each', async () => {
  const source = recording('whatsminer-v3')
  const server = createServer((socket) => {
    socket.setNoDelay(true)
    socket.on('error', () => socket.destroy())
    socket.on('data', (chunk) => {
      const { cmd, param } = JSON.parse(chunk.subarray(4).toString())
      const reply = source.exchanges.find((exchange) => exchange.ask === [cmd, param].filter(Boolean).join(' '))?.reply
      const body = Buffer.from(textOf(reply ?? '{}'))
      const framed = Buffer.concat([Buffer.alloc(4), Buffer.alloc(4), body])
      framed.writeUInt32LE(body.length, 4)
      socket.write(framed.subarray(0, 6))
      setImmediate(() => socket.write(framed.subarray(6, 60), () => socket.end(framed.subarray(60))))
    })
  })
  const result = await readWhatsminerV3({ host: '127.0.0.1', port: await listening(server), timeoutMs: 2_000 })
  expect(result.ok && result.reading).toMatchObject(source.reading)
})

test('API 3 that refuses to be read says so', async () => {
  const source = recording('whatsminer-v3')
  const { target } = await playRecording({ ...source, exchanges: [] }, undefined)
  expect(await readWhatsminerV3(target)).toMatchObject({
    ok: false,
    failure: 'not-this-miner',
    problem: expect.stringContaining('invalid command'),
  })
})

test('figures that cannot be are left out, and the rest stays', async () => {
  const reading = await read({
    summary: {
      STATUS,
      SUMMARY: [{ 'MHS 1m': 900_000_000, Power: 45, 'Fan Speed In': 5_000_000, 'Factory GHS': 100_000 }],
    },
  })
  expect(reading.work[0]).not.toHaveProperty('hashesPerSecond')
  expect(reading.work[0]?.nominalHashesPerSecond).toBe(100_000e9)
  expect(reading.powerWatts).toBe(45)
  expect(reading).not.toHaveProperty('fans')
})

test.each([
  [{ state: 'auto-tuning' }, 'warming'],
  [{ state: 'initializing' }, 'warming'],
  [{ state: 'stopped' }, 'paused'],
  [{ state: 'failure' }, 'error'],
  [{ state: 'mining' }, 'hashing'],
  [{ tune_running: '1' }, 'warming'],
  [{ tune_running: '0' }, 'hashing'],
])('what firmware built on Bitmain’s says of itself: %j is %s', async (told, state) => {
  const row = { Elapsed: 4000, 'GHS 5s': 90_000, chain_acn1: 88, chain_rate1: 90_000, ...told }
  const reading = await read({ stats: { STATUS, STATS: [{ BMMiner: '1', Type: 'Antminer S19' }, row] } })
  expect(reading.state).toBe(state)
})

test('who is asked without a hint on the port of API 3 is found there', async () => {
  const source = recording('whatsminer-v3')
  const { target, asked } = await playRecording(source)
  const probed = await probeTarget({
    target: { host: target.host, port: target.port, scheme: 'tcp' },
    timeoutMs: 2_000,
  })
  expect(probed.ok && probed.reading.miner.model).toBe('Whatsminer M30S++_VH70')
  expect(asked).toEqual(source.exchanges.map((exchange) => exchange.ask))
})

test('LuxOS on a water-cooled machine tells which sensors sit in the water', async () => {
  const status = [{ STATUS: 'S', When: 1, Code: 1, Msg: 'x', Description: 'LUXminer 2025.4.8' }]
  const reading = await read({
    summary: { STATUS: status, SUMMARY: [{ Elapsed: 900, 'GHS 5s': 330_000 }] },
    devs: { STATUS: status, DEVS: [{ ASC: 0, ID: 0, 'MHS 5s': 330_000_000 }] },
    config: { STATUS: status, CONFIG: [{ Cooling: 'Hydro', IsTuning: true, Model: 'Antminer S21 Hydro' }] },
    temps: {
      STATUS: status,
      METADATA: [
        { BottomLeft: 1, Label: 'Water Inlet' },
        { TopLeft: 1, Label: 'Water Outlet' },
        { TopRight: 1, Label: 'Board' },
      ],
      TEMPS: [{ ID: 0, TEMP: 0, BottomLeft: 35, TopLeft: 43, TopRight: 61, ChipTopRight: 70 }],
    },
  })
  expect(reading).toMatchObject({
    state: 'warming',
    cooling: 'hydro',
    devices: [{ coolantInCelsius: 35, coolantOutCelsius: 43, boardCelsius: 61 }],
  })
})
