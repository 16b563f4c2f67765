import { expect, test } from 'vitest'
import { openPorts } from '#agent/discovery/open-ports'
import type { PortAnswer } from '#agent/discovery/try-port'

/** A host whose ports answer one thing after another; silent ones say nothing for ever. */
function host(answers: Record<number, PortAnswer[]>) {
  const asked: number[] = []
  const tryPort = async (port: number): Promise<PortAnswer> => {
    asked.push(port)
    return answers[port]?.shift() ?? 'silent'
  }
  return { asked, tryPort }
}

const PORTS = [80, 4028, 4433, 8080, 3333, 4067]

test('a machine whose first packets were lost is found all the same', async () => {
  const { tryPort } = host({ 80: ['silent', 'open'], 3333: ['closed'] })
  expect(await openPorts(PORTS, tryPort)).toEqual([80])
  const sleeping = host({ 80: ['silent', 'open'] })
  expect(await openPorts(PORTS, sleeping.tryPort)).toEqual([80])
})

test('an address that nobody has is left at once, a silent one after a second look at the first few', async () => {
  const nobody = host(Object.fromEntries(PORTS.map((port) => [port, ['no-host']])))
  expect(await openPorts(PORTS, nobody.tryPort)).toEqual([])
  expect(nobody.asked).toEqual(PORTS.slice(0, 4))
  const silent = host({})
  expect(await openPorts(PORTS, silent.tryPort)).toEqual([])
  expect(silent.asked).toEqual([...PORTS, ...PORTS.slice(0, 4)])
})

test('a port that answered is not asked again', async () => {
  const { asked, tryPort } = host({ 80: ['open'], 4028: ['closed'] })
  expect(await openPorts([80, 4028], tryPort)).toEqual([80])
  expect(asked).toEqual([80, 4028])
})
