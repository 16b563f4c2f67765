import type { Prisma } from './generated/sqlite/client.ts'

/** The database, or a transaction open on it: inside one, everything must go through it. */
export type Rows = Prisma.TransactionClient
