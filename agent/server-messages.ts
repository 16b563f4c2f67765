import { z } from 'zod'
import { type AssignedMeter, assignedMeter } from '#lib/wire/meter-schema'

// What a server may say to an agent; all else is as if it had said nothing.

const atMs = z.number().min(0)

export const rigsAnswer = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    rigs: z.array(z.object({ key: z.string() })),
    refused: z.array(z.object({ key: z.string(), reason: z.string() })),
    serverAtMs: atMs,
    limits: z.object({
      messageBytes: z.number().min(1024),
      readingsPerMessage: z.number().min(1),
      devicesPerReading: z.number().min(1),
      messagesPerSecond: z.number().positive(),
    }),
    accepts: z.array(z.string()).catch([]),
  }),
  z.object({ ok: z.literal(false), reason: z.string(), serverAtMs: atMs }),
])

export const readingsAnswer = z.union([
  z.object({
    stored: z.number(),
    duplicates: z.number(),
    rejected: z.array(z.object({ index: z.number(), reason: z.string() })),
    serverAtMs: atMs,
  }),
  z.object({ retryAfterMs: z.number().min(0), reason: z.string(), serverAtMs: atMs }),
])

export const assignedTargets = z.array(
  z.object({
    id: z.number(),
    address: z.string(),
    miner: z.string().optional(),
    user: z.string().optional(),
    password: z.string().optional(),
    token: z.string().optional(),
    intervalSeconds: z.number().min(1).optional(),
  }),
)

/** The meters of a list that this agent knows how to ask; a kind of a newer server is left out. */
export function assignedMeters(list: unknown): AssignedMeter[] {
  if (!Array.isArray(list)) return []
  return list.flatMap((meter: unknown) => {
    const parsed = assignedMeter.safeParse(meter)
    return parsed.success ? [parsed.data] : []
  })
}

export const farewell = z.object({ code: z.string(), reason: z.string() })
