import { setTimeout as delay } from 'node:timers/promises'
import { HOUR_MS } from '#lib/domain/units'
import { serveParent } from '../child-calls.ts'
import { AgentConnection, type Past } from '../ingest/agent-connection.ts'
import { OfferedLoad } from '../overload/offered-load.ts'

// Checking a token and making a rig each cost the server a few milliseconds.
const CONNECTING_AT_ONCE = 25
const RAMP_MS = 500

const fleets = new Map<string, AgentConnection[]>()

function fleetOf(name: string): AgentConnection[] {
  const fleet = fleets.get(name) ?? []
  fleets.set(name, fleet)
  return fleet
}

function counted(fleet: AgentConnection[]): { taken: number; putOff: number } {
  const sum = { taken: 0, putOff: 0 }
  for (const agent of fleet) {
    const { taken, putOff } = agent.takeCounts()
    sum.taken += taken
    sum.putOff += putOff
  }
  return sum
}

const handlers = {
  /** Connects more agents to a server. */
  connect: async (given: {
    name: string
    port: number
    token: string
    count: number
    late?: boolean
    backlog?: Past
    rigsEach?: number
    /** What the rigs' keys begin with, where several fleets report to one server. */
    keys?: string
  }) => {
    const fleet = fleetOf(given.name)
    const first = fleet.length
    for (let index = 0; index < given.count; index += CONNECTING_AT_ONCE) {
      const batch = Array.from({ length: Math.min(CONNECTING_AT_ONCE, given.count - index) }, (_, offset) =>
        AgentConnection.open(
          given.port,
          given.token,
          `${given.keys ?? 'bench-rig'}-${first + index + offset}`,
          // Every other rig tells of the hours before, as after an outage.
          given.late && offset % 2 === 1 ? { fromMs: Date.now() - 8 * HOUR_MS, stepMs: 15_000 } : given.backlog,
          given.rigsEach,
        ),
      )
      fleet.push(...(await Promise.all(batch)))
    }
    return { messageBytes: fleet[0]?.messageBytes ?? 0 }
  },

  /** Every agent of a fleet keeps `inFlight` messages on their way for `ms`; what the first half second did is not counted in the rate. */
  drive: async (given: { name: string; inFlight: number; ms: number }) => {
    const fleet = fleetOf(given.name)
    for (const agent of fleet) agent.drive(given.inFlight)
    await delay(RAMP_MS)
    const ramp = counted(fleet)
    const startedMs = performance.now()
    await delay(given.ms)
    const measured = counted(fleet)
    const seconds = (performance.now() - startedMs) / 1000
    await Promise.all(fleet.map((agent) => agent.rest()))
    const drained = counted(fleet)
    return {
      perSecond: measured.taken / seconds,
      taken: ramp.taken + measured.taken + drained.taken,
      putOff: ramp.putOff + measured.putOff + drained.putOff,
    }
  },

  /** Several fleets at once offer so many readings a second each for `ms`, whether or not the server keeps up. */
  offer: (given: { fleets: { name: string; perSecond: number }[]; ms: number }) =>
    Promise.all(given.fleets.map(({ name, perSecond }) => new OfferedLoad(fleetOf(name), perSecond).run(given.ms))),

  /** Every agent of a fleet reports every `everyMs` for `ms`, spread over that time. */
  pace: async (given: { name: string; ms: number; everyMs?: number }) => {
    const fleet = fleetOf(given.name)
    const { everyMs = 1000 } = given
    const untilMs = Date.now() + given.ms
    const beat = async (agent: AgentConnection, index: number) => {
      await delay((index * everyMs) / fleet.length)
      for (let nextMs = Date.now(); nextMs < untilMs; nextMs += everyMs) {
        await delay(Math.max(0, nextMs - Date.now()))
        await agent.reportOnce()
      }
    }
    await Promise.all(fleet.map(beat))
    return counted(fleet)
  },

  /** Every agent of a fleet reports so many readings, one after another. */
  reportEach: async (given: { name: string; times: number }) => {
    const fleet = fleetOf(given.name)
    for (let time = 0; time < given.times; time++) await Promise.all(fleet.map((agent) => agent.reportOnce()))
    return counted(fleet)
  },

  /**
   * Every agent keeps `inFlight` messages on their way until its server is gone, and remembers what was acknowledged. Answers at the
   * first acknowledgement.
   */
  driveUntilCut: (given: { name: string; inFlight: number }) =>
    Promise.race(fleetOf(given.name).map((agent) => agent.driveUntilCut(given.inFlight))),

  /** Rig and moment of every reading that was acknowledged to {@link driveUntilCut}. */
  acknowledged: (name: string): [rigId: number, atMs: number][] =>
    fleetOf(name).flatMap((agent) => agent.acknowledgedMs.map((atMs): [number, number] => [agent.rigId, atMs])),

  disconnect: (name: string) => {
    for (const agent of fleetOf(name)) agent.close()
    fleets.delete(name)
  },
}

export type Agents = typeof handlers

serveParent(handlers)
