import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import { connect, createServer as createTcpServer } from 'node:net'
import { expect, test } from 'vitest'
import { bitaxe } from '#agent/miners/bitaxe'
import { getJson, withoutCredentials } from '#agent/miners/http-json'
import type { Target } from '#agent/miners/miner-reader'
import { isPrivateAddress } from '#agent/miners/private-address'
import { redirectOf } from '#agent/miners/secure-place'
import { probeTarget } from '#agent/probe'
import { fixture, listening, pretendHttp } from './pretend-miner'

/** A machine that made its own certificate, as those of the owner's network do. */
async function pretendHttps(): Promise<number> {
  const pem = fixture('self-signed.pem')
  return listening(
    createServer({ key: pem, cert: pem }, (request, response) => {
      response.writeHead(request.url === '/api/system/info' ? 200 : 404).end(fixture('bitaxe-gamma.json'))
    }),
  )
}

test('a machine in the own network may sign its own certificate; whoever has a name must prove it', async () => {
  const port = await pretendHttps()
  const target = { host: '127.0.0.1', port, scheme: 'https' as const, timeoutMs: 2_000 }
  expect(await bitaxe.read(target)).toMatchObject({ ok: true, reading: { miner: { name: 'bitaxe' } } })
  const named = await bitaxe.read({ ...target, host: 'localhost' })
  expect(named.ok ? '' : named.problem).toContain('no certificate that can be trusted')
})

type Door = {
  asked: string[]
  /** Whether HTTP only sends away to HTTPS, which it does unless told. */
  isMoved?: () => boolean
  https: (request: IncomingMessage, response: ServerResponse) => void
}

/** One port with HTTP and HTTPS, as told apart by the first byte (RFC 8446, 5.1: 22 begins a handshake). */
async function pretendMoved({ asked, isMoved = () => true, https }: Door): Promise<Target> {
  const pem = fixture('self-signed.pem')
  const secure = createServer({ key: pem, cert: pem }, (request, response) => {
    asked.push(`https ${request.url} ${request.headers.authorization ?? ''}`.trim())
    https(request, response)
  })
  const plain = createHttpServer((request, response) => {
    asked.push(`http ${request.url} ${request.headers.authorization ?? ''}`.trim())
    if (isMoved()) response.writeHead(307, { location: `https://127.0.0.1:${port}/login` }).end()
    else response.end('{"at":"http"}')
  })
  const [securePort, plainPort] = [await listening(secure), await listening(plain)]
  const both = createTcpServer((socket) => {
    socket.once('data', (bytes) => {
      const behind = connect(bytes[0] === 22 ? securePort : plainPort, '127.0.0.1')
      behind.write(bytes)
      socket.pipe(behind).pipe(socket)
      behind.on('error', () => socket.destroy())
      behind.on('close', () => socket.destroy())
    })
    socket.on('error', () => undefined)
  })
  const port = await listening(both)
  return { host: '127.0.0.1', port, scheme: 'http', timeoutMs: 2_000 }
}

const gamma = (_request: IncomingMessage, response: ServerResponse) => response.end(fixture('bitaxe-gamma.json'))

test('a machine that sends its visitors to its own HTTPS is asked there at once from then on', async () => {
  const asked: string[] = []
  const target = await pretendMoved({ asked, https: gamma })
  for (let poll = 0; poll < 3; poll += 1)
    expect(await bitaxe.read(target)).toMatchObject({ ok: true, reading: { miner: { name: 'bitaxe' } } })
  expect(asked.filter((ask) => ask.startsWith('http '))).toEqual(['http /api/system/info'])
  expect(asked.filter((ask) => ask.startsWith('https '))).toHaveLength(3)
})

test('behind that HTTPS a login is asked for once, and a reader that asks without one remembers too', async () => {
  const asked: string[] = []
  const basic = `Basic ${Buffer.from('root:secret').toString('base64')}`
  const target = await pretendMoved({
    asked,
    https: (request, response) => {
      if (request.headers.authorization === basic) response.end('{}')
      else response.writeHead(401, { 'www-authenticate': 'Basic realm="miner"' }).end()
    },
  })
  const told = { ...target, user: 'root', password: 'secret' }
  for (let poll = 0; poll < 2; poll += 1) expect(await getJson(told, '/status')).toMatchObject({ ok: true })
  expect(asked).toEqual(['http /status', 'https /status', `https /status ${basic}`, `https /status ${basic}`])

  const open = await pretendMoved({ asked: [], https: gamma })
  const stranger = withoutCredentials({ ...open, password: 'secret' })
  expect(stranger).toEqual(open)
  expect(withoutCredentials(told)).toBe(withoutCredentials(told))
})

test('a machine set back to plain HTTP costs one reading, and is read where it answers then', async () => {
  const asked: string[] = []
  let hasHttps = true
  const target = await pretendMoved({
    asked,
    isMoved: () => hasHttps,
    https: (_request, response) => {
      if (hasHttps) response.end('{"at":"https"}')
      else response.destroy()
    },
  })
  expect(await getJson(target, '/')).toMatchObject({ ok: true, json: { at: 'https' } })
  hasHttps = false
  expect((await getJson(target, '/')).ok).toBe(false)
  expect(await getJson(target, '/')).toMatchObject({ ok: true, json: { at: 'http' } })
})

test('a machine that sends its visitors to another machine or another port is not followed, and says so', async () => {
  const away = async (location: string) => pretendHttp(() => ({ status: 307, text: '', location }))
  for (const elsewhere of ['https://localhost', 'https://127.0.0.1:8443', 'http://10.9.8.7:81']) {
    const read = await bitaxe.read(await away(`${elsewhere}/api/system/info?secret=1`))
    expect(read).toMatchObject({ ok: false, failure: 'not-this-miner' })
    const place = elsewhere === 'https://localhost' ? 'https://localhost:443' : elsewhere
    expect(read.ok ? '' : read.problem).toContain(`sends its visitors to ${place}, which is not followed`)
    expect(read.ok ? '' : read.problem).not.toContain('secret')
  }
})

test('who is looked for without a kind is told of the redirect as well', async () => {
  const { host, port } = await pretendHttp(() => ({ status: 302, text: '', location: 'https://127.0.0.1:8443/' }))
  const probed = await probeTarget({ target: `http://${host}:${port}`, timeoutMs: 2_000 })
  expect(probed.ok ? '' : probed.problem).toContain('sends its visitors to https://127.0.0.1:8443')
})

test.each([
  ['http', 80, 'https://10.0.0.5/', { port: 443 }],
  ['http', 8080, 'https://10.0.0.5:8080/', { port: 8080 }],
  ['http', 8080, 'https://10.0.0.5/', 'https://10.0.0.5:443'],
  ['http', 80, 'https://10.0.0.5:8443/', 'https://10.0.0.5:8443'],
  ['http', 80, 'https://10.0.0.6/', 'https://10.0.0.6:443'],
  ['https', 443, 'http://10.0.0.5/', 'http://10.0.0.5:80'],
  ['http', 80, 'http://10.0.0.5/login', undefined],
  ['http', 80, '/login', undefined],
  ['http', 80, 'javascript:alert(1)', undefined],
] as const)('%s on port %s sent to %s', (scheme, port, location, expected) => {
  const redirect = redirectOf({ host: '10.0.0.5', port, scheme, timeoutMs: 1 }, location)
  if (expected === undefined) expect(redirect).toBeUndefined()
  else if (typeof expected === 'string') expect(redirect).toEqual({ elsewhere: expected })
  else expect(redirect).toMatchObject({ place: { host: '10.0.0.5', scheme: 'https', ...expected } })
})

test.each([
  ['10.1.2.3', true],
  ['172.31.0.9', true],
  ['192.168.1.20', true],
  ['fe80::1', true],
  ['fd00::20', true],
  ['172.32.0.1', false],
  ['8.8.8.8', false],
  ['2001:db8::1', false],
  ['miner.lan', false],
])('%s belongs to a network of the owner: %s', (host, own) => {
  expect(isPrivateAddress(host)).toBe(own)
})
