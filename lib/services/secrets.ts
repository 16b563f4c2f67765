import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { chmodSync, linkSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Config, prepareDataFolder } from '#lib/config'

/** What is derived from the installation's one secret. */
export type Secrets = {
  /** Signs session cookies; 256 bits in hexadecimal. */
  sessionSecret: string
  /** AES-256-GCM; the text changes with each call. `decrypt` gives it back. */
  encrypt(plain: string): string
  /** Undefined when the text was changed or encrypted with another installation's secret. */
  decrypt(encrypted: string): string | undefined
}

/**
 * The secrets of this installation: from DAVYLAMP_SECRET, else from the file `secret` in the data folder, which is made
 * (0600, 256 random bits) where it is missing.
 */
export function openSecrets(config: Pick<Config, 'secret' | 'dataDir'>): Secrets {
  return deriveSecrets(config.secret ?? keptSecret(config.dataDir))
}

/** One key per purpose by HKDF-SHA-256 (RFC 5869), so that none tells anything about another. */
export function deriveSecrets(secret: string): Secrets {
  const key = (purpose: string) => Buffer.from(hkdfSync('sha256', secret, 'davylamp', purpose, 32))
  const credentialsKey = key('stored credentials')
  return {
    sessionSecret: key('session cookies').toString('hex'),
    encrypt(plain) {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', credentialsKey, nonce)
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      return `v1:${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')}`
    },
    decrypt(encrypted) {
      if (!encrypted.startsWith('v1:')) return undefined
      const bytes = Buffer.from(encrypted.slice(3), 'base64url')
      if (bytes.length < 28) return undefined
      const decipher = createDecipheriv('aes-256-gcm', credentialsKey, bytes.subarray(0, 12), { authTagLength: 16 })
      decipher.setAuthTag(bytes.subarray(12, 28))
      try {
        return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
      } catch {
        return undefined
      }
    },
  }
}

function keptSecret(dataDir: string): string {
  prepareDataFolder(dataDir)
  const file = join(dataDir, 'secret')
  const kept = readIfThere(file)
  if (kept !== undefined) return kept
  // Written whole and then linked into place: two processes starting together end with one secret, never half of one.
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600 })
  chmodSync(draft, 0o600)
  try {
    linkSync(draft, file)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    unlinkSync(draft)
  }
  const made = readIfThere(file)
  if (made === undefined) throw new Error(`The secret could not be kept in ${file}.`)
  return made
}

function readIfThere(file: string): string | undefined {
  try {
    const secret = readFileSync(file, 'utf8').trim()
    if (secret.length < 32)
      throw new Error(
        `${file} holds no usable secret: restore it from a backup, or delete it and everybody signs in anew.`,
      )
    return secret
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
