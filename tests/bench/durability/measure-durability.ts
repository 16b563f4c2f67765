import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { migrateDatabase } from '#lib/db/migrate'
import type { BenchPrograms } from '../build-programs.ts'
import { startChild } from '../child-calls.ts'
import { type MeasuredFigure, measured } from '../figure.ts'
import type { Agents } from '../programs/agents.ts'
import type { Server } from '../programs/server.ts'
import type { VerifyStore } from '../programs/verify-store.ts'

const ROUNDS = 20
const CONTROLS = 5
const CONNECTIONS = 20
const SHORTEST_MS = 250
const LONGEST_MS = 1_000

type Fault = 'kill' | 'power cut' | 'power cut without a full sync'
type Outcome = { acknowledged: number; lost: number; doubled: number; differing: number; hours: number }

/**
 * A server that is killed under load, again and again, and its database as the next start finds it: as it stands after the kill, and
 * as a power cut that loses everything unsynced would leave it. Without a full sync (the control, which shows that the method can find
 * a loss) some readings must be gone. Needs a C compiler; without one it says so and measures the kills alone.
 */
export async function measureDurability(
  programs: BenchPrograms,
  folder: string,
  say: (sentence: string) => void,
): Promise<MeasuredFigure[]> {
  const powerCut = buildPowerCut(folder)
  if (powerCut === undefined) say('durability: no C compiler (cc) here, so no power is cut')
  const template = join(folder, 'template')
  mkdirSync(template)
  await migrateDatabase(`file:${join(template, 'mine.db')}`)
  const run = async (fault: Fault, rounds: number) => {
    const outcomes: Outcome[] = []
    for (let round = 0; round < rounds; round++) {
      outcomes.push(await crashOnce(programs, { folder, template, fault, powerCut, round }))
    }
    const total = (field: keyof Outcome) => outcomes.reduce((sum, outcome) => sum + outcome[field], 0)
    say(
      `durability, ${rounds} × ${fault}: ${total('acknowledged')} acknowledged, ${total('lost')} lost, ${total('doubled')} doubled, ` +
        `${total('differing')} of ${total('hours')} hours differ`,
    )
    return { outcomes, total }
  }
  const runs = [await run('kill', ROUNDS), ...(powerCut ? [await run('power cut', ROUNDS)] : [])]
  const control = powerCut ? await run('power cut without a full sync', CONTROLS) : undefined
  if (control?.total('lost') === 0) throw new Error('the control lost nothing, so the power cuts prove nothing')
  const all = runs.flatMap(({ outcomes }) => outcomes)
  const faults = `${ROUNDS} kills${powerCut ? ` and ${ROUNDS} power cuts` : '; no compiler, so no power cuts'}`
  const note =
    `${faults}, ${all.reduce((sum, one) => sum + one.acknowledged, 0)} acknowledged` +
    (control ? `; without a full sync ${control.total('lost')} of ${control.total('acknowledged')} were lost` : '')
  const hours = all.reduce((sum, one) => sum + one.hours, 0)
  return [
    measured({ name: 'acknowledged readings lost in crashes', unit: 'readings', mark: { atMost: 0 }, note }, [
      all.reduce((sum, one) => sum + one.lost, 0),
    ]),
    measured(
      {
        name: 'readings doubled or hours differing after crashes',
        unit: 'readings',
        mark: { atMost: 0 },
        note: `${hours} closed hours made anew and compared`,
      },
      [all.reduce((sum, one) => sum + one.doubled + one.differing, 0)],
    ),
  ]
}

async function crashOnce(
  programs: BenchPrograms,
  given: { folder: string; template: string; fault: Fault; powerCut: string | undefined; round: number },
): Promise<Outcome> {
  const name = `${given.fault.replaceAll(' ', '-')}-${given.round}`
  const live = join(given.folder, name)
  const image = join(given.folder, `${name}-image`)
  // The database was there, and synced, before the server started.
  for (const folder of [live, image]) cpSync(given.template, folder, { recursive: true })
  const cutsPower = given.fault !== 'kill' && given.powerCut !== undefined
  const server = startChild<Server>(
    given.fault === 'power cut without a full sync' ? programs.serverWithoutFullSync : programs.server,
    [],
    cutsPower ? { LD_PRELOAD: given.powerCut, DURABLE_DIR: image } : {},
  )
  const agents = startChild<Agents>(programs.agents)
  const { port, token } = await server.call('start', {
    file: join(live, 'mine.db'),
    kind: 'real',
    createManyClient: '',
  })
  await agents.call('connect', { name, port, token, count: CONNECTIONS, late: true })
  await agents.call('driveUntilCut', { name, inFlight: 2 })
  // Spread over the range, not random, so that a failure can be run again.
  await delay(SHORTEST_MS + ((given.round * 7919) % (LONGEST_MS - SHORTEST_MS)))
  await server.kill()
  const acknowledged = await agents.call('acknowledged', name)
  await agents.stop()
  const verifier = startChild<VerifyStore>(programs.verifyStore)
  const file = join(cutsPower ? image : live, 'mine.db')
  const found = await verifier.call('verify', { file, acknowledged })
  await verifier.stop()
  if (!found.intact) throw new Error(`${name}: the database is damaged`)
  if (acknowledged.length === 0) throw new Error(`${name}: nothing was acknowledged before the end`)
  for (const folder of [live, image]) rmSync(folder, { recursive: true, force: true })
  return { ...found, acknowledged: acknowledged.length }
}

function buildPowerCut(folder: string): string | undefined {
  const source = fileURLToPath(new URL('./power-cut.c', import.meta.url))
  const library = join(folder, 'power-cut.so')
  spawnSync('cc', ['-shared', '-fPIC', '-O2', '-o', library, source, '-ldl'], { stdio: ['ignore', 2, 2] })
  return existsSync(library) ? library : undefined
}
