import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { NextRequest } from 'next/server'
import { expect, test } from 'vitest'
import { settleForwardedHeaders } from '#lib/services/auth/forwarded-headers'
import { isTrustedOrigin } from '#lib/services/auth/same-host'
import { config, proxy } from '../../proxy'

function pass(path: string, headers: Record<string, string> = {}) {
  return proxy(
    new NextRequest(`http://192.168.1.20:3000${path}`, { headers: { host: '192.168.1.20:3000', ...headers } }),
  )
}
const session = { cookie: 'davylamp.session_token=abc' }

test.each(['/', '/rigs/3', '/settings', '/earnings?period=day'])(
  '%s sends a stranger to sign in, and back afterwards',
  (path) => {
    const response = pass(path)
    expect(response.status).toBe(307)
    const target = new URL(response.headers.get('location') ?? '')
    expect(target.pathname).toBe('/sign-in')
    expect(target.searchParams.get('next') ?? '/').toBe(path)
  },
)

test.each(['/api/v1/rigs', '/api/v1/openapi.json', '/metrics', '/api/anything'])(
  '%s answers a stranger 401 in JSON',
  async (path) => {
    const response = pass(path)
    expect(response.status).toBe(401)
    expect((await response.json()).error.code).toBe('unauthorized')
  },
)

test.each([
  '/sign-in',
  '/link/davylink_x-Y1',
  '/agent/davylamp-agent.cjs',
  '/api/health',
  '/api/auth/sign-in/email',
  '/icon.svg',
  '/sw.js',
  '/icon-192.png',
  '/badge.png',
])('%s is public', (path) => {
  expect(pass(path).headers.get('x-middleware-next')).toBe('1')
})

test.each(['/sign-in/../settings', '/agent/../settings', '/api/health/more', '/link/a/b', '/sw.js/more', '/alerts/1'])(
  '%s is not',
  (path) => {
    expect(pass(path).headers.get('x-middleware-next')).toBeNull()
  },
)

test('a page gets a policy with a nonce of its own, and the headers that keep it from being framed or sniffed', () => {
  const [one, other] = [pass('/', session), pass('/', session)]
  const policy = one.headers.get('content-security-policy') ?? ''
  expect(policy).toMatch(/script-src 'self' 'nonce-[0-9a-f]{32}' 'strict-dynamic'(;|$)/)
  expect(policy).toContain("object-src 'none'")
  expect(policy).toContain("base-uri 'none'")
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).toContain('ws://192.168.1.20:3000')
  expect(other.headers.get('content-security-policy')).not.toBe(policy)
  expect(one.headers.get('x-content-type-options')).toBe('nosniff')
  expect(one.headers.get('referrer-policy')).toBe('no-referrer')
  expect(one.headers.get('strict-transport-security')).toBeNull()
})

test('a host that is no host stays out of the policy', () => {
  const policy = pass('/', { ...session, 'x-forwarded-host': 'evil; script-src *' }).headers.get(
    'content-security-policy',
  )
  expect(policy).not.toContain('evil')
})

test('over TLS the browser is told to stay there', () => {
  const response = pass('/', { ...session, 'x-forwarded-proto': 'https' })
  expect(response.headers.get('strict-transport-security')).toBe('max-age=31536000')
})

test('static files are served without passing the proxy, and nothing else is', () => {
  const matcher = new RegExp(`^${config.matcher[0]}$`)
  expect(matcher.test('/_next/static/chunk.js')).toBe(false)
  for (const path of ['/', '/api/v1/rigs', '/rigs/1', '/metrics']) expect(matcher.test(path)).toBe(true)
})

function incoming(headers: Record<string, string>): IncomingMessage {
  const request = new IncomingMessage(new Socket())
  Object.assign(request.headers, headers)
  return request
}

test('forwarded headers are a stranger’s word unless a proxy is trusted', () => {
  const forged = {
    'x-forwarded-for': '203.0.113.9, 198.51.100.4',
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'https',
    'x-davylamp-address': '10.0.0.1',
  }
  const direct = incoming(forged)
  settleForwardedHeaders(direct, false)
  expect(direct.headers).toEqual({ 'x-davylamp-address': '0.0.0.0' })
  const proxied = incoming(forged)
  settleForwardedHeaders(proxied, true)
  expect(proxied.headers).toMatchObject({ 'x-davylamp-address': '198.51.100.4', 'x-forwarded-proto': 'https' })
})

test('an origin is trusted when it is the host that was asked, or the public address', () => {
  const origin = (value: string, publicUrl?: string) =>
    isTrustedOrigin({ publicUrl, trustProxy: false }, new Headers({ host: '192.168.1.20:3000', origin: value }))
  expect(origin('http://192.168.1.20:3000')).toBe(true)
  expect(origin('http://192.168.1.20:3001')).toBe(false)
  expect(origin('http://evil.example')).toBe(false)
  expect(origin('null')).toBe(false)
  expect(origin('https://mine.example', 'https://mine.example')).toBe(true)
})
