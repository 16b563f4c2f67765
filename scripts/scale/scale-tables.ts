import { type Constant, type Figures, MEASURED, measuredNames } from './constants.ts'
import { type LostNode, loseANode } from './lose-a-node.ts'
import { type Fleet, firstToBreak, installationsFor, reckonScale, type ScaleSums } from './reckon-scale.ts'

const BROWSERS = 100
const RETENTION_DAYS = 365
const AGENTS = 100
const INTERVALS = [10, 60]
const SIZES = [10_000, 100_000, 1_000_000]

/** The part of docs/scaling.md that is made from the sums, as Markdown. */
export function scaleTables(figures: Figures): string {
  const fleets = SIZES.flatMap((rigs) => INTERVALS.map((intervalSeconds) => fleetOf(rigs, intervalSeconds)))
  return `${sumsTable(figures, fleets)}
${breaksTable(figures)}
${lossTable(figures, fleets)}
${constantsTable(figures)}`
}

export function fleetOf(rigs: number, intervalSeconds: number): Fleet {
  return { rigs, intervalSeconds, browsers: BROWSERS, retentionDays: RETENTION_DAYS }
}

/** Each sum in words, in the order in which it is told. */
export function toldSums(figures: Figures, fleet: Fleet): [what: string, told: string][] {
  const sums = reckonScale(figures, fleet)
  const nodes = sums.nodes ?? 'no number is enough'
  const perNode = (told: string) => (sums.nodes === undefined ? '–' : told)
  return [
    ['readings a second', count(sums.readingsPerSecond)],
    ['nodes, each 0.7 of a processor at most', String(nodes)],
    ['installations to share the rigs among', String(installationsFor(figures, fleet))],
    ['connections of agents per node, 100 rigs each', perNode(count(fleet.rigs / 100 / (sums.nodes ?? 1)))],
    ['messages a second per node', perNode(count(sums.messagesPerNode))],
    ['memory per node', bytes(sums.nodeMebibytes * 2 ** 20)],
    ['into Redis a second; out to all nodes', perNode(redis(sums))],
    ['kept in Redis', perNode(sums.nodes === 1 ? '–' : bytes(sums.redisKeptBytes))],
    ['to each browser on the fleet’s page a second', bytes(sums.browserBytesPerSecond)],
    ['PostgreSQL’s log a second', bytes(sums.logBytesPerSecond)],
    [
      'readings a day, packed; in a year, kept so long',
      `${bytes(sums.readingBytesPerDay)}; ${bytes(sums.readingBytesKept)}`,
    ],
    ['readings as rows, until they are packed', bytes(sums.rowBytesKept)],
    [
      'hours a year; ledger a year, kept for ever',
      `${bytes(sums.hourBytesPerYear)}; ${bytes(sums.ledgerBytesPerYear)}`,
    ],
    ['alerts, of a processor on one node', sums.alertShare.toFixed(2)],
    ['making an hour of all rigs, on one node', `${count(sums.closeHourSeconds)} s`],
    ['packing, of the time of one node', sums.packShare.toFixed(2)],
    ['PostgreSQL servers of 4 TB; shards with Citus; tables of readings', servers(sums)],
    ['asked too much', sums.breaks.map(({ what, share }) => `${what} (× ${share.toFixed(1)})`).join(', ') || 'nothing'],
  ]
}

function redis(sums: ScaleSums): string {
  if (sums.nodes === 1) return 'not needed'
  return `${bytes(sums.redisInBytesPerSecond)}; ${bytes(sums.redisOutBytesPerSecond)}`
}

function servers({ servers, shards, readingTables }: ScaleSums): string {
  return servers === 1 ? '1' : `${servers}; ${shards}; ${count(readingTables)}`
}

function sumsTable(figures: Figures, fleets: Fleet[]): string {
  const columns = fleets.map((fleet) => toldSums(figures, fleet))
  const heads = fleets.map(({ rigs, intervalSeconds }) => `${count(rigs)} rigs, every ${intervalSeconds} s`)
  const rows = (columns[0] ?? []).map(([what], row) => [what, ...columns.map((told) => told[row]?.[1] ?? '')])
  return table(['', ...heads], rows)
}

function breaksTable(figures: Figures): string {
  const found = INTERVALS.map((intervalSeconds) => firstToBreak(figures, fleetOf(0, intervalSeconds)))
  const names = found[0]?.map(({ what }) => what) ?? []
  const rows = names.map((what) => [
    what,
    ...found.map((limits) => {
      const rigs = limits.find((limit) => limit.what === what)?.rigs
      return rigs === undefined ? 'later than a hundred million' : count(Number(rigs.toPrecision(2)))
    }),
  ])
  return table(['is asked too much from', ...INTERVALS.map((seconds) => `rigs, every ${seconds} s`)], rows)
}

function lossTable(figures: Figures, fleets: Fleet[]): string {
  const rows = fleets.flatMap((fleet) => {
    const needed = reckonScale(figures, fleet).nodes
    if (needed === undefined) return []
    // One more than are needed: that is what makes losing one bearable.
    const nodes = needed + 1
    return (['killed', 'cut off'] as const).map((how) => {
      const lost = loseANode(figures, fleet, { nodes, agents: AGENTS, how })
      return [`${count(fleet.rigs)} rigs, every ${fleet.intervalSeconds} s`, `${nodes}, one ${how}`, ...told(lost)]
    })
  })
  return table(['', 'nodes', 'busiest before; after', 'most readings waiting', 'longest wait', 'drained after'], rows)
}

function told(lost: LostNode): string[] {
  return [
    `${lost.shareBefore.toFixed(2)}; ${lost.shareAfter.toFixed(2)}`,
    count(lost.mostWaiting),
    `${lost.longestWaitSeconds.toFixed(1)} s`,
    lost.drainedAfterSeconds === undefined ? 'never' : `${lost.drainedAfterSeconds.toFixed(1)} s`,
  ]
}

function constantsTable(figures: Figures): string {
  const rows = measuredNames().map((name) => {
    const { unit, source }: Constant = MEASURED[name]
    return [`\`${name}\``, `${figures[name]} ${unit}`, source]
  })
  return table(['constant', 'value', 'where it was measured'], rows)
}

function table(heads: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |\n`
  return `${line(heads)}${line(heads.map(() => '---'))}${rows.map(line).join('')}`
}

function count(value: number): string {
  const rounded = Number(value.toPrecision(3))
  return rounded.toLocaleString('en', { maximumFractionDigits: rounded < 10 ? 1 : 0 })
}

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB']

function bytes(value: number): string {
  const power = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log10(value) / 3)))
  return `${Number((value / 1000 ** power).toPrecision(2))} ${UNITS[power]}`
}
