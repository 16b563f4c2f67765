import { APIError, createAuthEndpoint } from 'better-auth/api'
import { setSessionCookie } from 'better-auth/cookies'
import { z } from 'zod'

/**
 * Lets the server sign a user in without a password, after a one-time link proved who they are. The endpoint has no
 * path: it can be called in this process and not over HTTP.
 */
export function openSessionPlugin() {
  return {
    id: 'open-session',
    endpoints: {
      openSession: createAuthEndpoint(
        { method: 'POST', body: z.object({ userId: z.string() }), requireHeaders: true },
        async (context) => {
          const user = await context.context.internalAdapter.findUserById(context.body.userId)
          if (!user) throw new APIError('NOT_FOUND', { message: 'There is no such user.' })
          const session = await context.context.internalAdapter.createSession(user.id)
          await setSessionCookie(context, { session, user })
          return context.json({ sessionId: session.id })
        },
      ),
    },
  }
}
