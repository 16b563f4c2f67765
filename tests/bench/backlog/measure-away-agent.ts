import { join } from 'node:path'
import type { BenchPrograms } from '../build-programs.ts'
import { startChild } from '../child-calls.ts'
import { type MeasuredFigure, measured } from '../figure.ts'
import type { AwayAgent } from '../programs/away-agent.ts'
import type { Server } from '../programs/server.ts'

const READINGS = 24 * 60
const ROUNDS = 5

/** An agent that had no server for a day, with its real spool and uplink: how long until everything it kept is on the server's disk. */
export async function measureAwayAgent(
  programs: BenchPrograms,
  folder: string,
  say: (sentence: string) => void,
): Promise<MeasuredFigure> {
  const seconds: number[] = []
  for (let round = 1; round <= ROUNDS; round++) {
    const file = join(folder, `away-${round}.db`)
    const spool = join(folder, `away-spool-${round}`)
    const agent = startChild<AwayAgent>(programs.awayAgent)
    await agent.call('fill', { folder: spool, readings: READINGS })
    const server = startChild<Server>(programs.server)
    const { port, token } = await server.call('start', { file, kind: 'real', createManyClient: '' })
    const { ms, counts } = await agent.call('comeBack', { folder: spool, port, token })
    await agent.stop()
    const rows = await server.call('stopAndCount', { file, table: 'Reading' })
    await server.stop()
    if (rows !== READINGS)
      throw new Error(`${READINGS} readings were kept, ${rows} are stored: ${JSON.stringify(counts)}`)
    seconds.push(ms / 1000)
  }
  say(`a day away: ${READINGS} readings of 8 GPUs there after ${seconds.map((one) => one.toFixed(2)).join(', ')} s`)
  return measured(
    {
      name: 'agent back after a day: all its readings stored within',
      unit: 's',
      mark: { atMost: 5 },
      note: `${READINGS} readings of 8 GPUs through the agent's own spool, connecting included`,
    },
    seconds,
  )
}
