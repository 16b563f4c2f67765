import fc from 'fast-check'
import { expect, test } from 'vitest'
import { joinRanges, parseRange } from '#agent/discovery/address-range'

function range(text: string, allowed = {}) {
  const parsed = parseRange(text, allowed)
  if (!parsed.ok) throw new Error(parsed.problem)
  return parsed.range
}

test('a /24 is its 254 machines, without the network and the broadcast', () => {
  const addresses = [...range('192.168.1.77/24').addresses()]
  expect(addresses).toHaveLength(254)
  expect([addresses[0], addresses.at(-1)]).toEqual(['192.168.1.1', '192.168.1.254'])
  expect(range('192.168.1.77/24')).toMatchObject({ text: '192.168.1.0/24', total: 254 })
})

test('one address is one machine, and a /31 two', () => {
  expect([...range('10.0.0.7').addresses()]).toEqual(['10.0.0.7'])
  expect([...range('10.0.0.6/31').addresses()]).toEqual(['10.0.0.6', '10.0.0.7'])
})

test('a network larger than /16 wants a flag, and one larger than /8 is never looked through', () => {
  expect(parseRange('10.0.0.0/12')).toEqual({
    ok: false,
    problem: '10.0.0.0/12 holds 1,048,576 addresses: add --large if that is what you mean',
  })
  expect(range('10.0.0.0/12', { large: true }).total).toBe(2 ** 20 - 2)
  expect(parseRange('10.0.0.0/7', { large: true, public: true })).toMatchObject({ ok: false })
})

test('public addresses want a flag, and a network that is partly public is one', () => {
  expect(parseRange('8.8.8.0/24')).toEqual({
    ok: false,
    problem: '8.8.8.0/24 is not a private network: add --public if it is yours',
  })
  expect(parseRange('172.16.0.0/11', { large: true })).toMatchObject({ ok: false })
  expect(range('8.8.8.0/24', { public: true }).total).toBe(254)
  expect(parseRange('224.0.0.0/24', { public: true })).toMatchObject({ ok: false })
})

test.each(['', 'here', '192.168.1.0/33', '192.168.1.256/24', '0x7f.1/24', '192.168.1/24', 'fe80::/64'])(
  'what is no network is refused in words: %s',
  (text) => expect(parseRange(text)).toMatchObject({ ok: false, problem: expect.stringMatching(/network/) }),
)

test('of two ranges, one within the other, each address is looked at once', () => {
  const joined = joinRanges([range('10.0.0.0/28'), range('10.0.0.0/24'), range('10.0.0.0/24')])
  expect(joined).toMatchObject({ text: '10.0.0.0/24', total: 254 })
})

test('every range holds as many addresses as it says, each once and within it', () => {
  fc.assert(
    fc.property(fc.nat(255), fc.nat(255), fc.integer({ min: 22, max: 32 }), (third, fourth, prefix) => {
      const { total, addresses } = range(`10.1.${third}.${fourth}/${prefix}`)
      const all = [...addresses()]
      expect(all).toHaveLength(total)
      expect(new Set(all).size).toBe(total)
      const size = 2 ** (32 - prefix)
      const network = Math.floor((third * 256 + fourth) / size)
      for (const address of all) {
        const [, , c = 0, d = 0] = address.split('.').map(Number)
        expect(Math.floor((c * 256 + d) / size)).toBe(network)
      }
    }),
  )
})
