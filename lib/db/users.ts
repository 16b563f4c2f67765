import { randomUUID } from 'node:crypto'
import type { Database } from './database.ts'

export type Role = 'owner' | 'viewer'

export type UserRow = { id: string; name: string; email: string; role: Role; createdAtMs: number }

/** What a role column says; anything unknown may only look. */
export function roleOf(text: string | null | undefined): Role {
  return text === 'owner' ? 'owner' : 'viewer'
}

/** Everybody who may sign in, oldest first. */
export async function userRows(database: Database): Promise<UserRow[]> {
  const rows = await database.user.findMany({ orderBy: { createdAt: 'asc' } })
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    email: row.email,
    role: roleOf(row.role),
    createdAtMs: row.createdAt.getTime(),
  }))
}

export async function countOwners(database: Database): Promise<number> {
  return database.user.count({ where: { role: 'owner' } })
}

/** Addresses are kept in lower case. */
export async function userByEmail(database: Database, email: string): Promise<{ id: string } | undefined> {
  return (await database.user.findUnique({ where: { email: email.toLowerCase() }, select: { id: true } })) ?? undefined
}

/**
 * Creates the first owner with a password, all or nothing; `linkHash` is the one-time link that it uses up. Undefined,
 * and nothing changed, when there is an owner already or the link is no longer good.
 */
export async function insertFirstOwner(
  database: Database,
  owner: { name: string; email: string; passwordHash: string },
  nowMs: number,
  linkHash?: string,
): Promise<string | undefined> {
  return database.$transaction(async (rows) => {
    if ((await rows.user.count({ where: { role: 'owner' } })) > 0) return undefined
    if (linkHash !== undefined) {
      const used = await rows.oneTimeLink.updateMany({
        where: { hash: linkHash, purpose: 'owner', usedAtMs: null, expiresAtMs: { gt: BigInt(nowMs) } },
        data: { usedAtMs: BigInt(nowMs) },
      })
      if (used.count === 0) return undefined
    }
    const id = randomUUID()
    await rows.user.create({
      data: {
        id,
        name: owner.name,
        email: owner.email.toLowerCase(),
        emailVerified: true,
        role: 'owner',
        accounts: {
          create: { id: randomUUID(), accountId: id, providerId: 'credential', password: owner.passwordHash },
        },
      },
    })
    return id
  })
}

/** Replaces a user's password and ends every session of theirs, all or nothing. */
export async function replacePassword(database: Database, userId: string, passwordHash: string): Promise<void> {
  await database.$transaction(async (rows) => {
    const changed = await rows.account.updateMany({
      where: { userId, providerId: 'credential' },
      data: { password: passwordHash },
    })
    if (changed.count === 0) {
      const account = { id: randomUUID(), accountId: userId, providerId: 'credential', userId, password: passwordHash }
      await rows.account.create({ data: account })
    }
    await rows.session.deleteMany({ where: { userId } })
  })
}

/** Adds a user who may only look, without a password; returns the id. An address that is taken throws: callers ask first. */
export async function insertViewer(database: Database, viewer: { name: string; email: string }): Promise<string> {
  const id = randomUUID()
  const email = viewer.email.toLowerCase()
  await database.user.create({ data: { id, name: viewer.name, email, emailVerified: true, role: 'viewer' } })
  return id
}

/** Removes a user who may only look, with their sessions and password. False when there is no such user. */
export async function deleteViewer(database: Database, userId: string): Promise<boolean> {
  return database.$transaction(async (rows) => {
    const user = await rows.user.findUnique({ where: { id: userId }, select: { role: true } })
    if (!user || roleOf(user.role) !== 'viewer') return false
    await rows.oneTimeLink.deleteMany({ where: { userId } })
    await rows.session.deleteMany({ where: { userId } })
    await rows.account.deleteMany({ where: { userId } })
    await rows.user.delete({ where: { id: userId } })
    return true
  })
}
