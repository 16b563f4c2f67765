import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { describe, expect, test } from 'vitest'
import { antminerWeb } from '#agent/miners/antminer-web'
import { braiinsWeb } from '#agent/miners/braiins-web'
import { goldshell } from '#agent/miners/goldshell'
import type { ReaderMemory, Target } from '#agent/miners/miner-reader'
import { vnish } from '#agent/miners/vnish'
import { probeTarget } from '#agent/probe'
import { allRecordings, textOf } from './play-recording'
import { listening } from './pretend-miner'

type Asked = { ask: string; headers: IncomingMessage['headers']; body: string }

/** A machine with the pages of a recording behind a door of its own. */
async function behindDoor(
  name: string,
  door: (asked: Asked, respond: ServerResponse) => boolean,
): Promise<{ target: Target; asked: Asked[] }> {
  const recording = allRecordings().find((candidate) => candidate.name === name)
  if (!recording) throw new Error(`no recording is called ${name}`)
  const asked: Asked[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const question = { ask: `${request.method} ${request.url}`, headers: request.headers, body }
    asked.push(question)
    if (!door(question, response)) return
    const found = recording.exchanges.find((exchange) => exchange.ask === question.ask)
    if (found) response.writeHead(200, { 'content-type': 'application/json' }).end(textOf(found.reply))
    else response.writeHead(404).end('Not found')
  })
  return { target: { host: '127.0.0.1', port: await listening(server), scheme: 'http', timeoutMs: 2_000 }, asked }
}

const md5 = (text: string) => createHash('md5').update(text).digest('hex')

/** As lighttpd in an Antminer checks it (RFC 2617), with a nonce that changes when told to. */
function digestDoor(nonce: () => string) {
  return ({ ask, headers }: Asked, response: ServerResponse): boolean => {
    const header = headers.authorization ?? ''
    const field = (name: string) => new RegExp(`[ ,]${name}="?([^",]+)`).exec(header)?.[1] ?? ''
    const [method = '', uri = ''] = ask.split(' ')
    const secret = md5('root:antMiner Configuration:root')
    const expected = md5(`${secret}:${nonce()}:${field('nc')}:${field('cnonce')}:auth:${md5(`${method}:${uri}`)}`)
    if (field('uri') === uri && field('nonce') === nonce() && field('response') === expected) return true
    const stale = header !== '' && field('nonce') !== nonce()
    const challenge = `Digest realm="antMiner Configuration", nonce="${nonce()}", qop="auth"${stale ? ', stale=true' : ''}`
    response.writeHead(401, { 'www-authenticate': challenge }).end('<html>401</html>')
    return false
  }
}

describe('an Antminer behind its digest login', () => {
  test('is read with the right password, which never travels', async () => {
    const { target, asked } = await behindDoor(
      'antminer-s23-hydro-web',
      digestDoor(() => 'a1'),
    )
    const read = await antminerWeb.read({ ...target, user: 'root', password: 'root' })
    expect(read).toMatchObject({ ok: true, reading: { powerWatts: 5525 } })
    expect(asked.map(({ headers }) => headers.authorization ?? '').join()).not.toContain('Basic')
    // One refusal teaches the rest of the poll.
    expect(asked.filter(({ headers }) => headers.authorization === undefined)).toHaveLength(1)
  })

  test('is read again when its nonce has grown old', async () => {
    let nonce = 'a1'
    const { target } = await behindDoor(
      'antminer-s23-hydro-web',
      digestDoor(() => nonce),
    )
    const known = { ...target, user: 'root', password: 'root' }
    expect((await antminerWeb.read(known)).ok).toBe(true)
    nonce = 'b2'
    expect((await antminerWeb.read(known)).ok).toBe(true)
  })

  test('says that a password is wanted, or that this one is not it', async () => {
    const { target, asked } = await behindDoor(
      'antminer-s23-hydro-web',
      digestDoor(() => 'a1'),
    )
    const without = await antminerWeb.read(target)
    const wrong = await antminerWeb.read({ ...target, user: 'root', password: 'hunter2' })
    expect(without).toMatchObject({ ok: false, failure: 'denied', problem: expect.stringContaining('wants') })
    expect(wrong).toMatchObject({ ok: false, failure: 'denied', problem: expect.stringContaining('did not accept') })
    expect(JSON.stringify(wrong)).not.toContain('hunter2')
    expect(asked).toHaveLength(3)
  })

  test('is found out among all families, none of which sends the password in clear', async () => {
    const { target, asked } = await behindDoor(
      'antminer-s23-hydro-web',
      digestDoor(() => 'a1'),
    )
    const { host, port } = target
    const probed = await probeTarget({
      target: { host, port, scheme: 'http' },
      user: 'root',
      password: 'root',
      timeoutMs: 2_000,
    })
    expect(probed).toMatchObject({ ok: true, family: 'antminer-web', reading: { miner: { name: 'antminer' } } })
    expect(probed.ok && probed.target).not.toHaveProperty('heard')
    expect(asked.map(({ headers }) => headers.authorization ?? '').join()).not.toContain('Basic')
  })
})

function refused(response: ServerResponse): false {
  response.writeHead(401).end('{"error":"unauthorized"}')
  return false
}

function tokenDoor(
  headerOf: (headers: IncomingMessage['headers']) => string | undefined,
  login: string,
  reply: object,
  expected: string,
) {
  let tokens = 0
  return (asked: Asked, response: ServerResponse): boolean => {
    if (asked.ask.startsWith(login)) {
      const right = asked.body.includes('secret') || asked.ask.includes('secret')
      if (right) tokens += 1
      response.writeHead(right ? 200 : 401).end(JSON.stringify(right ? reply : {}))
      return false
    }
    return tokens > 0 && headerOf(asked.headers) === expected ? true : refused(response)
  }
}

test.each([
  [
    'Braiins OS',
    braiinsWeb,
    'braiins-26.04-rest',
    tokenDoor((headers) => headers.authorization, 'POST /api/v1/auth/login', { token: 'T' }, 'T'),
  ],
  [
    'VNish',
    vnish,
    'vnish-1.2.0',
    tokenDoor((headers) => headers.authorization, 'POST /api/v1/unlock', { token: 'T' }, 'Bearer T'),
  ],
  [
    'Goldshell',
    goldshell,
    'goldshell-ck5',
    tokenDoor((headers) => headers.authorization, 'GET /user/login', { 'JWT Token': 'T' }, 'Bearer T'),
  ],
])('%s sells a token for a password once, and it serves the next poll', async (_, reader, recording, door) => {
  const { target, asked } = await behindDoor(recording, door)
  const memory: ReaderMemory = {}
  const known = { ...target, user: 'root', password: 'secret' }
  expect(await reader.read(known, memory)).toMatchObject({ ok: true })
  expect(memory.session).toBe('T')
  const before = asked.length
  expect((await reader.read(known, memory)).ok).toBe(true)
  expect(asked.slice(before).every(({ body }) => !body.includes('secret'))).toBe(true)
  expect(await reader.read({ ...target, user: 'root', password: 'wrong' })).toMatchObject({
    ok: false,
    failure: 'denied',
  })
  expect(await reader.read(target)).toMatchObject({ ok: false, failure: 'denied' })
})

test.each([
  ['a session with a line end', braiinsWeb, 'braiins-26.04-rest', { token: 'T\nX-Other: 1' }],
  ['a session beyond Latin', vnish, 'vnish-1.2.0', { token: 'Ж' }],
])('%s is a failure in words, which do not repeat it', async (_, reader, recording, given) => {
  const path = reader === vnish ? 'POST /api/v1/unlock' : 'POST /api/v1/auth/login'
  const { target } = await behindDoor(
    recording,
    tokenDoor((headers) => headers.authorization, path, given, 'never'),
  )
  const read = await reader.read({ ...target, user: 'root', password: 'secret' })
  expect(read).toMatchObject({ ok: false, problem: expect.any(String) })
  expect(JSON.stringify(read)).not.toMatch(/X-Other|Ж|secret/)
})
