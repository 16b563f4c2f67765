import { expect, test } from 'vitest'
import { ReachedNetworks } from '#agent/discovery/reached-networks'
import type { PortAnswer } from '#agent/discovery/try-port'

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
