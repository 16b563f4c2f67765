import { setTimeout as delay } from 'node:timers/promises'
import type { BenchPrograms } from '../build-programs.ts'
import { startChild } from '../child-calls.ts'
import { type MeasuredFigure, measured } from '../figure.ts'
import type { Agents } from '../programs/agents.ts'
import type { Server } from '../programs/server.ts'
import type { VerifyStore } from '../programs/verify-store.ts'
import { type CrashBeds, type Fault, ROUNDS } from './crash-bed.ts'
import { postgresqlBeds } from './postgresql-beds.ts'
import { sqliteBeds } from './sqlite-beds.ts'

const CONNECTIONS = 20
const SHORTEST_MS = 250
const LONGEST_MS = 1_000

type Outcome = { acknowledged: number; packed: number; lost: number; doubled: number; differing: number; hours: number }
type Run = { fault: Fault; outcomes: Outcome[]; total: (field: keyof Outcome) => number }

/**
 * A server that is killed under load, again and again, and its database as the next start finds it: as it stands after the kill, and
 * as a power cut that loses everything unsynced would leave it, on SQLite and where it is installed on PostgreSQL. Without a full sync
 * (the control, which shows that the method can find a loss) some readings must be gone. Needs a C compiler; without one it says so
 * and measures the kills alone.
 */
export async function measureDurability(
  programs: BenchPrograms,
  folder: string,
  say: (sentence: string) => void,
): Promise<MeasuredFigure[]> {
  const figures = await measureOn(await sqliteBeds(folder), programs, say)
  const postgresql = await postgresqlBeds()
  if (postgresql === undefined) {
    say('durability: PostgreSQL is not installed here, so nothing is said of it')
    return figures
  }
  try {
    return [...figures, ...(await measureOn(postgresql, programs, say))]
  } finally {
    postgresql.remove()
  }
}

async function measureOn(
  beds: CrashBeds,
  programs: BenchPrograms,
  say: (sentence: string) => void,
): Promise<MeasuredFigure[]> {
  const runs: Run[] = []
  for (const { fault, rounds } of beds.faults) {
    const outcomes: Outcome[] = []
    for (let round = 0; round < rounds; round++) outcomes.push(await crashOnce(programs, beds, fault, round))
    const total = (field: keyof Outcome) => outcomes.reduce((sum, outcome) => sum + outcome[field], 0)
    say(
      `durability, ${beds.prefix}${rounds} × ${fault}: ${total('acknowledged')} acknowledged, ${total('packed')} packed afterwards, ${total('lost')} lost, ` +
        `${total('doubled')} doubled, ${total('differing')} of ${total('hours')} hours differ`,
    )
    runs.push({ fault, outcomes, total })
  }
  const control = runs.find(({ fault }) => fault === 'power cut without a full sync')
  if (!control) say('durability: no C compiler (cc) here, so no power is cut')
  if (control?.total('lost') === 0) throw new Error('the control lost nothing, so the power cuts prove nothing')
  const all = runs.filter((run) => run !== control).flatMap(({ outcomes }) => outcomes)
  const faults = `${ROUNDS} kills${control ? ` and ${ROUNDS} power cuts` : '; no compiler, so no power cuts'}`
  const note =
    `${faults}, ${all.reduce((sum, one) => sum + one.acknowledged, 0)} acknowledged` +
    (control ? `; without a full sync ${control.total('lost')} of ${control.total('acknowledged')} were lost` : '')
  const hours = all.reduce((sum, one) => sum + one.hours, 0)
  const nothing = { unit: 'readings', mark: { atMost: 0 } }
  return [
    measured({ name: `${beds.prefix}acknowledged readings lost in crashes`, ...nothing, note }, [
      all.reduce((sum, one) => sum + one.lost, 0),
    ]),
    measured(
      {
        name: `${beds.prefix}readings doubled or hours differing after crashes`,
        ...nothing,
        note: `${hours} closed hours made anew and compared`,
      },
      [all.reduce((sum, one) => sum + one.doubled + one.differing, 0)],
    ),
  ]
}

async function crashOnce(programs: BenchPrograms, beds: CrashBeds, fault: Fault, round: number): Promise<Outcome> {
  const name = `${fault.replaceAll(' ', '-')}-${round}`
  const bed = await beds.lay(name, fault)
  const { environment, ...database } = bed.server
  const server = startChild<Server>(
    fault === 'power cut without a full sync' ? programs.serverWithoutFullSync : programs.server,
    [],
    environment,
  )
  const agents = startChild<Agents>(programs.agents)
  const { port, token } = await server.call('start', { ...database, kind: 'real', createManyClient: '' })
  await agents.call('connect', { name, port, token, count: CONNECTIONS, late: true })
  await agents.call('driveUntilCut', { name, inFlight: 2 })
  // Spread over the range, not random, so that a failure can be run again.
  await delay(SHORTEST_MS + ((round * 7919) % (LONGEST_MS - SHORTEST_MS)))
  await server.kill()
  const url = await bed.crash()
  const acknowledged = await agents.call('acknowledged', name)
  await agents.stop()
  const verifier = startChild<VerifyStore>(programs.verifyStore)
  const found = await verifier.call('verify', { url, acknowledged })
  await verifier.stop()
  await bed.remove()
  if (!found.intact) throw new Error(`${name}: the database is damaged`)
  if (found.packed === 0) throw new Error(`${name}: nothing was packed before it was looked at`)
  if (acknowledged.length === 0) throw new Error(`${name}: nothing was acknowledged before the end`)
  return { ...found, acknowledged: acknowledged.length }
}
