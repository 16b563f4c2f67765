import { createServer, type Server } from 'node:net'
import { describeFarm } from '#simulators/farm'
import { mine } from '#simulators/mine'
import { type Simulator, startSimulator } from '#simulators/start-simulator'
import { serveParent } from '../child-calls.ts'

export type AsicAddress = { name: string; key: string; address: string; miner: string }

const simulators: Simulator[] = []
const hanging: Server[] = []

const handlers = {
  /** So many ASICs of a farm, each on a port of its own. */
  start: async (count: number): Promise<AsicAddress[]> => {
    for (const rig of describeFarm(mine.length + count).slice(mine.length))
      simulators.push(await startSimulator({ rig }))
    return simulators.map(({ address, rig: { description } }) => ({
      name: description.name,
      key: description.mac,
      address,
      miner: description.minerName,
    }))
  },

  /** Machines that take a connection and never say a word, as one does whose controller has crashed. */
  hang: async (count: number): Promise<string[]> => {
    for (let index = 0; index < count; index += 1) {
      const server = createServer((socket) => socket.on('error', () => undefined).resume())
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      hanging.push(server)
    }
    return hanging.map((server) => {
      const address = server.address()
      if (address === null || typeof address === 'string') throw new Error('a TCP server has a numbered port')
      return `tcp://127.0.0.1:${address.port}`
    })
  },
}

export type Asics = typeof handlers

serveParent(handlers)
