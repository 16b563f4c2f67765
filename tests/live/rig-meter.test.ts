import { expect, onTestFinished, test, vi } from 'vitest'
import type { AgentConfig } from '#agent/config'
import { runAgent } from '#agent/run-agent'
import { editRigs } from '#lib/services/edit-rigs'
import { giveRigMeter } from '#lib/services/meters/save-rig-meter'
import { fixture, pretendHttp } from '../agent/miners/pretend-miner'
import { temporaryFolder } from '../db/temporary-database'
import { newToken, startLiveServer } from './live-server'

const WAIT = { timeout: 15_000, interval: 50 }

/** A server, and a real agent that polls a Bitaxe every second. */
async function bitaxeWithAgent() {
  const server = await startLiveServer()
  const { secret } = await newToken(server)
  const bitaxe = await pretendHttp((path) =>
    path === '/api/system/info' ? { text: fixture('bitaxe-gamma.json') } : undefined,
  )
  const config: AgentConfig = {
    server: server.address,
    token: secret,
    rigs: [
      { name: 'Desk', intervalSeconds: 1, targets: [{ address: `http://127.0.0.1:${bitaxe.port}`, miner: 'bitaxe' }] },
    ],
    thisMachine: false,
    acceptTargets: true,
    discovery: false,
    spoolMegabytes: 1,
    timeoutSeconds: 2,
    folder: await temporaryFolder(),
  }
  const agent = runAgent(config, await temporaryFolder(), () => undefined)
  onTestFinished(() => agent.stop())
  const { fleet, database } = server.context
  const shown = () => {
    fleet.advance()
    const { rigs, totals } = fleet.snapshot()
    return { row: rigs[0], totals }
  }
  await vi.waitFor(() => expect(shown().row?.powerWatts).toBeGreaterThan(0), WAIT)
  return { server, fleet, database, shown, rigId: shown().row?.id ?? 0 }
}

test('a plug given to a rig in the app measures it from the next poll on; while it is silent the correction holds', async () => {
  const { server, fleet, database, shown, rigId } = await bitaxeWithAgent()
  const told = shown().row?.powerWatts ?? 0
  expect(shown().row).toMatchObject({ powerSource: 'output', powerAtTheWall: false })
  expect(shown().totals.powerWattsBy).toEqual({ measured: 0, told, estimated: 0 })

  const change = { correction: { supplyEfficiency: 0.8, overheadWatts: 2 } }
  const edited = await editRigs(database, { rigIds: [rigId], change })
  if (!edited.ok) throw new Error(JSON.stringify(edited.problems))
  server.context.publish(edited.changes)
  await vi.waitFor(() => expect(shown().row?.powerWatts).toBeCloseTo(told / 0.8 + 2, 6), WAIT)
  expect(shown().row).toMatchObject({ powerSource: 'output', powerAtTheWall: true })

  let works = true
  const plug = await pretendHttp(() => ({
    text: works ? '{"StatusSNS":{"ENERGY":{"Power":24.5}}}' : '{"StatusSNS":{}}',
  }))
  const given = await giveRigMeter(server.context, rigId, { kind: 'tasmota', address: `127.0.0.1:${plug.port}` })
  if (!given.ok) throw new Error(JSON.stringify(given.problems))
  server.context.publish(given.changes)
  await vi.waitFor(() => expect(shown().row).toMatchObject({ powerWatts: 24.5, powerSource: 'metered' }), WAIT)
  expect(shown().row?.powerAtTheWall).toBe(true)
  expect(shown().totals.powerWattsBy).toEqual({ measured: 24.5, told: 0, estimated: 0 })

  works = false
  await vi.waitFor(() => expect(shown().row?.powerWatts).toBeCloseTo(told / 0.8 + 2, 6), WAIT)
  // The reading itself stays as it was reported.
  expect((await fleet.rig(rigId))?.reading).toMatchObject({ powerWatts: told, powerSource: 'output' })
  await vi.waitFor(
    async () => expect((await fleet.rig(rigId))?.agent?.problem).toMatch(/the meter .* tells no power/),
    WAIT,
  )
})
