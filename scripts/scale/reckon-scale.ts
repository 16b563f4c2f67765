import { CHOSEN, type Figures } from './constants.ts'

/** A fleet whose rigs each report once in `intervalSeconds`, watched by `browsers` on the fleet's page. */
export type Fleet = { rigs: number; intervalSeconds: number; browsers: number; retentionDays: number }

export type ScaleSums = {
  readingsPerSecond: number
  /** Nodes that carry it; undefined where no number of them does. */
  nodes: number | undefined
  /** Share of one processor that each of these nodes uses. */
  nodeShare: number
  messagesPerNode: number
  nodeMebibytes: number
  redisInBytesPerSecond: number
  redisOutBytesPerSecond: number
  redisKeptBytes: number
  browserBytesPerSecond: number
  logBytesPerSecond: number
  readingBytesPerDay: number
  /** Of those that are not packed yet. */
  rowBytesKept: number
  readingBytesKept: number
  hourBytesPerYear: number
  ledgerBytesPerYear: number
  /** Share of one processor of the node that runs the jobs. */
  alertShare: number
  /** Seconds that making one hour of all rigs takes there. */
  closeHourSeconds: number
  /** Share of its time that this node packs: one span after another. */
  packShare: number
  /** Servers by what they must hold and write, with Citus where it is more than one. */
  servers: number
  shards: number
  /** Tables of readings on all servers: a shard of each week, for rows and for blocks. */
  readingTables: number
  breaks: Limit[]
}

/** Something that is asked for more than it has: `share` is how many times what it has. */
export type Limit = { what: string; share: number }

const SECONDS_PER_DAY = 86_400
const DAYS_PER_YEAR = 365
const MOST_NODES = 64

/** Processor time of a node per second: its own readings, those of others, and telling its browsers what changed. */
export function nodeShare(figures: Figures, fleet: Fleet, nodes: number): number {
  const readings = fleet.rigs / fleet.intervalSeconds
  const own = readings / nodes
  const browsers = fleet.browsers / nodes
  // Nobody is told more than once a second of one rig.
  const changed = Math.min(readings, fleet.rigs)
  return (
    (own * figures.receiveMicroseconds +
      (readings - own) * figures.followMicroseconds +
      changed * (figures.deltaMicroseconds + browsers * toldMicroseconds(figures))) /
    1e6
  )
}

/** What telling one browser of one rig costs: the rest of the farm's processor time. */
export function toldMicroseconds(figures: Figures): number {
  const [readings, browsers] = [1_000, 100]
  const rest = figures.farmCores * 1e6 - readings * (figures.receiveMicroseconds + figures.deltaMicroseconds)
  return Math.max(0, rest) / (readings * browsers)
}

/** The sums for a fleet in one installation, and what of it is asked too much, the most of all first. */
export function reckonScale(figures: Figures, fleet: Fleet): ScaleSums {
  const { rigs, intervalSeconds, retentionDays } = fleet
  const readings = rigs / intervalSeconds
  const changed = Math.min(readings, rigs)
  const found = Array.from({ length: MOST_NODES }, (_, index) => index + 1).find(
    (nodes) => nodeShare(figures, fleet, nodes) <= CHOSEN.nodeShare,
  )
  const nodes = found ?? MOST_NODES
  const perMessage = Math.min(CHOSEN.readingsPerMessage, Math.max(1, readings / nodes / CHOSEN.sendsPerSecond))
  const hoursPerSecond = rigs / 3_600
  const readingBytesPerDay = readings * SECONDS_PER_DAY * figures.packedBytes
  const rowBytesKept = readings * CHOSEN.rowsForHours * 3_600 * figures.rowBytes
  const readingBytesKept = readingBytesPerDay * retentionDays
  const hourBytesPerYear = rigs * 24 * DAYS_PER_YEAR * figures.hourBytes
  const ledgerBytesPerYear = rigs * 24 * DAYS_PER_YEAR * figures.ledgerBytes
  const bytesHeld = rowBytesKept + readingBytesKept + hourBytesPerYear + ledgerBytesPerYear
  const logBytesPerSecond =
    readings * (figures.rowLogBytes + figures.packLogBytes) +
    hoursPerSecond * (figures.hourLogBytes + figures.ledgerLogBytes)
  const servers = Math.ceil(Math.max(bytesHeld / CHOSEN.serverBytes, logBytesPerSecond / CHOSEN.logBytesPerSecond))
  const shards = servers === 1 ? 1 : Math.max(CHOSEN.shardsLeast, powerOfTwo(servers * CHOSEN.coresPerServer))
  const sums = {
    readingsPerSecond: readings,
    nodes: found,
    nodeShare: nodeShare(figures, fleet, nodes),
    messagesPerNode: readings / nodes,
    nodeMebibytes: (rigs * figures.rigKibibytes) / 1024,
    // One node tells nobody.
    redisInBytesPerSecond: nodes === 1 ? 0 : readings * figures.streamBytes,
    redisOutBytesPerSecond: nodes === 1 ? 0 : readings * figures.streamBytes * nodes,
    redisKeptBytes: nodes === 1 ? 0 : CHOSEN.messagesKept * perMessage * figures.streamBytes,
    browserBytesPerSecond: changed * figures.deltaBytes,
    logBytesPerSecond,
    readingBytesPerDay,
    rowBytesKept,
    readingBytesKept,
    hourBytesPerYear,
    ledgerBytesPerYear,
    alertShare: (readings * figures.alertMicroseconds) / 1e6,
    closeHourSeconds: (readings * 3_600 * figures.unpackMicroseconds) / 1e6,
    packShare: (readings * figures.packMicroseconds) / 1e6,
    servers,
    shards,
    readingTables: 2 * shards * (Math.ceil(retentionDays / 7) + 2),
  }
  const alone = nodeShare(figures, { ...fleet, browsers: 0 }, Number.POSITIVE_INFINITY)
  const limits: Limit[] = [
    { what: 'one process', share: nodeShare(figures, fleet, 1) / CHOSEN.nodeShare },
    { what: 'following the other nodes', share: alone / CHOSEN.nodeShare },
    { what: 'alerts, on one node', share: sums.alertShare / CHOSEN.nodeShare },
    { what: 'closing hours, on one node', share: sums.closeHourSeconds / 3_600 / CHOSEN.nodeShare },
    { what: 'packing, on one node', share: sums.packShare },
    { what: "a node's memory", share: sums.nodeMebibytes / CHOSEN.heapMebibytes },
    { what: "a browser's connection", share: sums.browserBytesPerSecond / CHOSEN.browserBytesPerSecond },
    { what: "Redis' memory", share: sums.redisKeptBytes / CHOSEN.redisBytes },
    { what: "one PostgreSQL server's disk", share: bytesHeld / CHOSEN.serverBytes },
    { what: "one PostgreSQL server's log", share: logBytesPerSecond / CHOSEN.logBytesPerSecond },
  ]
  const breaks = limits.filter(({ share }) => share > 1).sort((one, other) => other.share - one.share)
  return { ...sums, breaks }
}

/** How many installations, each with nodes and a database of its own, the rigs must be shared among. */
export function installationsFor(figures: Figures, fleet: Fleet): number {
  let installations = 1
  while (reckonScale(figures, { ...fleet, rigs: fleet.rigs / installations }).nodes === undefined) installations += 1
  return installations
}

/** The rigs at which each thing is asked too much, the fewest first. */
export function firstToBreak(figures: Figures, fleet: Omit<Fleet, 'rigs'>, mostRigs = 100_000_000) {
  const found = new Map<string, number>()
  // Steps of two percent: what is not exact to begin with need not be found exactly.
  for (let rigs = 100; rigs <= mostRigs; rigs *= 1.02) {
    for (const { what } of reckonScale(figures, { ...fleet, rigs }).breaks) if (!found.has(what)) found.set(what, rigs)
  }
  return [...found].map(([what, rigs]) => ({ what, rigs })).sort((one, other) => one.rigs - other.rigs)
}

function powerOfTwo(least: number): number {
  return 2 ** Math.ceil(Math.log2(least))
}
