import type { Figures } from './constants.ts'
import { type Fleet, toldMicroseconds } from './reckon-scale.ts'

export type LostNode = {
  /** Share of a processor that the busiest node uses, before the loss and long after it. */
  shareBefore: number
  shareAfter: number
  /** The most readings that lay with agents, or with nodes, at one moment. */
  mostWaiting: number
  /** From the loss until no reading waits longer than before; undefined when that never comes. */
  drainedAfterSeconds: number | undefined
  /** The longest that a reading waited for its answer. */
  longestWaitSeconds: number
  told: number
  answered: number
}

const STEP_SECONDS = 0.1
const STEP_MICROSECONDS = STEP_SECONDS * 1e6
const LOST_AT_STEP = 100
const STEPS = 1_500
/** An agent that is told its connection has ended comes back after a second, give or take a half (`agent/server-connection.ts`). */
const BACK_AFTER = { leastSeconds: 0.5, mostSeconds: 1.5 }
/** One that is not told misses the server's next ping: every 25 s, and 20 s of patience (Engine.IO). */
const NOTICED_AFTER = { leastSeconds: 20, mostSeconds: 45 }
const MEAN_OF_STEPS = 50
const USUAL_WAIT_STEPS = 2

type Waiting = { sinceStep: number; readings: number }

/**
 * What becomes of the readings when one of `nodes` is lost: told by `agents` in steps of a tenth of a second, each taken by
 * the node its agent is connected to as far as that node's processor goes, after what it owes other nodes and browsers.
 * `how`: a killed process ends its connections; a machine that is cut off leaves its agents to find out. Same seed, same run.
 */
export function loseANode(
  figures: Figures,
  fleet: Fleet,
  { nodes, agents, how, seed = 1 }: { nodes: number; agents: number; how: 'killed' | 'cut off'; seed?: number },
): LostNode {
  const random = randomFrom(seed)
  const between = (span: { leastSeconds: number; mostSeconds: number }) =>
    Math.round((span.leastSeconds + random() * (span.mostSeconds - span.leastSeconds)) / STEP_SECONDS)
  const perAgentStep = (fleet.rigs / fleet.intervalSeconds / agents) * STEP_SECONDS
  const connectedTo = Array.from({ length: agents }, (_, agent) => agent % nodes)
  const backAtStep = new Array<number>(agents).fill(0)
  const spools: Waiting[][] = Array.from({ length: agents }, () => [])
  const queues: Waiting[][] = Array.from({ length: nodes }, () => [])
  const owes = new Array<number>(nodes).fill(0)
  const used = { before: new Array<number>(nodes).fill(0), after: new Array<number>(nodes).fill(0) }
  let taken = new Array<number>(nodes).fill(0)
  let [told, answered, mostWaiting, longestWait, drainedAt] = [0, 0, 0, 0, LOST_AT_STEP]

  for (let step = 0; step < STEPS; step++) {
    const isLost = (node: number) => node === 0 && step >= LOST_AT_STEP
    if (step === LOST_AT_STEP) {
      // What the lost node had not answered is still with its agents.
      const lost = connectedTo.flatMap((node, agent) => (node === 0 ? [agent] : []))
      for (const agent of lost) {
        backAtStep[agent] = step + between(BACK_AFTER) + (how === 'cut off' ? between(NOTICED_AFTER) : 0)
        connectedTo[agent] = 1 + Math.floor(random() * (nodes - 1))
        for (const { sinceStep, readings } of queues[0] ?? []) {
          spools[agent]?.push({ sinceStep, readings: readings / lost.length })
        }
      }
      queues[0] = []
    }
    for (let agent = 0; agent < agents; agent++) {
      told += perAgentStep
      const spool = spools[agent] ?? []
      spool.push({ sinceStep: step, readings: perAgentStep })
      if ((backAtStep[agent] ?? 0) > step) continue
      queues[connectedTo[agent] ?? 0]?.push(...spool)
      spools[agent] = []
    }
    const before = taken
    taken = new Array<number>(nodes).fill(0)
    const left = step >= LOST_AT_STEP ? nodes - 1 : nodes
    const others = before.reduce((sum, own) => sum + own, 0)
    for (let node = 0; node < nodes; node++) {
      if (isLost(node)) continue
      const own = before[node] ?? 0
      const perTold = figures.deltaMicroseconds + (fleet.browsers / left) * toldMicroseconds(figures)
      // A rig that sends what it had kept changes on screen once.
      const changed = Math.min(others, fleet.rigs * STEP_SECONDS)
      const owed = (owes[node] ?? 0) + (others - own) * figures.followMicroseconds + changed * perTold
      let budget = STEP_MICROSECONDS - owed
      owes[node] = Math.max(0, -budget)
      const queue = queues[node] ?? []
      for (let first = queue[0]; first !== undefined && budget > 0; first = queue[0]) {
        const readings = Math.min(first.readings, budget / figures.receiveMicroseconds)
        budget -= readings * figures.receiveMicroseconds
        first.readings -= readings
        taken[node] = (taken[node] ?? 0) + readings
        longestWait = Math.max(longestWait, step - first.sinceStep)
        if (first.readings <= 1e-9) queue.shift()
        else break
      }
      answered += taken[node] ?? 0
      const share = (owed + (taken[node] ?? 0) * figures.receiveMicroseconds) / STEP_MICROSECONDS / MEAN_OF_STEPS
      const seen = step < LOST_AT_STEP && step >= LOST_AT_STEP - MEAN_OF_STEPS ? used.before : used.after
      if (seen === used.before || step >= STEPS - MEAN_OF_STEPS) seen[node] = (seen[node] ?? 0) + share
    }
    const waiting = [...spools, ...queues].flat().filter(({ readings }) => readings > 1e-9)
    mostWaiting = Math.max(
      mostWaiting,
      waiting.reduce((sum, { readings }) => sum + readings, 0),
    )
    if (step >= LOST_AT_STEP && waiting.some(({ sinceStep }) => step - sinceStep > USUAL_WAIT_STEPS))
      drainedAt = step + 1
  }
  return {
    shareBefore: Math.max(...used.before),
    shareAfter: Math.max(...used.after),
    mostWaiting,
    drainedAfterSeconds: drainedAt >= STEPS ? undefined : (drainedAt - LOST_AT_STEP) * STEP_SECONDS,
    longestWaitSeconds: longestWait * STEP_SECONDS,
    told,
    answered,
  }
}

// Mulberry32 (Tommy Ettinger, public domain).
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
