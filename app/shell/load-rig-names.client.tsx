'use client'

import { z } from 'zod'

const answerSchema = z.object({ rigs: z.array(z.object({ id: z.number(), key: z.string(), name: z.string() })) })

export type RigName = z.infer<typeof answerSchema>['rigs'][number]

/** Names of all rigs for the search; none when the server does not answer, since pages can still be found. */
export async function loadRigNames(): Promise<RigName[]> {
  try {
    const answer = await fetch('/api/v1/rigs')
    const parsed = answerSchema.safeParse(await answer.json())
    return parsed.success ? parsed.data.rigs : []
  } catch {
    return []
  }
}
