import { expect, onTestFinished, test } from 'vitest'
import type { MeterConfig } from '#agent/config'
import { RigMeters } from '#agent/meters/rig-meters'
import { PollGate } from '#agent/poll-gate'
import { PolledTarget } from '#agent/polled-target'
import { RigPoller } from '#agent/rig-poller'
import type { Reading } from '#lib/domain/reading'
import type { AssignedMeter } from '#lib/wire/meter-schema'
import { pretendHttp } from '../miners/pretend-miner'

const miner = { miner: { name: 'trex' }, state: 'hashing' as const, work: [], powerWatts: 640 }

async function plug(power: unknown) {
  const target = await pretendHttp(() => ({ text: JSON.stringify({ StatusSNS: { ENERGY: { Power: power } } }) }))
  return `127.0.0.1:${target.port}`
}

function meters(warnings: string[] = []) {
  const opened = new RigMeters({ timeoutMs: 2_000, folder: '.', log: (_, text) => void warnings.push(text) })
  onTestFinished(() => opened.close())
  return opened
}

/** Polls a rig until its first reading or, where its miner is silent, its first poll. */
async function firstReading(meter: RigPollerMeter, answers = true) {
  const polled = new PolledTarget('10.0.0.5', '10.0.0.5', async () =>
    answers ? { ok: true, reading: { ...miner, powerSource: 'output' } } : { ok: false, problem: 'gone' },
  )
  return new Promise<{ reading?: Reading; poller: RigPoller }>((resolve) => {
    const poller: RigPoller = new RigPoller({
      targets: [polled],
      meter,
      now: () => Date.now(),
      spreadMs: 0,
      gate: new PollGate(),
      onReading: (reading) => resolve({ reading, poller }),
    })
    onTestFinished(() => poller.stop())
    if (!answers) {
      const seen = setInterval(() => {
        if (poller.status.every((status) => status.problem ?? status.lastSuccessAtMs)) resolve({ poller })
      }, 5)
      onTestFinished(() => clearInterval(seen))
    }
  })
}
type RigPollerMeter = ConstructorParameters<typeof RigPoller>[0]['meter']

test('what the plug tells stands before what the miner says of itself', async () => {
  const meter = meters().open({ kind: 'tasmota', address: await plug(755) }, () => 10)
  const { reading, poller } = await firstReading(() => meter)
  expect(reading).toMatchObject({ miner: { name: 'trex' }, powerWatts: 755, powerSource: 'metered' })
  expect(poller.status).toMatchObject([
    { address: '10.0.0.5' },
    { miner: 'tasmota meter', lastSuccessAtMs: expect.any(Number) },
  ])
})

test('a plug that fails leaves the miner’s own figure, and is named in the status', async () => {
  const meter = meters().open({ kind: 'tasmota', address: await plug('broken') }, () => 10)
  const { reading, poller } = await firstReading(() => meter)
  expect(reading).toMatchObject({ powerWatts: 640, powerSource: 'output' })
  expect(poller.status[1]).toMatchObject({ problem: expect.stringContaining('tells no power') })
})

test('a plug alone makes no reading: whether the rig mines is not known', async () => {
  const meter = meters().open({ kind: 'tasmota', address: await plug(755) }, () => 10)
  const { reading } = await firstReading(() => meter, false)
  expect(reading).toBeUndefined()
})

test('a password file that is missing is said in the meter’s status, and its rig is read all the same', async () => {
  const config: MeterConfig = { kind: 'shelly', address: await plug(1), passwordFile: '/nowhere/password' }
  const meter = meters().open(config, () => 10)
  const { reading, poller } = await firstReading(() => meter)
  expect(reading).toMatchObject({ powerWatts: 640 })
  expect(poller.status[1]).toMatchObject({ problem: expect.stringContaining('/nowhere/password') })
})

test('meters from the app follow its list: added, changed and taken away', async () => {
  const rigs = meters()
  const wattsOf = (rigKey: string) => rigs.of(rigKey, () => 10)?.read()
  const first: AssignedMeter = { rigKey: 'rig-1', kind: 'tasmota', address: await plug(100) }
  rigs.follow([first])
  expect(await wattsOf('rig-1')).toBe(100)
  expect(await wattsOf('rig-2')).toBeUndefined()
  const before = rigs.of('rig-1', () => 10)
  rigs.follow([first, { rigKey: 'rig-2', kind: 'tasmota', address: await plug(200) }])
  expect(rigs.of('rig-1', () => 10)).toBe(before)
  expect(await wattsOf('rig-2')).toBe(200)
  rigs.follow([{ ...first, address: await plug(300) }])
  expect(await wattsOf('rig-1')).toBe(300)
  expect(await wattsOf('rig-2')).toBeUndefined()
})

test('a plug that the agent’s file gives to one rig is not another rig’s in the app', async () => {
  const warnings: string[] = []
  const rigs = meters(warnings)
  const address = await plug(100)
  rigs.open({ kind: 'tasmota', address }, () => 10)
  rigs.follow([{ rigKey: 'rig-2', kind: 'tasmota', address: `http://${address}` }])
  expect(rigs.of('rig-2', () => 10)).toBeUndefined()
  expect(warnings).toEqual([expect.stringContaining('rig-2')])
})
