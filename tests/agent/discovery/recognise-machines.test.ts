import { expect, test } from 'vitest'
import { recogniseMachines, USUAL_PORTS } from '#agent/discovery/recognise-machines'
import { allRecordings, playRecording } from '../miners/play-recording'

const open = allRecordings().filter(({ login }) => login === undefined)

test.each(open.map((recording) => [recording.name, recording] as const))(
  '%s is met as what it is',
  async (_, recording) => {
    const { target } = await playRecording(recording)
    const options = { timeoutMs: 400, anyFamily: true, stockLogins: false }
    const machines = await recogniseMachines(target.host, [target.port], options)
    expect(machines).toMatchObject([{ miner: recording.kind }])
  },
)

test('the usual ports are few enough to try on every address', () => {
  expect(USUAL_PORTS).toContain(4028)
  expect(USUAL_PORTS).toContain(80)
  expect(USUAL_PORTS.length).toBeLessThan(40)
})
