import webPush from 'web-push'
import type { Database } from '#lib/db/database'
import { datedSetting, saveSetting } from '#lib/db/settings'
import type { Secrets } from '#lib/services/secrets'

export type PushKeys = { publicKey: string; privateKey: string }

const SETTING = 'push-keys'

/**
 * The keys with which messages to browsers are signed (VAPID, RFC 8292), made at the first start. The private
 * one is kept encrypted. Where it can no longer be read (another DAVYLAMP_SECRET) new ones are made: browsers that
 * subscribed with the old ones are told off by their push service, and must subscribe again.
 */
export async function pushKeys(context: {
  database: Database
  secrets: Pick<Secrets, 'encrypt' | 'decrypt'>
}): Promise<PushKeys> {
  // One transaction: two that start together end with one pair of keys.
  return context.database.$transaction(async (rows) => {
    const kept = keptKeys((await datedSetting(rows, SETTING))[0]?.value, context.secrets)
    if (kept) return kept
    const made = webPush.generateVAPIDKeys()
    const value = { publicKey: made.publicKey, privateKey: context.secrets.encrypt(made.privateKey) }
    await saveSetting(rows, SETTING, 0, value)
    return made
  })
}

function keptKeys(value: unknown, secrets: Pick<Secrets, 'decrypt'>): PushKeys | undefined {
  if (typeof value !== 'object' || value === null || !('publicKey' in value) || !('privateKey' in value))
    return undefined
  const { publicKey, privateKey: encrypted } = value
  if (typeof publicKey !== 'string' || typeof encrypted !== 'string') return undefined
  const privateKey = secrets.decrypt(encrypted)
  return privateKey === undefined ? undefined : { publicKey, privateKey }
}
