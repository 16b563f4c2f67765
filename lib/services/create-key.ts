import type { Database } from '#lib/db/database'
import { insertKey } from '#lib/db/keys'
import type { Change } from './change-bus.ts'
import { newSecret } from './secret-text.ts'

export type CreateKeyResult =
  | { ok: true; id: number; secret: string; changes: Change[] }
  | { ok: false; reason: string }

/** Makes a key that reads the REST interface and /metrics; the secret is shown once, here. */
export async function createKey(
  database: Database,
  given: { name: string },
  nowMs = Date.now(),
): Promise<CreateKeyResult> {
  const name = given.name.trim()
  if (name === '' || name.length > 100) return { ok: false, reason: 'A key needs a name of 1 to 100 characters.' }
  const { secret, hash, prefix } = newSecret('davykey')
  const id = await insertKey(database, { name, hash, prefix, createdAtMs: nowMs })
  return { ok: true, id, secret, changes: [{ kind: 'tokens' }] }
}
