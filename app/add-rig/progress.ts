import { z } from 'zod'

/** How agents fare while a rig is being added: asked for by the page every few seconds. */
export const addingProgress = z.object({
  agents: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      builtIn: z.boolean(),
      connected: z.boolean(),
      tokenId: z.number().optional(),
      /** Rigs that this agent reports. */
      rigIds: z.array(z.number()),
      /** Problems of what it found by itself, in its words. */
      problems: z.array(z.string()),
      /** What it was told in the app to poll. */
      targets: z.array(
        z.object({
          id: z.number(),
          address: z.string(),
          miner: z.string().optional(),
          rigKey: z.string().optional(),
          problem: z.string().optional(),
          succeeded: z.boolean(),
        }),
      ),
    }),
  ),
})

export type AddingProgress = z.infer<typeof addingProgress>
export type AddingAgent = AddingProgress['agents'][number]
