'use client'

import { z } from 'zod'
import type { RuleForm, RulePreview } from '#lib/wire/alerts'

const previewSchema = z.union([
  z.object({
    ok: z.literal(true),
    hits: z.array(
      z.object({
        rigId: z.number(),
        rigName: z.string(),
        fromMs: z.number(),
        toMs: z.number().optional(),
        severity: z.enum(['info', 'warning', 'critical']),
        evidenceWords: z.string(),
      }),
    ),
    rigs: z.number(),
    sinceMs: z.number(),
    untilMs: z.number(),
    notes: z.array(z.string()),
  }),
  z.object({ ok: z.literal(false), problems: z.record(z.string(), z.string()) }),
]) satisfies z.ZodType<RulePreview>

/** Asks when a rule would have fired. Throws an `AbortError` when nobody waits for it any longer. */
export async function tryRule(
  form: RuleForm,
  signal: AbortSignal,
): Promise<{ preview: RulePreview } | { problem: string }> {
  const answer = await fetch('/settings/alerts/rules/preview', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(form),
    signal,
  })
  const parsed = previewSchema.safeParse(answer.ok ? await answer.json() : undefined)
  return parsed.success
    ? { preview: parsed.data }
    : { problem: `The server answered ${answer.status}. Change something to try again.` }
}
