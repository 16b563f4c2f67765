import type { z } from 'zod'

/** What a browser sent to a server action, checked; what is wrong is told by field. */
export function parseForm<Schema extends z.ZodType>(
  schema: Schema,
  sent: unknown,
): { ok: true; value: z.output<Schema> } | { ok: false; problems: Record<string, string> } {
  const parsed = schema.safeParse(sent)
  if (parsed.success) return { ok: true, value: parsed.data }
  const problems: Record<string, string> = {}
  for (const { path, message } of parsed.error.issues) problems[path.join('.') || 'form'] ??= message
  return { ok: false, problems }
}
