import type { z } from 'zod'
import { type Caller, identifyCaller } from '#lib/services/auth/identify-caller'
import { type RunningServer, runningServer } from '#lib/services/running-server'
import { jsonAnswer } from './json-answer'

/** A refusal with its status; everything else that is thrown is a bug and answered as 500 by who called. */
class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message)
  }
}

/** Answers who may look with what `run` gives, as JSON that nobody keeps. */
export async function answer(
  request: Request,
  run: (server: RunningServer, caller: Caller) => unknown,
): Promise<Response> {
  const server = runningServer()
  const headers: Record<string, string> = { 'cache-control': 'no-store' }
  try {
    const caller = await identifyCaller(server, request.headers)
    if (!caller) {
      headers['www-authenticate'] = 'Bearer realm="davylamp"'
      throw new Refusal(401, 'unauthorized', 'Sign in, or send a key as "Authorization: Bearer <key>".')
    }
    const result = await run(server, caller)
    return result instanceof Response ? result : await jsonAnswer(request, result, headers)
  } catch (problem) {
    if (!(problem instanceof Refusal)) throw problem
    const error = { code: problem.code, message: problem.message }
    return Response.json({ error }, { status: problem.status, headers })
  }
}

export function badRequest(message: string): Refusal {
  return new Refusal(400, 'bad-request', message)
}

export function notFound(message: string): Refusal {
  return new Refusal(404, 'not-found', message)
}

/** The query of a request by its schema. Throws a refusal that names each parameter that is wrong. */
export function queryOf<Schema extends z.ZodType>(request: Request, schema: Schema): z.infer<Schema> {
  return checked(Object.fromEntries(new URL(request.url).searchParams), schema)
}

export function checked<Schema extends z.ZodType>(given: unknown, schema: Schema): z.infer<Schema> {
  const parsed = schema.safeParse(given)
  if (parsed.success) return parsed.data
  throw badRequest(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '))
}

/** `from` (inclusive) and `to` (exclusive), by default the last 24 hours. Throws a refusal where they do not span any time. */
export function spanOf(query: { from?: number | undefined; to?: number | undefined }, nowMs = Date.now()) {
  const toMs = query.to ?? nowMs
  const fromMs = query.from ?? Math.max(0, toMs - 86_400_000)
  if (fromMs >= toMs) throw badRequest('from: must be before to')
  return { fromMs, toMs }
}
