import { z } from 'zod'

/** What the page of discovery shows and asks for again while agents look around. */
export const discovered = z.object({
  agents: z.array(
    z.object({
      agentId: z.string(),
      name: z.string(),
      builtIn: z.boolean(),
      connected: z.boolean(),
      state: z.enum(['unknown', 'off', 'ready', 'looking']),
      networks: z.array(z.string()),
      leftOut: z.array(z.string()),
      unreached: z.array(z.string()),
      unasked: z.array(z.string()),
      scan: z.object({ checked: z.number(), total: z.number() }).optional(),
      finishedAtMs: z.number().optional(),
      problem: z.string().optional(),
      machines: z.array(
        z.object({
          id: z.number(),
          address: z.string(),
          host: z.string(),
          key: z.string().optional(),
          miner: z.string().optional(),
          model: z.string().optional(),
          locked: z.boolean(),
          hasStockLogin: z.boolean(),
          isNew: z.boolean(),
          isWatched: z.boolean(),
          rigId: z.number().optional(),
          movedFrom: z.string().optional(),
          firstSeenMs: z.number(),
          lastSeenMs: z.number(),
          vanishedAtMs: z.number().optional(),
        }),
      ),
    }),
  ),
})

export type Discovered = z.infer<typeof discovered>
export type DiscoveringAgent = Discovered['agents'][number]
export type DiscoveredMachine = DiscoveringAgent['machines'][number]

/** What was ticked and is not watched, with the reason. */
export type NotWatched = { address: string; reason: string }
