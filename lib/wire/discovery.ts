import { z } from 'zod'
import { optionalWords, plainWords } from './plain-words.ts'

// How the owner has an agent look for machines in its own network: events `discover` (to the agent) and `discovery`
// (from it) on `/agents`. An agent that knows neither is as if it had not been asked.

/** One machine, or one program on a computer, that answered as a miner or asked for a password. */
export const foundMachineSchema = z.object({
  /** As a target is written: what the owner's click has polled. */
  address: plainWords(300),
  host: plainWords(100),
  /** MAC or serial, as rigs are known by; absent where it tells neither. */
  key: optionalWords(120),
  mac: optionalWords(60),
  /** The kind, as a reading's `miner.name`; absent while it is locked. */
  miner: optionalWords(60),
  model: optionalWords(120),
  /** Which stock login let us in. */
  stockLogin: optionalWords(40),
  /** Something that asks for a password, a miner perhaps. */
  locked: z.boolean().optional(),
})
export type FoundMachine = z.infer<typeof foundMachineSchema>

/** Machines in one message. */
export const MOST_FOUND_IN_A_MESSAGE = 500

const networks = z.array(plainWords(60)).max(100)

/** What an agent tells of its looking around. All messages of one scan carry its id. */
export const discoveryNewsSchema = z.discriminatedUnion('kind', [
  /** Its configuration does not allow it. */
  z.object({ kind: z.literal('off') }),
  /** At every connection; `leftOut` names networks that it will not look through, with the reason. */
  z.object({
    kind: z.literal('ready'),
    networks,
    leftOut: z.array(plainWords(300)).max(100),
    scanId: optionalWords(60),
  }),
  /** At most one a second. `machines` are those found since the last message. */
  z.object({
    kind: z.literal('progress'),
    scanId: plainWords(60),
    checked: z.int().min(0),
    total: z.int().min(0),
    machines: z.array(foundMachineSchema).max(MOST_FOUND_IN_A_MESSAGE),
  }),
  /** Everything was told. */
  z.object({
    kind: z.literal('finished'),
    scanId: plainWords(60),
    networks,
    /** Those, or parts of them, that somebody answered in to the end: only of these can a machine be gone. Absent: all, as from an older agent. */
    reached: networks.optional(),
    /** Networks, or parts of them, to which the agent's computer had no way at some time, so that nothing there could be asked. */
    unasked: networks.optional(),
    problem: optionalWords(1000),
  }),
])
export type DiscoveryNews = z.infer<typeof discoveryNewsSchema>

/** Holds no address on purpose: an agent looks through the networks of its own cards and no others. */
export const discoverRequestSchema = z.object({
  scanId: plainWords(60),
  /** Try the logins that machines are shipped with where one asks for a password. */
  stockLogins: z.boolean(),
})
export type DiscoverRequest = z.infer<typeof discoverRequestSchema>

export const discoverAnswerSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true) }),
  z.object({ ok: z.literal(false), reason: plainWords(1000) }),
])
export type DiscoverAnswer = z.infer<typeof discoverAnswerSchema>
