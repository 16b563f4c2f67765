import { execFile, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { newToken, startLiveServer } from './live-server'

// The interpreter that sees Debian's packages; another Python on the path does not.
const PYTHON = '/usr/bin/python3'
const here = spawnSync(PYTHON, ['-c', 'import socketio, websocket, requests']).status === 0

/** The example in docs/agent-protocol.md, word for word. */
function documentedClient(): string {
  const page = readFileSync(new URL('../../docs/agent-protocol.md', import.meta.url), 'utf8')
  return /```python\n([\s\S]*?)```/.exec(page)?.[1] ?? ''
}

test.skipIf(!here && process.env.CI !== 'true')(
  here
    ? 'the documented client in Python reports a reading'
    : 'the documented client in Python reports a reading (needs Debian packages python3-socketio, python3-websocket, python3-requests)',
  async () => {
    const server = await startLiveServer()
    const token = await newToken(server)
    const { stdout } = await promisify(execFile)(PYTHON, ['-c', documentedClient(), server.address, token.secret])
    expect(stdout).toContain("'stored': 1")
    const [rig] = server.context.fleet.snapshot().rigs
    expect(rig).toMatchObject({ key: 'my-first-rig', name: 'Rig 1' })
    const stored = await server.context.store.readRange(rig?.id ?? 0, 0, Date.now() + 60_000, { limit: 10 })
    expect(stored).toMatchObject([
      { miner: { name: 'xmrig' }, work: [{ algorithm: 'randomx', hashesPerSecond: 12_500 }] },
    ])
  },
)
