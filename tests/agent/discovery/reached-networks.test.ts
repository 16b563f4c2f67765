import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ReachedNetworks, unaskedWords } from '#agent/discovery/reached-networks'
import { splitNetwork } from '#agent/discovery/split-network'
import type { PortAnswer } from '#agent/discovery/try-port'
import { isInNetwork } from '#lib/wire/address-in-network'

const SHED = '192.168.1.0/24'
const BARN = '10.0.0.0/24'

function reached() {
  return new ReachedNetworks([SHED, BARN], new Set(['192.168.1.20']))
}

const answers = async (): Promise<PortAnswer> => 'closed'
const nobody = async (): Promise<PortAnswer> => 'silent'

test('a network counts when somebody in it answers, also in the end', async () => {
  const networks = reached()
  networks.hear('192.168.1.1', 80, 'open')
  networks.hear('10.0.0.1', 80, 'silent')
  expect(await networks.reached(answers)).toEqual([SHED])
  expect(await networks.reached(nobody)).toEqual([])
})

test('one of several that answered is enough in the end', async () => {
  const networks = reached()
  networks.hear('192.168.1.1', 80, 'closed')
  networks.hear('192.168.1.2', 4028, 'open')
  const left = async (host: string, port: number): Promise<PortAnswer> =>
    host === '192.168.1.2' && port === 4028 ? 'open' : 'no-host'
  expect(await networks.reached(left)).toEqual([SHED])
})

test('this machine itself is no witness: it answers without a cable too', async () => {
  const networks = reached()
  networks.hear('192.168.1.20', 22, 'open')
  networks.hear('192.168.1.7', 80, 'no-host')
  expect(await networks.reached(answers)).toEqual([])
})

test('a network that could not be asked at one time does not count, and the other does', async () => {
  const networks = reached()
  networks.hear('192.168.1.1', 80, 'open')
  networks.hear('192.168.1.9', 80, 'unasked')
  networks.hear('10.0.0.1', 80, 'open')
  expect(await networks.reached(answers)).toEqual([BARN])
})

test('one part without a way to it leaves the rest of a large network reached, and is told', async () => {
  const networks = new ReachedNetworks(['10.20.0.0/16'], new Set())
  networks.hear('10.20.0.7', 80, 'open')
  networks.hear('10.20.128.9', 80, 'unasked')
  networks.hear('10.20.128.10', 80, 'unasked')
  const reached = await networks.reached(answers)
  const holds = (host: string) => reached.some((part) => isInNetwork(host, part))
  expect(['10.20.0.7', '10.20.127.255', '10.20.129.0', '10.20.255.254'].map(holds)).toEqual([true, true, true, true])
  expect(['10.20.128.0', '10.20.128.9', '10.20.128.200'].map(holds)).toEqual([false, false, false])
  expect(networks.unasked()).toEqual(['10.20.128.0/24'])
  expect(await networks.reached(nobody)).toEqual([])
})

test('every address of a network is either in a part that was asked or in one that was not', () => {
  const block = fc.integer({ min: 0, max: 15 })
  fc.assert(
    fc.property(fc.uniqueArray(block), (unasked) => {
      const parts = splitNetwork('172.16.16.0/20', new Set(unasked.map((third) => `172.16.${16 + third}.0/24`)))
      for (let third = 0; third < 16; third += 1) {
        const isIn = (network: string) => isInNetwork(`172.16.${16 + third}.77`, network)
        expect(parts.unasked.filter(isIn)).toHaveLength(unasked.includes(third) ? 1 : 0)
        expect(parts.asked.filter(isIn)).toHaveLength(unasked.includes(third) ? 0 : 1)
      }
    }),
  )
})

test('a network cut into more parts than can be told names a hundred of them, the largest first', async () => {
  const networks = new ReachedNetworks(['10.20.0.0/16'], new Set())
  networks.hear('10.20.1.7', 80, 'open')
  for (let third = 0; third < 256; third += 2) networks.hear(`10.20.${third}.1`, 80, 'unasked')
  expect(await networks.reached(answers)).toHaveLength(100)
  expect(networks.unasked()).toHaveLength(100)
  expect(unaskedWords(networks.unasked())).toContain('10.20.0.0/24, 10.20.2.0/24')
})
