'use client'

import type { z } from 'zod'

/** An answer of our own server, checked; a refusal or an unreachable server is a value with the reason in words. */
export async function readJson<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
  signal?: AbortSignal,
): Promise<{ ok: true; value: z.infer<Schema> } | { ok: false; reason: string }> {
  try {
    const answer = await fetch(path, { signal, headers: { accept: 'application/json' } })
    if (answer.status === 401) return { ok: false, reason: 'you are signed out: sign in again' }
    if (!answer.ok) return { ok: false, reason: `the server answered ${answer.status}` }
    const parsed = schema.safeParse(await answer.json())
    return parsed.success
      ? { ok: true, value: parsed.data }
      : { ok: false, reason: 'the server’s answer made no sense' }
  } catch {
    return { ok: false, reason: 'the server did not answer' }
  }
}
