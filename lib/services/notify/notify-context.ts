import type { Logger } from 'pino'
import type { Config } from '#lib/config'
import type { Database } from '#lib/db/database'
import { createGuardedFetch, type GuardedFetch } from '#lib/notify/guarded-fetch'
import type { Secrets } from '#lib/services/secrets'

/** What sending messages needs of a running server. */
export type NotifyContext = {
  database: Database
  secrets: Pick<Secrets, 'encrypt' | 'decrypt'>
  config: Pick<Config, 'publicUrl' | 'allowPrivateWebhooks'>
  log: Pick<Logger, 'info' | 'warn' | 'error'>
}

export function fetchFor({ config }: Pick<NotifyContext, 'config'>): GuardedFetch {
  return createGuardedFetch({ allowPrivate: config.allowPrivateWebhooks })
}
