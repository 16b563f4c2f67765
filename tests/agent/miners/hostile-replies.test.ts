import { createServer } from 'node:net'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bitaxeReading } from '#agent/miners/bitaxe'
import { cgminer } from '#agent/miners/cgminer/cgminer'
import { dialectOf } from '#agent/miners/cgminer/dialects'
import type { Replies } from '#agent/miners/cgminer/replies'
import { parseReplyText } from '#agent/miners/cgminer/reply-text'
import { gminerReading } from '#agent/miners/gminer'
import { isObject } from '#agent/miners/lenient'
import { lolminerReading } from '#agent/miners/lolminer'
import { trexReading } from '#agent/miners/trex'
import { xmrigReading } from '#agent/miners/xmrig'
import { fixture, listening, pretendCgminer } from './pretend-miner'

const SIGNED = /Celsius$/

/** Every figure of a reading, with the name of its field. */
function figures(value: unknown, name = ''): [string, number][] {
  if (typeof value === 'number') return [[name, value]]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => figures(inner, Array.isArray(value) ? name : key))
}

function expectSound(reading: unknown) {
  for (const [name, figure] of figures(reading)) {
    expect(Number.isFinite(figure), `${name} = ${figure}`).toBe(true)
    if (!SIGNED.test(name)) expect(figure, name).toBeGreaterThanOrEqual(0)
  }
  expect(JSON.stringify(reading)).not.toContain('null')
}

/** Places in a document, as paths. */
function paths(value: unknown, at: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [at]
  return [at, ...Object.entries(value).flatMap(([key, inner]) => paths(inner, [...at, key]))]
}

function replaced(value: unknown, path: string[], by: unknown): unknown {
  const [key, ...rest] = path
  if (key === undefined) return by
  if (Array.isArray(value)) return value.map((item, index) => (String(index) === key ? replaced(item, rest, by) : item))
  return isObject(value) ? { ...value, [key]: replaced(value[key], rest, by) } : value
}

const nonsense = fc.oneof(
  fc.constantFrom(
    null,
    '',
    '[N/A]',
    'nan',
    'inf',
    -1,
    -1e308,
    1e308,
    Number.POSITIVE_INFINITY,
    '1e400',
    true,
    [],
    {},
    [null],
    [[]],
    { a: 1 },
    '\u0000',
    '--',
    -273,
    'Infinity',
    '-5',
  ),
  fc.anything({ maxDepth: 2 }),
)

const readers: [string, string, (json: unknown) => unknown][] = [
  ['xmrig', 'xmrig-summary.json', (json) => xmrigReading(isObject(json) ? json : {})],
  ['trex', 'trex-0.9.1.json', (json) => trexReading(isObject(json) ? json : {})],
  ['lolminer', 'lolminer-old.json', (json) => lolminerReading(isObject(json) ? json : {})],
  ['lolminer since 1.4', 'lolminer-new.json', (json) => lolminerReading(isObject(json) ? json : {})],
  ['gminer', 'gminer-1.34.json', (json) => gminerReading(isObject(json) ? json : {})],
  ['bitaxe', 'bitaxe-gamma.json', (json) => bitaxeReading(isObject(json) ? json : {}).reading],
  ...[
    's9-hiveon.stats.txt',
    't17-hiveon.stats.json',
    'm21.summary.json',
    'm21.devs.json',
    'avalon-1566.stats.json',
    'avalon-q-off.stats.json',
    'avalon-1566.pools.json',
    'teamredminer.devs.json',
    'luxos.devs.json',
    'sealminer-a2.stats.json',
  ].map((file): [string, string, (json: unknown) => unknown] => [
    file,
    file,
    (json) => {
      const replies: Replies = { stats: isObject(json) ? json : {} }
      const dialect = dialectOf(replies)
      return dialect?.read(replies, dialect.name, 1_761_061_400_000)
    },
  ]),
]

test.each(readers)('whatever one field of a capture turns into, %s stays sound', (_, file, read) => {
  const capture = parseReplyText(fixture(file))
  const places = paths(capture)
  expect(places.length).toBeGreaterThan(10)
  fc.assert(
    fc.property(fc.constantFrom(...places), nonsense, (path, by) => expectSound(read(replaced(capture, path, by)))),
    { numRuns: 150 },
  )
})

test.each([
  ['a final NUL', '{"a":1}\0\0', { a: 1 }],
  ['a comma before a brace', '{"a":{"b":1,},}', { a: { b: 1 } }],
  ['a newline inside a value', '{"Type":"Antminer S9\nV1.3.58"}', { Type: 'Antminer S9 V1.3.58' }],
  ['a missing comma between objects', '{"STATS":[{"a":1}{"b":2}]}', { STATS: [{ a: 1 }, { b: 2 }] }],
  ['a comma too many', '{"STATS":[,{"a":1}]}', { STATS: [{ a: 1 }] }],
  ['a missing comma between members', '{"x":"1""temp0":2}', { x: '1', temp0: 2 }],
  ['bare nan and inf', '{"a":nan,"b":-inf,"c":1}', { a: null, b: null, c: 1 }],
  ['a lost first brace', ',"id":1}', { id: 1 }],
  ['a cut tail', '{"SUMMARY":[{"a":1,"b":2,"Error Co', { SUMMARY: [{ a: 1, b: 2, 'cut off': true }] }],
  ['characters after its end', '{"SUMMARY":[{"a":1}],"id":1}"}', { SUMMARY: [{ a: 1 }], id: 1 }],
  ['a missing value', '{"a":,"b":2,"c":}', { a: null, b: 2, c: null }],
  [
    'plain text, as before JSON',
    'STATUS=S,When=5,Code=11,Msg=Summary,Description=cgminer 2.0|SUMMARY,Elapsed=44,MHS av=1.5|\0',
    {
      STATUS: [{ STATUS: 'S', When: '5', Code: '11', Msg: 'Summary', Description: 'cgminer 2.0' }],
      SUMMARY: [{ Elapsed: '44', 'MHS av': '1.5' }],
    },
  ],
  ['defects inside literals left alone when mending', '{"url":"a}{b,}[,{","x":1,}', { url: 'a}{b,}[,{', x: 1 }],
])('a reply with %s is read', (_, text, value) => {
  expect(parseReplyText(text)).toEqual(value)
})

test('text that is no JSON at all is nothing', () => {
  expect(parseReplyText('Socket connect failed: Connection refused\n')).toBeUndefined()
  fc.assert(fc.property(fc.string(), (text) => void parseReplyText(text)))
})

test('a machine that never closes and one that never answers', async () => {
  const open = createServer(
    (socket) => void socket.on('data', () => socket.write(fixture('s9-hiveon.stats.txt'))).on('error', () => {}),
  )
  const read = await cgminer.read(
    { host: '127.0.0.1', port: await listening(open), timeoutMs: 600 },
    { joinedCommandsFail: true },
  )
  expect(read.ok && read.reading.miner.model).toBe('Antminer S9')
  const mute = createServer((socket) => void socket.on('error', () => {}))
  const silence = await cgminer.read({ host: '127.0.0.1', port: await listening(mute), timeoutMs: 200 })
  expect(silence).toMatchObject({
    ok: false,
    failure: 'unreachable',
    problem: expect.stringContaining('did not answer within'),
  })
})

test('a reply without end is cut off', async () => {
  const endless = createServer((socket) => {
    socket.on('error', () => {})
    const more = () => {
      while (socket.writable && socket.write('x'.repeat(65_536)));
    }
    socket.on('drain', more).once('data', more)
  })
  const read = await cgminer.read({ host: '127.0.0.1', port: await listening(endless), timeoutMs: 5_000 })
  expect(read).toMatchObject({ ok: false, failure: 'not-this-miner' })
})

test('access denied is told in the machine’s words', async () => {
  const denied =
    '{"STATUS":[{"STATUS":"E","When":1,"Code":45,"Msg":"Access denied to \'summary\' command","Description":"cgminer 4.9.0"}],"id":1}'
  const commands = ['version', 'summary', 'stats', 'devs', 'pools'].map((command) => [command, denied])
  const read = await cgminer.read(await pretendCgminer(Object.fromEntries(commands)))
  expect(read).toMatchObject({ ok: false, failure: 'denied', problem: expect.stringContaining('Access denied') })
})
