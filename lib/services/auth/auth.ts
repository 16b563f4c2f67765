import { APIError, betterAuth } from 'better-auth'
import { prismaAdapter } from 'better-auth/adapters/prisma'
import { createAuthMiddleware } from 'better-auth/api'
import type { Logger } from 'pino'
import type { Config } from '#lib/config'
import type { Database } from '#lib/db/database'
import { kindOf } from '#lib/db/dialect'
import type { Change } from '../change-bus.ts'
import type { Secrets } from '../secrets.ts'
import { ADDRESS_HEADER } from './forwarded-headers.ts'
import { openSessionPlugin } from './open-session.ts'
import { MAXIMUM_PASSWORD_LENGTH, MINIMUM_PASSWORD_LENGTH, passwordComplaint } from './passwords.ts'
import { trustedOrigins } from './same-host.ts'

export type Auth = ReturnType<typeof createAuth>

/** A session lasts 30 days from its sign-in. */
const SESSION_SECONDS = 30 * 86_400

/**
 * Who may come in: e-mail address and password by Better Auth, sign-up closed. `publish` hears when sessions end, so
 * that open sockets end with them.
 */
export function createAuth(parts: {
  config: Pick<Config, 'port' | 'publicUrl' | 'trustProxy'>
  secrets: Secrets
  database: Database
  log: Logger
  publish: (changes: Change[]) => void
}) {
  const { config, secrets, database, log, publish } = parts
  const authLog = log.child({ part: 'auth' })
  return betterAuth({
    appName: 'Davylamp',
    baseURL: config.publicUrl ?? `http://localhost:${config.port}`,
    basePath: '/api/auth',
    secret: secrets.sessionSecret,
    database: prismaAdapter(database, { provider: kindOf(database), transaction: false }),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: MINIMUM_PASSWORD_LENGTH,
      maxPasswordLength: MAXIMUM_PASSWORD_LENGTH,
    },
    user: { additionalFields: { role: { type: 'string', required: true, defaultValue: 'viewer', input: false } } },
    session: { expiresIn: SESSION_SECONDS, disableSessionRefresh: true },
    trustedOrigins: (request) => (request ? trustedOrigins(config, request.headers) : []),
    // The names of paths that would let somebody in, or out of their account, another way than ours.
    disabledPaths: ['/sign-up/email', '/sign-in/social', '/request-password-reset', '/reset-password', '/delete-user'],
    rateLimit: {
      enabled: true,
      window: 60,
      max: 300,
      customRules: {
        '/sign-in/email': { window: 60, max: 10 },
        '/change-password': { window: 60, max: 10 },
      },
    },
    advanced: {
      cookiePrefix: 'davylamp',
      // Decided per request (`same-host.ts`): the same server is reached as https://mine.example and in the LAN.
      useSecureCookies: false,
      disableOriginCheck: false,
      disableCSRFCheck: false,
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
    },
    telemetry: { enabled: false },
    logger: {
      level: 'warn',
      log: (level, message) => authLog[level](message),
    },
    onAPIError: {
      onError: (error) => {
        // A refusal is an answer, not a fault of ours.
        if (!(error instanceof APIError) || error.status === 'INTERNAL_SERVER_ERROR')
          authLog.error({ err: error }, 'Answering a sign-in request failed')
      },
    },
    databaseHooks: {
      session: { delete: { after: async () => publish([{ kind: 'sessions' }]) } },
    },
    hooks: {
      before: createAuthMiddleware(async (context) => {
        if (context.path !== '/change-password') return
        const complaint = passwordComplaint(String(context.body?.newPassword ?? ''))
        if (complaint !== undefined) throw new APIError('BAD_REQUEST', { message: complaint })
      }),
    },
    plugins: [openSessionPlugin()],
  })
}
