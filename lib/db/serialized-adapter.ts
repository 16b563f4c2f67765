import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import { CHECKPOINT_PAGES_BESIDE_READINGS } from './sqlite-connection.ts'
import { whenUnlocked } from './when-unlocked.ts'

type Adapter = Awaited<ReturnType<PrismaBetterSqlite3['connect']>>
type Transaction = Awaited<ReturnType<Adapter['startTransaction']>>
type Query = Parameters<Adapter['queryRaw']>[0]

/** Only while connecting; afterwards waiting is `whenUnlocked`'s. */
const BUSY_TIMEOUT_MS = 5_000

/**
 * Prisma's SQLite adapter, made safe. Prisma shares one connection among everything a client does, and lets a plain
 * statement run in the middle of somebody's open transaction: acknowledged, and gone when that rolls back. Here plain
 * statements wait until the transaction has ended. Transactions take the write lock at once (BEGIN IMMEDIATE), because
 * one that reads first and writes later fails whenever the readings' writer has committed in between.
 */
export class SerializedSqliteAdapter {
  readonly provider = 'sqlite'
  readonly adapterName: string
  readonly #factory: PrismaBetterSqlite3

  constructor(file: string) {
    this.#factory = new PrismaBetterSqlite3(
      { url: file, timeout: BUSY_TIMEOUT_MS },
      { timestampFormat: 'unixepoch-ms' },
    )
    this.adapterName = this.#factory.adapterName
  }

  async connect(): Promise<Adapter> {
    const adapter = await this.#factory.connect()
    await makeDurable(adapter)
    return serialized(adapter)
  }

  connectToShadowDb(): Promise<Adapter> {
    return this.#factory.connectToShadowDb()
  }
}

// Set on every connection: unlike WAL, `synchronous` is not remembered in the file.
async function makeDurable(adapter: Adapter): Promise<void> {
  const pragma = async (sql: string) => (await adapter.queryRaw({ sql, args: [], argTypes: [] })).rows[0]?.[0]
  await pragma('PRAGMA journal_mode = WAL')
  await pragma('PRAGMA synchronous = FULL')
  await pragma('PRAGMA foreign_keys = ON')
  await pragma(`PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES_BESIDE_READINGS}`)
  const journal = await pragma('PRAGMA journal_mode')
  const synchronous = await pragma('PRAGMA synchronous')
  const foreignKeys = await pragma('PRAGMA foreign_keys')
  if (journal !== 'wal' || Number(synchronous) !== 2 || Number(foreignKeys) !== 1) {
    await adapter.dispose()
    throw new Error(
      `The database did not take its settings: journal_mode=${journal}, synchronous=${synchronous}, foreign_keys=${foreignKeys}; wal, 2 and 1 are needed.`,
    )
  }
  await pragma('PRAGMA busy_timeout = 0')
}

function serialized(adapter: Adapter): Adapter {
  // Settles when the transaction that is open now, and all that wait before us, have ended.
  let turn: Promise<void> = Promise.resolve()
  let open = 0

  const afterTransactions = async <Result>(run: () => Promise<Result>): Promise<Result> => {
    while (open > 0) await turn
    return run()
  }
  // Each attempt looks anew: while one waits for the lock, somebody may have begun a transaction.
  const plainly = <Result>(run: () => Promise<Result>) => whenUnlocked(() => afterTransactions(run))

  const startTransaction = async (
    isolationLevel?: Parameters<Adapter['startTransaction']>[0],
  ): Promise<Transaction> => {
    const before = turn
    let leave = () => {}
    turn = new Promise<void>((resolve) => {
      leave = () => {
        open -= 1
        leave = () => {}
        resolve()
      }
    })
    open += 1
    try {
      await before
      const transaction = await adapter.startTransaction(isolationLevel)
      try {
        await transaction.executeRaw({ sql: 'ROLLBACK', args: [], argTypes: [] })
        await whenUnlocked(() => transaction.executeRaw({ sql: 'BEGIN IMMEDIATE', args: [], argTypes: [] }))
      } catch (error) {
        await transaction.rollback()
        throw error
      }
      return leavingWhenDone(transaction, () => leave())
    } catch (error) {
      leave()
      throw error
    }
  }

  return {
    provider: adapter.provider,
    adapterName: adapter.adapterName,
    queryRaw: (query: Query) => plainly(() => adapter.queryRaw(query)),
    executeRaw: (query: Query) => plainly(() => adapter.executeRaw(query)),
    executeScript: (script) => plainly(() => adapter.executeScript(script)),
    dispose: () => adapter.dispose(),
    startTransaction,
  }
}

function leavingWhenDone(transaction: Transaction, leave: () => void): Transaction {
  return {
    provider: transaction.provider,
    adapterName: transaction.adapterName,
    options: transaction.options,
    queryRaw: (query) => transaction.queryRaw(query),
    executeRaw: async (query) => {
      try {
        return await transaction.executeRaw(query)
      } catch (error) {
        // Prisma gives up on a transaction whose COMMIT fails without ending it, and everybody would wait for ever.
        if (query.sql === 'COMMIT') await abandon(transaction).finally(leave)
        throw error
      }
    },
    createSavepoint: transaction.createSavepoint?.bind(transaction),
    rollbackToSavepoint: transaction.rollbackToSavepoint?.bind(transaction),
    releaseSavepoint: transaction.releaseSavepoint?.bind(transaction),
    commit: () => transaction.commit().finally(leave),
    rollback: () => transaction.rollback().finally(leave),
  }
}

async function abandon(transaction: Transaction): Promise<void> {
  try {
    await transaction.executeRaw({ sql: 'ROLLBACK', args: [], argTypes: [] })
  } catch {
    // SQLite has rolled back already, as it does when the disk is full.
  }
  await transaction.rollback()
}
