import { expect, test } from 'vitest'
import { parseTarget } from '#agent/parse-target'
import { probeTarget } from '#agent/probe'
import { freePort } from '../free-port'
import { allRecordings, playRecording } from './miners/play-recording'
import { fixture, type HttpRequestSeen, pretendCgminer, pretendHttp } from './miners/pretend-miner'

test.each([
  ['tcp://10.0.0.5:4028', { host: '10.0.0.5', port: 4028, scheme: 'tcp' }],
  ['http://user:p%40ss@rig.lan:80', { host: 'rig.lan', port: 80, scheme: 'http', user: 'user', password: 'p@ss' }],
  ['10.0.0.5', { host: '10.0.0.5' }],
  ['rig.lan:4067', { host: 'rig.lan', port: 4067 }],
  ['[fe80::1]:4028', { host: 'fe80::1', port: 4028 }],
  ['fe80::1', { host: 'fe80::1' }],
])('%s is a target', (text, target) => {
  expect(parseTarget(text)).toEqual({ ok: true, target })
})

test.each(['', 'ftp://x:1', 'http://', 'host:99999', 'tcp://user:hunter2@:1'])(
  '%j is none, and the complaint repeats no secret',
  (text) => {
    const parsed = parseTarget(text)
    expect(parsed.ok).toBe(false)
    expect(JSON.stringify(parsed)).not.toContain('hunter2')
  },
)

test.each([
  ['trex', '/summary', 'trex-0.9.1.json'],
  ['lolminer', '/', 'lolminer-new.json'],
  ['gminer', '/stat', 'gminer-1.34.json'],
  ['xmrig', '/2/summary', 'xmrig-summary.json'],
  ['bitaxe', '/api/system/info', 'bitaxe-gamma.json'],
])('a bare host and port finds out that %s listens there, and sends no credentials', async (family, path, file) => {
  const seen: HttpRequestSeen[] = []
  const { port } = await pretendHttp((asked) => (asked === path ? { text: fixture(file) } : undefined), seen)
  const result = await probeTarget({ target: `127.0.0.1:${port}`, timeoutMs: 1_000 })
  expect(result).toMatchObject({ ok: true, family, reading: { miner: { name: family } } })
  expect(seen.every((request) => request.authorization === undefined)).toBe(true)
})

test('a cgminer relative is found without its kind, and by it', async () => {
  const { port } = await pretendCgminer({ stats: fixture('s19-pro.stats.json') })
  const found = await probeTarget({ target: `127.0.0.1:${port}`, timeoutMs: 1_000 })
  expect(found).toMatchObject({ ok: true, family: 'cgminer', reading: { miner: { name: 'antminer' } } })
  expect(await probeTarget({ target: `tcp://127.0.0.1:${port}`, kind: 'antminer', timeoutMs: 1_000 })).toMatchObject({
    ok: true,
  })
})

test('nothing there, something else there, an unknown kind: one line each', async () => {
  const port = await freePort()
  const nobody = await probeTarget({ target: `http://user:hunter2@127.0.0.1:${port}`, timeoutMs: 500 })
  const { port: web } = await pretendHttp(() => ({ text: '<html>a page</html>' }))
  const stranger = await probeTarget({ target: `127.0.0.1:${web}`, timeoutMs: 500 })
  const unknown = await probeTarget({ target: '127.0.0.1', kind: 'toaster', timeoutMs: 500 })
  for (const result of [nobody, stranger, unknown]) {
    expect(result.ok).toBe(false)
    expect(JSON.stringify(result)).not.toContain('hunter2')
    expect(result.ok ? '' : result.problem).not.toContain('\n')
  }
  expect(nobody).toMatchObject({ problem: expect.stringContaining(`127.0.0.1:${port} refused`) })
  expect(stranger).toMatchObject({ problem: expect.stringContaining(`127.0.0.1:${web} answers, but not as any miner`) })
  expect(stranger).toMatchObject({ problem: expect.stringContaining(`on tcp port ${web}`) })
})

test('a web server that is no miner is told in a second, each of its pages asked for once', async () => {
  const seen: HttpRequestSeen[] = []
  const { port } = await pretendHttp(() => ({ status: 404, text: '<html>no such page</html>' }), seen)
  const startedMs = performance.now()
  const stranger = await probeTarget({ target: `127.0.0.1:${port}`, timeoutMs: 2_000 })
  expect(performance.now() - startedMs).toBeLessThan(2_000)
  expect(stranger).toMatchObject({
    ok: false,
    problem: expect.stringMatching(/tried bitaxe and \d+ other kinds on http port \d+/),
  })
  const pages = seen.filter(({ url }) => url === '/summary')
  expect(pages).toHaveLength(1)
})

test('a router that wants a password on every page is not taken for a miner, and gets none', async () => {
  const seen: HttpRequestSeen[] = []
  const { port } = await pretendHttp(() => ({ status: 401, text: 'Unauthorized' }), seen)
  const router = await probeTarget({ target: `127.0.0.1:${port}`, timeoutMs: 1_000 })
  expect(router).toMatchObject({ ok: false, problem: expect.stringContaining('wants a token or a password') })
  expect(seen.every((request) => request.authorization === undefined)).toBe(true)
})

test('a kind with two interfaces is read by the one that answers', async () => {
  const { port } = await pretendCgminer({ stats: fixture('s19-pro.stats.json') })
  const probed = await probeTarget({ target: `127.0.0.1:${port}`, kind: 'antminer', timeoutMs: 1_000 })
  expect(probed).toMatchObject({ ok: true, family: 'cgminer', target: { scheme: 'tcp' } })
})

// Only Linux has every 127.x.y.z; the usual ports of these machines are free there.
test.runIf(process.platform === 'linux').each([
  ['iceriver-tcp', { host: '127.0.41.11', port: 4111 }],
  ['apollo-3', { host: '127.0.41.12', port: 5000 }],
  ['antminer-s7', { host: '127.0.41.13', port: 4028 }],
  ['whatsminer-v3', { host: '127.0.41.14', port: 4433 }],
])('%s is found by its address alone, and nothing of it is changed', async (name, at) => {
  const recording = allRecordings().find((candidate) => candidate.name === name)
  if (!recording) throw new Error(`no recording ${name}`)
  const { asked } = await playRecording(recording, undefined, at)
  const found = await probeTarget({ target: at.host, timeoutMs: 1_000 })
  expect(found).toMatchObject({ ok: true, target: { host: at.host }, reading: recording.reading })
  expect(asked.length).toBeGreaterThan(0)
  expect(asked.filter((ask) => /(^|[._])(set|start|stop|restart|reboot|save|switch|led)/i.test(ask))).toEqual([])
})
