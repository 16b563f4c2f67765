import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { BenchPrograms } from '../build-programs.ts'
import { type Child, startChild } from '../child-calls.ts'
import { type MeasuredFigure, measured } from '../figure.ts'
import type { Agent } from '../programs/agent.ts'
import type { Asics } from '../programs/asics.ts'
import type { Server } from '../programs/server.ts'

const ASICS = 1_000
/** As many as may be asked at once, twice over. */
const HANGING = 128
const INTERVAL_SECONDS = 10
const ROUNDS = 3
const ROUND_MS = 20_000
/** Polls of the working ones in a round; one may fall just outside. */
const POLLS_DUE = (ASICS * ROUND_MS) / (INTERVAL_SECONDS * 1_000)

type Round = { share: number; lateMs: number; residentBytes: number; readings: number }

/**
 * One agent that polls 1,000 simulated ASICs and as many readings reports to a real server: processor time, memory and how
 * late polls begin; then the same beside machines that hang. Throws when a reading is missing.
 */
export async function measureAgent(
  programs: BenchPrograms,
  folder: string,
  say: (sentence: string) => void,
): Promise<MeasuredFigure[]> {
  const server = startChild<Server>(programs.server)
  const asics = startChild<Asics>(programs.asics)
  const agent = startChild<Agent>(programs.agent)
  const file = join(folder, 'agent.db')
  const { port, token } = await server.call('start', {
    file,
    kind: 'real',
    createManyClient: programs.createManyClient,
  })
  const working = await asics.call('start', ASICS)
  const hanging = await asics.call('hang', HANGING)
  say(`agent: ${ASICS} simulated ASICs, and ${HANGING} machines that hang`)

  const rigs = working.map(({ name, key, address, miner }) => ({ name, key, targets: [{ address, miner }] }))
  const stuck = hanging.map((address) => ({ targets: [{ address, miner: 'antminer' }] }))
  const configFile = writeConfig(folder, { port, token }, [...rigs, ...stuck])
  await agent.call('start', { configFile, stateFolder: join(folder, 'agent') })
  await untilAllReported(agent)
  await agent.call('measure', undefined)
  const rounds: Round[] = []
  for (let round = 1; round <= ROUNDS; round += 1) {
    rounds.push(await measureRound(agent))
    const { share, lateMs, residentBytes, readings } = rounds.at(-1) ?? {
      share: 0,
      lateMs: 0,
      residentBytes: 0,
      readings: 0,
    }
    say(
      `agent, round ${round} of ${ROUNDS}: ${(share * 100).toFixed(0)} % of a core, p99 ${lateMs.toFixed(1)} ms late, ${megabytes(residentBytes)} MiB, ${readings} readings`,
    )
  }
  await agent.call('stop', undefined)
  for (const child of [agent, asics, server]) await child.stop()
  const note = `${ASICS} ASICs every ${INTERVAL_SECONDS} s beside ${HANGING} that hang`
  return [
    measured(
      { name: 'agent of 1,000 ASICs, share of one core', unit: 'ratio', mark: { below: 0.5 }, note },
      rounds.map(({ share }) => share),
    ),
    measured(
      { name: 'agent of 1,000 ASICs, poll lateness p99', unit: 'ms', mark: { below: 250 }, note },
      rounds.map(({ lateMs }) => lateMs),
    ),
    measured(
      { name: 'agent of 1,000 ASICs, resident memory', unit: 'MiB', mark: { below: 256 }, note },
      rounds.map(({ residentBytes }) => megabytes(residentBytes)),
    ),
    measured(
      {
        name: 'readings per ASIC and interval beside machines that hang',
        unit: 'ratio',
        mark: { atLeast: 0.98 },
        note,
      },
      rounds.map(({ readings }) => readings / POLLS_DUE),
    ),
  ]
}

async function measureRound(agent: Child<Agent>): Promise<Round> {
  const before = await agent.call('status', undefined)
  const startedMs = performance.now()
  await delay(ROUND_MS)
  const { share, lateMs, residentBytes } = await agent.call('measure', undefined)
  const after = await agent.call('status', undefined)
  const readings = ((after.counts.stored - before.counts.stored) * ROUND_MS) / (performance.now() - startedMs)
  return { share, lateMs, residentBytes, readings }
}

/** Until every working one has reported and its readings are stored. */
async function untilAllReported(agent: Child<Agent>): Promise<void> {
  for (let waited = 0; waited < 60; waited += 1) {
    const { rigs, counts } = await agent.call('status', undefined)
    if (rigs === ASICS && counts.stored >= ASICS) return
    await delay(1_000)
  }
  throw new Error(`not all ASICs reported within a minute: ${JSON.stringify(await agent.call('status', undefined))}`)
}

function writeConfig(folder: string, server: { port: number; token: string }, rigs: object[]): string {
  const state = join(folder, 'agent')
  mkdirSync(state, { recursive: true })
  writeFileSync(join(state, 'token'), server.token, { mode: 0o600 })
  const file = join(state, 'agent.json')
  const withInterval = rigs.map((rig) => ({ ...rig, intervalSeconds: INTERVAL_SECONDS }))
  writeFileSync(file, JSON.stringify({ server: `http://127.0.0.1:${server.port}`, name: 'bench', rigs: withInterval }))
  return file
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 2 ** 20)
}
