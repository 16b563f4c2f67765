import { RememberedRigs } from '#agent/remembered-rigs'
import { ServerClock } from '#agent/server-clock'
import { Spool } from '#agent/spool'
import { Uplink } from '#agent/uplink'
import { MINUTE_MS } from '#lib/domain/units'
import { serveParent } from '../child-calls.ts'
import { eightGpuReading } from '../ingest/reading-message.ts'

const RIG_KEY = 'away-rig'
const SPOOL_BYTES = 512 * 1024 * 1024
const CHECK_MS = 5

const handlers = {
  /** Fills the agent's own spool, as it does while the server is away: a reading a minute until now. */
  fill: ({ folder, readings }: { folder: string; readings: number }) => {
    const spool = new Spool(folder, SPOOL_BYTES, () => undefined)
    const nowMs = Date.now()
    for (let index = 0; index < readings; index++) {
      const atMs = nowMs - (readings - index) * MINUTE_MS
      const { rig: _, ...reading } = { ...eightGpuReading(1, index), at: atMs, rigKey: RIG_KEY }
      spool.append([reading], atMs)
    }
    return { megabytes: spool.pendingBytes / 2 ** 20 }
  },

  /** The server is there again: milliseconds from connecting until it has answered for everything in the spool. */
  comeBack: async ({ folder, port, token }: { folder: string; port: number; token: string }) => {
    const spool = new Spool(folder, SPOOL_BYTES, () => undefined)
    const startedMs = performance.now()
    const uplink = new Uplink({
      server: `http://127.0.0.1:${port}`,
      handshake: { token, agent: { id: '4b0cbd1c-9a5e-4f0e-8c31-6ba8c12e3f55', name: 'away', version: '1.0.0' } },
      spool,
      remembered: new RememberedRigs(folder),
      clock: new ServerClock(),
      log: (level, sentence) => {
        if (level !== 'info') process.stderr.write(`${sentence}\n`)
      },
      onTargets: () => undefined,
    })
    uplink.announce({ key: RIG_KEY, name: 'away', model: '8 × RTX 3080' })
    while (spool.pendingBytes > 0) {
      void uplink.flush()
      await new Promise((resolve) => setTimeout(resolve, CHECK_MS))
    }
    const ms = performance.now() - startedMs
    uplink.close()
    return { ms, counts: uplink.counts }
  },
}

export type AwayAgent = typeof handlers

serveParent(handlers)
