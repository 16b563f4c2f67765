import { z } from 'zod'

/** A measured number, where it was measured, and the bench's figure that measures it again, where there is one. */
export type Constant = { value: number; unit: string; source: string; figure?: string }

const SCALE = '`npm run bench -- --only scale`, 27 November 2026, 500 rigs of 8 cards on two busy processors'
const PERFORMANCE = 'docs/performance.md, 27 November 2026, two processors'

/** What the sums stand on. A reading is that of a rig of eight cards. */
export const MEASURED = {
  receiveMicroseconds: {
    value: 108,
    unit: 'µs',
    source: `\`npm run bench -- --only ingest\`, 27 November 2026, two processors: of the whole process per message, 99 to 118; 86 to 100 since packing became cheaper`,
  },
  followMicroseconds: { value: 33.7, unit: 'µs', source: SCALE, figure: 'a node that follows: a reading' },
  deltaMicroseconds: { value: 99.1, unit: 'µs', source: SCALE, figure: 'a node: a rig in the delta to browsers' },
  deltaBytes: { value: 562, unit: 'bytes', source: SCALE, figure: 'to a browser: a rig that changed' },
  farmCores: {
    value: 0.65,
    unit: 'cores',
    source: '`npm run bench -- --only farm`, 27 November 2026: 1,000 readings a second, 100 browsers',
  },
  alertMicroseconds: {
    value: 34,
    unit: 'µs',
    source: `${PERFORMANCE}: 3.4 % of a core for 10,000 rigs every ten seconds`,
  },
  unpackMicroseconds: {
    value: 9,
    unit: 'µs',
    source: `${PERFORMANCE}: scanning 430,600 readings took 3.3 to 4.5 s`,
  },
  rigKibibytes: { value: 62.8, unit: 'KiB', source: SCALE, figure: 'a node: a rig in memory' },
  streamBytes: { value: 2079, unit: 'bytes', source: SCALE, figure: 'between nodes: a reading' },
  rowBytes: { value: 256, unit: 'bytes', source: SCALE, figure: 'PostgreSQL: a reading as a row' },
  rowLogBytes: { value: 380, unit: 'bytes', source: SCALE, figure: 'PostgreSQL: log of a reading' },
  packedBytes: { value: 24.3, unit: 'bytes', source: SCALE, figure: 'PostgreSQL: a packed reading' },
  packLogBytes: { value: 86.1, unit: 'bytes', source: SCALE, figure: 'PostgreSQL: log of packing a reading' },
  packMicroseconds: { value: 109, unit: 'µs', source: SCALE, figure: 'PostgreSQL: packing a reading' },
  hourBytes: { value: 468, unit: 'bytes', source: SCALE, figure: 'PostgreSQL: an hour of a rig' },
  hourLogBytes: { value: 823, unit: 'bytes', source: SCALE, figure: 'PostgreSQL: log of an hour of a rig' },
  ledgerBytes: { value: 797, unit: 'bytes', source: SCALE, figure: "PostgreSQL: a rig's hour in the ledger" },
  ledgerLogBytes: {
    value: 2202,
    unit: 'bytes',
    source: SCALE,
    figure: "PostgreSQL: log of a rig's hour in the ledger",
  },
} as const satisfies Record<string, Constant>

export type MeasuredName = keyof typeof MEASURED
export type Figures = Record<MeasuredName, number>

/** What is chosen and not measured: the program's own settings, and how full a thing may be before it is called too full. */
export const CHOSEN = {
  /** Share of one processor that a node's thread may use: more than that, and it is late. */
  nodeShare: 0.7,
  /** Memory of Node 20's heap on a machine of 16 GiB and more, unless `--max-old-space-size` says otherwise. */
  heapMebibytes: 4144,
  /** What a browser may be told: 100 Mbit/s. */
  browserBytesPerSecond: 12_500_000,
  /** `lib/live/link-nodes.ts` and `lib/live/node-stream.ts`. */
  sendsPerSecond: 10,
  readingsPerMessage: 500,
  messagesKept: 20_000,
  redisBytes: 8 * 2 ** 30,
  /** A PostgreSQL server of the size meant here: what its disk keeps up writing of its log, and holds. */
  logBytesPerSecond: 100_000_000,
  serverBytes: 4e12,
  /** A reading is packed an hour after its span of three hours: `lib/services/storage/reading-keeper.ts`. */
  rowsForHours: 4,
  shardsLeast: 32,
  coresPerServer: 8,
} as const

const FiguresFile = z.object({ figures: z.array(z.object({ name: z.string(), value: z.number().positive() })) })

/** The constants as numbers; those that `file`, an answer of `npm run bench -- --json`, has measured anew are taken from it. */
export function figuresFrom(file?: unknown): Figures {
  const fresh = new Map<string, number>()
  if (file !== undefined) for (const { name, value } of FiguresFile.parse(file).figures) fresh.set(name, value)
  const figures: Partial<Figures> = {}
  for (const name of measuredNames()) {
    const constant: Constant = MEASURED[name]
    figures[name] = (constant.figure === undefined ? undefined : fresh.get(constant.figure)) ?? constant.value
  }
  // Every name was just filled.
  return figures as Figures
}

/** In the order they are written in. */
export function measuredNames(): MeasuredName[] {
  // Object.keys forgets the names' type.
  return Object.keys(MEASURED) as MeasuredName[]
}
