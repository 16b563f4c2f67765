import type { NetworkInterfaceInfo } from 'node:os'
import { expect, test } from 'vitest'
import { networksToScan } from '#agent/discovery/discovery-settings'
import { ownAddresses, ownNetworks } from '#agent/discovery/own-networks'
import { ReachedNetworks } from '#agent/discovery/reached-networks'

function card(cidr: string, internal = false): NetworkInterfaceInfo {
  const address = cidr.split('/')[0] ?? ''
  return { family: 'IPv4', address, netmask: '255.255.255.0', mac: '02:00:00:00:00:01', internal, cidr }
}

test('the private networks of its cards are looked through, each once', () => {
  const { ranges, leftOut } = ownNetworks({
    lo: [card('127.0.0.1/8', true)],
    eth0: [card('192.168.1.20/24'), card('192.168.1.21/24')],
    wlan0: [card('10.20.30.40/22')],
  })
  expect(ranges.map(({ text, total }) => [text, total])).toEqual([
    ['192.168.1.0/24', 254],
    ['10.20.28.0/22', 1022],
  ])
  expect(leftOut).toEqual([])
})

test('networks of containers are not, and public or huge ones are left out with the reason', () => {
  const { ranges, leftOut } = ownNetworks({
    docker0: [card('172.17.0.1/16')],
    'br-8a7f': [card('172.18.0.1/16')],
    eth0: [card('203.0.113.9/24')],
    eth1: [card('10.0.0.9/8')],
  })
  expect(ranges).toEqual([])
  expect(leftOut).toEqual([
    '203.0.113.9/24 (eth0): not a private network',
    '10.0.0.9/8 (eth1): larger than /16: look through a part of it with "davylamp-agent discover 10.0.0.9/24"',
  ])
})

test('networks named in the configuration take their place, and one that is none is left out in words', () => {
  const { ranges, leftOut } = networksToScan({ networks: ['192.168.7.0/24', '8.8.8.0/24', 'barn'] })
  expect(ranges.map(({ text }) => text)).toEqual(['192.168.7.0/24'])
  expect(leftOut).toEqual(['8.8.8.0/24 is not a private network', 'barn is not a network: write it as 192.168.1.0/24'])
})

test('the broadcast of its own network can never be asked, and does not leave a larger one that holds it unreached', async () => {
  const own = ownAddresses({
    lo: [card('127.0.0.1/8', true)],
    eth0: [card('192.168.1.20/24')],
    vpn0: [card('10.9.0.2/31')],
  })
  expect([...own]).toEqual(['127.0.0.1', '127.255.255.255', '192.168.1.20', '192.168.1.255', '10.9.0.2'])
  const networks = new ReachedNetworks(['192.168.0.0/16'], own)
  networks.hear('192.168.1.7', 80, 'open')
  networks.hear('192.168.1.255', 80, 'unasked')
  expect(await networks.reached(async () => 'open')).toEqual(['192.168.0.0/16'])
})
