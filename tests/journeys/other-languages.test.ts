import { execFile, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import type { Reading } from '#lib/domain/reading'
import { setUpInstallation } from './installation'
import { removeFolders, startServer } from './program'
import { listRigs, storedReadings } from './rest'

// The interpreter that sees Debian's packages; another Python on the path does not.
const PYTHON = '/usr/bin/python3'
const here = spawnSync(PYTHON, ['-c', 'import socketio, websocket, requests']).status === 0
const needs = here ? '' : ' (needs Debian packages python3-socketio, python3-websocket, python3-requests)'
const example = fileURLToPath(new URL('../../docs/examples/report.py', import.meta.url))

afterAll(removeFolders)

async function runningServer() {
  const { dataDir, token, key } = await setUpInstallation('other-languages')
  const server = await startServer(dataDir, { DAVYLAMP_BUILT_IN_AGENT: 'off' })
  onTestFinished(() => server.end())
  return { door: { url: server.url, key }, token }
}

test('the protocol shows the example as it is in its file', () => {
  const page = readFileSync(new URL('../../docs/agent-protocol.md', import.meta.url), 'utf8')
  expect(page).toContain(`\`\`\`python\n${readFileSync(example, 'utf8')}\`\`\``)
})

test.skipIf(!here)(
  `the documented client in Python reports a reading, which is read back over REST${needs}`,
  async () => {
    const { door, token } = await runningServer()
    const fromMs = Date.now()
    const { stdout } = await promisify(execFile)(PYTHON, [example, door.url, token])
    expect(stdout).toContain("'stored': 1")
    expect(await listRigs(door)).toMatchObject([{ key: 'my-first-rig', name: 'Rig 1' }])
    const stored = await storedReadings(door, 'my-first-rig')
    expect(stored).toEqual([
      {
        at: expect.any(Number),
        state: 'hashing',
        miner: { name: 'xmrig' },
        work: [{ algorithm: 'randomx', hashesPerSecond: 12_500 }],
      },
    ])
    expect(stored[0]?.at).toBeGreaterThanOrEqual(fromMs)
    expect(stored[0]?.at).toBeLessThanOrEqual(Date.now())
  },
)

/** Reports readings from its argument to a rig, and prints the answer. */
const REPORTER = `
import json, sys, socketio
address, token, readings = sys.argv[1:]
client = socketio.Client()
client.connect(address, namespaces=['/agents'], transports=['websocket'], auth={'token': token})
client.call('rigs', [{'key': 'a-rig'}], namespace='/agents')
print(json.dumps(client.call('readings', json.loads(readings), namespace='/agents')))
client.disconnect()
`

/** Every field that a reading can have. */
function wholeReading(at: number): Reading {
  return {
    at,
    intervalSeconds: 10,
    state: 'hashing',
    miner: {
      name: 'antminer',
      version: '6.22.0',
      model: 'Antminer S19j Pro',
      uptimeSeconds: 71,
      machineUptimeSeconds: 86_400,
      mac: 'aa:bb:cc:00:11:22',
      serial: 'S-1',
    },
    work: [
      {
        algorithm: 'sha256d',
        hashesPerSecond: 104_123_456_789_012.5,
        nominalHashesPerSecond: 1.04e14,
        shares: { accepted: 12, rejected: 1, stale: 0, lastAcceptedAt: at - 900 },
        bestDifficulty: 4_290_000_000,
        blocksFound: 0,
        pool: { url: 'stratum+tcp://pool.example:3333', user: 'wallet.wörker', connected: true },
      },
    ],
    powerWatts: 3412.4,
    powerSource: 'input',
    devices: [
      {
        index: 0,
        kind: 'board',
        name: 'Platine 1 ☀',
        busId: '01:00.0',
        work: [{ algorithm: 'sha256d', hashesPerSecond: 34_700_000_000_000 }],
        temperatureCelsius: 61.25,
        boardCelsius: 55,
        memoryCelsius: 88,
        hotspotCelsius: 72,
        regulatorCelsius: 64,
        coolantInCelsius: 35,
        coolantOutCelsius: 48,
        frequencyMegahertz: 545,
        hardwareErrors: 3,
        fanPercent: 70,
        fanRpm: 2600,
        powerWatts: 1137.5,
      },
    ],
    fans: [{ rpm: 5880 }, { percent: 70 }],
    intakeCelsius: -4.5,
    cooling: 'air',
    errors: [{ code: '218', text: 'fan lost' }],
  }
}

test.skipIf(!here)(`a reading with every field there is comes back from REST as Python sent it${needs}`, async () => {
  const { door, token } = await runningServer()
  const sent = [wholeReading(Date.now() - 10_000), wholeReading(Date.now())]
  const readings = JSON.stringify(sent.map((reading) => ({ rig: 'a-rig', ...reading })))
  const { stdout } = await promisify(execFile)(PYTHON, ['-c', REPORTER, door.url, token, readings])
  expect(JSON.parse(stdout)).toMatchObject({ stored: 2, duplicates: 0, rejected: [] })
  expect(await storedReadings(door, 'a-rig')).toEqual(sent)
})
