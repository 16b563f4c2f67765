import type { Auth } from './auth.ts'
import { type HostConfig, secureCookies } from './same-host.ts'

/** Better Auth's answer to a request under /api/auth, with cookies fit for how the browser reached us. */
export async function answerAuthRequest(auth: Auth, config: HostConfig, request: Request): Promise<Response> {
  const answer = await auth.handler(request)
  const setCookies = answer.headers.getSetCookie()
  if (setCookies.length === 0) return answer
  const headers = new Headers(answer.headers)
  headers.delete('set-cookie')
  for (const cookie of secureCookies(config, request.headers, setCookies)) headers.append('set-cookie', cookie)
  return new Response(answer.body, { status: answer.status, statusText: answer.statusText, headers })
}
