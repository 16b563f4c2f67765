import { createHash, randomBytes } from 'node:crypto'

/** A new secret of 256 random bits, and what is kept of it. */
export type NewSecret = { secret: string; hash: string; prefix: string }

/**
 * `kind` makes a leaked secret recognisable, such as `davyagent_…`. 256 bits need no slow hash (OWASP ASVS 6.5.2): SHA-256
 * is kept, and the first characters to tell secrets apart in a list.
 */
export function newSecret(kind: 'davyagent' | 'davykey' | 'davylink'): NewSecret {
  const secret = `${kind}_${randomBytes(32).toString('base64url')}`
  return { secret, hash: hashSecret(secret), prefix: secret.slice(0, kind.length + 7) }
}

/** What is kept of a secret: SHA-256 in hexadecimal. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}
