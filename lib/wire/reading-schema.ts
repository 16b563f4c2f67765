import { z } from 'zod'
import type { Reading } from '#lib/domain/reading'
import { AGENT_LIMITS } from '#lib/wire/agent-limits'

// The door a reading comes through. Bounds keep nonsense out (a negative power, a list that costs seconds to check)
// and are wide enough for every machine sold; what is merely unlikely passes, because a rejection is final.
const amount = z.number().min(0).max(1e30)
const counter = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER)
const instant = z.number().int().min(1).max(8_640_000_000_000_000)
const watts = z.number().min(0).max(10_000_000)
const celsius = z.number().min(-100).max(1000)
const seconds = z.number().min(0).max(1e10)
const percent = z.number().min(0).max(1000)
const rpm = z.number().min(0).max(1_000_000)
const word = z.string().max(120)
const line = z.string().max(500)
// It names rows of its own: a database that keeps no such text (PostgreSQL, NUL) could close no hour it is in.
const algorithm = z
  .string()
  .min(1)
  .max(60)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'must be plain text')

const shares = z.object({
  accepted: counter.optional(),
  rejected: counter.optional(),
  stale: counter.optional(),
  lastAcceptedAt: instant.optional(),
})

const work = z.object({
  algorithm,
  hashesPerSecond: amount.optional(),
  nominalHashesPerSecond: amount.optional(),
  shares: shares.optional(),
  bestDifficulty: amount.optional(),
  blocksFound: counter.optional(),
  pool: z.object({ url: line.optional(), user: line.optional(), connected: z.boolean().optional() }).optional(),
})

const device = z.object({
  index: z.number().int().min(0).max(100_000),
  kind: z.enum(['gpu', 'board', 'cpu']),
  name: word.optional(),
  busId: word.optional(),
  work: z
    .array(z.object({ algorithm, hashesPerSecond: amount.optional() }))
    .max(8)
    .optional(),
  temperatureCelsius: celsius.optional(),
  boardCelsius: celsius.optional(),
  memoryCelsius: celsius.optional(),
  hotspotCelsius: celsius.optional(),
  regulatorCelsius: celsius.optional(),
  coolantInCelsius: celsius.optional(),
  coolantOutCelsius: celsius.optional(),
  frequencyMegahertz: z.number().min(0).max(1_000_000).optional(),
  hardwareErrors: counter.optional(),
  fanPercent: percent.optional(),
  fanRpm: rpm.optional(),
  powerWatts: watts.optional(),
})

const miner = z.object({
  name: z.string().min(1).max(60),
  version: word.optional(),
  model: word.optional(),
  uptimeSeconds: seconds.optional(),
  machineUptimeSeconds: seconds.optional(),
  mac: word.optional(),
  serial: word.optional(),
})

/** Everything about a reading that one field alone decides; {@link readingSchema} adds what two fields decide together. */
export const readingFields = z.object({
  at: instant,
  intervalSeconds: z.number().min(1).max(86_400).optional(),
  state: z.enum(['hashing', 'warming', 'paused', 'error']),
  miner,
  work: z.array(work).max(8),
  powerWatts: watts.optional(),
  powerSource: z.enum(['metered', 'input', 'output', 'estimated']).optional(),
  devices: z.array(device).max(AGENT_LIMITS.devicesPerReading).optional(),
  fans: z
    .array(z.object({ rpm: rpm.optional(), percent: percent.optional() }))
    .max(64)
    .optional(),
  intakeCelsius: celsius.optional(),
  cooling: z.enum(['air', 'hydro', 'immersion']).optional(),
  errors: z
    .array(z.object({ code: word.optional(), text: line.optional() }))
    .max(64)
    .optional(),
})

/** What is wrong between two fields that are each right, in words; `undefined` where nothing is. */
export function contradictionIn(reading: { powerWatts?: number; powerSource?: string }): string | undefined {
  if (reading.powerWatts !== undefined && reading.powerSource === undefined) {
    return 'powerSource is missing: it says where powerWatts comes from'
  }
  if (reading.powerWatts === undefined && reading.powerSource !== undefined) {
    return 'powerSource is there without powerWatts'
  }
  return undefined
}

/** A reading as `docs/reading.md` has it. Unknown fields are dropped. */
export const readingSchema = readingFields.check((context) => {
  const message = contradictionIn(context.value)
  if (message) context.issues.push({ code: 'custom', message, input: context.value })
})

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
type Expand<T> = T extends (infer Item)[] ? Expand<Item>[] : T extends object ? { [Key in keyof T]: Expand<T[Key]> } : T

/**
 * Does not compile when the schema and the domain's type drift apart.
 * @public
 */
export const schemaIsTheDomainsReading: Equal<Expand<z.infer<typeof readingSchema>>, Expand<Reading>> = true
