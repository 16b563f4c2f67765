import fc from 'fast-check'
import { expect, test } from 'vitest'
import { whyForbidden } from '#lib/notify/address-guard'
import { createGuardedFetch, permitted } from '#lib/notify/guarded-fetch'
import { serviceDouble } from './service-double.ts'

// Ranges by RFC 6890 and the registries it founded.
test.each([
  ['8.8.8.8', true, true],
  ['2606:4700::1111', true, true],
  ['10.1.2.3', false, true],
  ['172.16.0.1', false, true],
  ['192.168.1.20', false, true],
  ['127.0.0.1', false, true],
  ['169.254.7.7', false, true],
  ['100.64.0.9', false, true],
  ['::1', false, true],
  ['fe80::1', false, true],
  ['fd12:3456::1', false, true],
  ['::ffff:192.168.1.20', false, true],
  ['::ffff:8.8.8.8', true, true],
  // NAT64, RFC 6052: what is meant is the IPv4 address inside.
  ['64:ff9b::808:808', true, true],
  ['64:ff9b::a00:1', false, true],
  ['0.0.0.0', false, false],
  ['224.0.0.1', false, false],
  ['255.255.255.255', false, false],
  ['240.0.0.1', false, false],
  ['ff02::1', false, false],
  ['::', false, false],
  // Where clouds hand out a machine's credentials.
  ['169.254.169.254', false, false],
  ['::ffff:169.254.169.254', false, false],
  ['fd00:ec2::254', false, false],
  ['not an address', false, false],
])('%s: public %s, with private ones allowed %s', (address, alone, allowed) => {
  expect(whyForbidden(address, false) === undefined).toBe(alone)
  expect(whyForbidden(address, true) === undefined).toBe(allowed)
})

test('no spelling of a loopback address gets through', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0xffffff }), (rest) => {
      const number = 127 * 2 ** 24 + rest
      const { hostname } = new URL(`http://${number}/`)
      expect(whyForbidden(hostname, false)).toMatch(/loopback/)
    }),
  )
})

test('a private address is asked only where it is allowed', async () => {
  const service = await serviceDouble({ body: 'here I am' })
  const refused = await createGuardedFetch()({ url: service.url })
  expect(refused).toEqual({
    ok: false,
    refused: true,
    reason: '127.0.0.1 may not be asked: 127.0.0.1 is in a private network (loopback)',
  })
  expect(service.asked).toHaveLength(0)
  expect(await createGuardedFetch()({ url: service.url, allowPrivate: true })).toMatchObject({
    ok: true,
    body: 'here I am',
  })
  expect(await createGuardedFetch({ allowPrivate: true })({ url: service.url })).toMatchObject({ ok: true })
})

test('the address that was checked is the one that is asked, whatever the name says a moment later', async () => {
  const service = await serviceDouble({ body: 'inside' })
  let asked = 0
  const rebinding = async () => [{ address: ++asked === 1 ? '127.0.0.1' : '169.254.169.254', family: 4 }]
  const fetch = createGuardedFetch({ allowPrivate: true, resolveName: rebinding })
  const answer = await fetch({ url: `http://rebinding.example:${service.port}/` })
  expect(answer).toMatchObject({ ok: true, body: 'inside' })
  expect(asked).toBe(1)
  expect(service.asked[0]?.headers.host).toBe(`rebinding.example:${service.port}`)
})

test('one private address among public ones is enough to refuse a name', async () => {
  const mixed = async () => [
    { address: '8.8.8.8', family: 4 },
    { address: '10.0.0.1', family: 4 },
  ]
  expect(await permitted('https://mixed.example/', false, mixed)).toMatchObject({ ok: false, refused: true })
})

test('plain HTTP goes to no public address', async () => {
  const open = async () => [{ address: '8.8.8.8', family: 4 }]
  expect(await permitted('http://hooks.example/', false, open)).toMatchObject({
    ok: false,
    reason: expect.stringMatching(/use https/),
  })
  expect(await permitted('https://hooks.example/', false, open)).toMatchObject({ ok: true })
  expect(await permitted('ftp://hooks.example/', false, open)).toMatchObject({ ok: false, refused: true })
})

test('a redirect is an answer, not a way', async () => {
  const inside = await serviceDouble({ body: 'secrets' })
  const service = await serviceDouble({ status: 302, headers: { location: inside.url } })
  const answer = await createGuardedFetch()({ url: service.url, allowPrivate: true })
  expect(answer).toMatchObject({ ok: true, status: 302 })
  expect(inside.asked).toHaveLength(0)
})

test('a service that never answers or never ends is left', async () => {
  const silent = await serviceDouble(() => new Promise(() => {}))
  const late = await createGuardedFetch()({ url: silent.url, allowPrivate: true, timeoutMs: 50 })
  expect(late).toMatchObject({ ok: false, reason: `127.0.0.1:${silent.port} did not answer within 0.05 s` })
  const endless = await serviceDouble({ body: 'x'.repeat(300_000) })
  expect(await createGuardedFetch()({ url: endless.url, allowPrivate: true })).toMatchObject({
    ok: false,
    reason: expect.stringMatching(/256000 bytes/),
  })
})
