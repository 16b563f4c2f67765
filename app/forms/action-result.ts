/** What a server action answers: done, or what is wrong by field, as `Saved` in the services says it. */
export type ActionResult<More = unknown> = ({ ok: true } & More) | { ok: false; problems: Record<string, string> }

/** The complaint of a service that knows one reason, and perhaps the field it belongs to. */
export function problem(reason: string, field = 'form'): { ok: false; problems: Record<string, string> } {
  return { ok: false, problems: { [field]: reason } }
}
