import { join } from 'node:path'
import type { BenchPrograms } from '../build-programs.ts'
import { type Child, startChild } from '../child-calls.ts'
import { type MeasuredFigure, measured } from '../figure.ts'
import type { Agents } from '../programs/agents.ts'
import type { BareServer } from '../programs/bare-server.ts'
import type { Server } from '../programs/server.ts'

// What the first ones bring with them (compiled code, caches, heaps that grow once) belongs to none of them.
const FIRST = 300
const MORE = 700
const READINGS_EACH = 4
const ROUNDS = 3

type Measurable = Pick<Child<Pick<Server, 'memory'>>, 'call' | 'stop'>

/** What one more connected agent with a reporting rig costs in resident memory, against a bare Socket.IO connection. */
export async function measureMemory(
  programs: BenchPrograms,
  folder: string,
  say: (sentence: string) => void,
): Promise<MeasuredFigure> {
  const ratios: number[] = []
  const kilobytes: string[] = []
  for (let round = 1; round <= ROUNDS; round++) {
    const server = startChild<Server>(programs.server)
    const file = join(folder, `memory-${round}.db`)
    const given = { file, kind: 'real', createManyClient: programs.createManyClient } as const
    const real = await perAgent(programs, server, await server.call('start', given))
    const bareServer = startChild<BareServer>(programs.bareServer)
    const bare = await perAgent(programs, bareServer, await bareServer.call('start', undefined))
    ratios.push(real / bare)
    kilobytes.push(`${(real / 1024).toFixed(1)} KiB against ${(bare / 1024).toFixed(1)} KiB`)
    say(`memory, round ${round} of ${ROUNDS}: ${kilobytes.at(-1)} per agent`)
  }
  return measured(
    {
      name: 'memory per connected agent ÷ bare Socket.IO',
      unit: 'ratio',
      mark: { atMost: 2 },
      note: kilobytes.join('; '),
    },
    ratios,
  )
}

async function perAgent(
  programs: BenchPrograms,
  server: Measurable,
  { port, token }: { port: number; token: string },
): Promise<number> {
  const agents = startChild<Agents>(programs.agents)
  const grow = async (count: number) => {
    await agents.call('connect', { name: 'memory', port, token, count })
    await agents.call('reportEach', { name: 'memory', times: READINGS_EACH })
    return (await server.call('memory', undefined)).residentBytes
  }
  const before = await grow(FIRST)
  const after = await grow(MORE)
  await agents.stop()
  await server.stop()
  return (after - before) / MORE
}
