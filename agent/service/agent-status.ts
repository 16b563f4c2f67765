import { z } from 'zod'
import type { ConnectionState } from '../server-connection'

const connection = z.object({
  state: z.enum(['connecting', 'connected', 'refused', 'revoked']),
  sinceMs: z.number(),
  problem: z.string().optional(),
}) satisfies z.ZodType<ConnectionState>

/** What a running agent tells of itself to whoever may read its folder. No secrets. Moments in epoch ms. */
export const agentStatusSchema = z.object({
  version: z.string(),
  pid: z.number(),
  startedAtMs: z.number(),
  name: z.string(),
  server: z.string(),
  connection,
  rigs: z.array(z.object({ key: z.string(), name: z.string().optional(), refused: z.string().optional() })),
  targets: z.array(
    z.object({
      address: z.string(),
      miner: z.string().optional(),
      rigKey: z.string().optional(),
      lastSuccessAtMs: z.number().optional(),
      problem: z.string().optional(),
    }),
  ),
  /** Readings on disk that the server has not answered for. */
  waitingBytes: z.number(),
  counts: z.object({ stored: z.number(), duplicates: z.number(), rejected: z.number(), refused: z.number() }),
  /** The last lines of its log. */
  lines: z.array(z.string()),
})

export type AgentStatus = z.infer<typeof agentStatusSchema>
