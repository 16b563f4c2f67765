import { createServer } from 'node:http'
import { LOOPBACK, type LoopbackPort } from './listen-on-loopback'
import { ambientCelsius } from './simulated-past'
import type { SimulatedRig } from './simulated-rig'

/** Lights, switches and a computer. */
const STANDING_WATTS = 140
/** What fans and losses add to each watt of the rigs, more with every degree above this. */
const LOSSES = 0.045
const FANS_FROM_CELSIUS = 5
const FANS_PER_CELSIUS = 0.0025

/** What the meter of the barn shows while its rigs draw so much: losses, fans by the weather, and what is always on. */
export function meteredWatts(rigsWatts: number, atMs: number): number {
  const warmth = Math.max(0, ambientCelsius('barn', atMs) - FANS_FROM_CELSIUS)
  return STANDING_WATTS + rigsWatts * (1 + LOSSES + FANS_PER_CELSIUS * warmth)
}

/** A meter over HTTP on loopback that answers `{"total_act_power": watts}`, as the energy meters of Shelly call it. */
export async function startSiteMeter(rigs: readonly SimulatedRig[]): Promise<LoopbackPort & { address: string }> {
  const server = createServer((_request, response) => {
    const atMs = Date.now()
    const watts = rigs.reduce((sum, rig) => sum + rig.watts(), 0)
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ total_act_power: Math.round(meteredWatts(watts, atMs) * 10) / 10 }))
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, LOOPBACK, resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a numbered port')
  return {
    port: address.port,
    address: `http://${LOOPBACK}:${address.port}/rpc/EM.GetStatus`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
