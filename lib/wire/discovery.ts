import { z } from 'zod'

// How the owner has an agent look for machines in its own network: events `discover` (to the agent) and `discovery`
// (from it) on `/agents`. An agent that knows neither is as if it had not been asked.

const text = (longest: number) =>
  z
    .string()
    .min(1)
    .max(longest)
    .regex(/^[^\p{Cc}]*$/u, 'must be plain text')

/** One machine, or one program on a computer, that answered as a miner or asked for a password. */
export const foundMachineSchema = z.object({
  /** As a target is written: what the owner's click has polled. */
  address: text(300),
  host: text(100),
  /** MAC or serial, as rigs are known by; absent where it tells neither. */
  key: text(120).optional(),
  mac: text(60).optional(),
  /** The kind, as a reading's `miner.name`; absent while it is locked. */
  miner: text(60).optional(),
  model: text(120).optional(),
  /** Which stock login let us in. */
  stockLogin: text(40).optional(),
  /** Something that asks for a password, a miner perhaps. */
  locked: z.boolean().optional(),
})
export type FoundMachine = z.infer<typeof foundMachineSchema>

/** Machines in one message. */
export const MOST_FOUND_IN_A_MESSAGE = 500

const networks = z.array(text(60)).max(100)

/** What an agent tells of its looking around. All messages of one scan carry its id. */
export const discoveryNewsSchema = z.discriminatedUnion('kind', [
  /** Its configuration does not allow it. */
  z.object({ kind: z.literal('off') }),
  /** At every connection; `leftOut` names networks that it will not look through, with the reason. */
  z.object({
    kind: z.literal('ready'),
    networks,
    leftOut: z.array(text(300)).max(100),
    scanId: text(60).optional(),
  }),
  /** At most one a second. `machines` are those found since the last message. */
  z.object({
    kind: z.literal('progress'),
    scanId: text(60),
    checked: z.int().min(0),
    total: z.int().min(0),
    machines: z.array(foundMachineSchema).max(MOST_FOUND_IN_A_MESSAGE),
  }),
  /** Everything was told. */
  z.object({ kind: z.literal('finished'), scanId: text(60), networks, problem: z.string().max(1000).optional() }),
])
export type DiscoveryNews = z.infer<typeof discoveryNewsSchema>

/** Holds no address on purpose: an agent looks through the networks of its own cards and no others. */
export const discoverRequestSchema = z.object({
  scanId: text(60),
  /** Try the logins that machines are shipped with where one asks for a password. */
  stockLogins: z.boolean(),
})
export type DiscoverRequest = z.infer<typeof discoverRequestSchema>

export const discoverAnswerSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true) }),
  z.object({ ok: z.literal(false), reason: z.string().max(1000) }),
])
export type DiscoverAnswer = z.infer<typeof discoverAnswerSchema>
