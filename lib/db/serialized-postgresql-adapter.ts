import { PrismaPg } from '@prisma/adapter-pg'
import { LOCKS } from './postgresql-connection.ts'

type Adapter = Awaited<ReturnType<PrismaPg['connect']>>

const CONNECT_WITHIN_MS = 15_000
const CONNECTIONS = 10

/**
 * Prisma's PostgreSQL adapter, with the promises that services rely on since SQLite gave them: transactions run one at a
 * time, on all nodes together, so that what one has read is still so when it writes. Plain statements do not wait.
 */
export class SerializedPostgresqlAdapter {
  readonly provider = 'postgres'
  readonly adapterName: string
  readonly #factory: PrismaPg

  constructor(url: string) {
    this.#factory = new PrismaPg(
      {
        connectionString: url,
        max: CONNECTIONS,
        connectionTimeoutMillis: CONNECT_WITHIN_MS,
        application_name: 'davylamp',
      },
      // A server that restarts is reached again by the next statement.
      { onPoolError: () => {}, onConnectionError: () => {} },
    )
    this.adapterName = this.#factory.adapterName
  }

  async connect(): Promise<Adapter> {
    const adapter = await this.#factory.connect()
    await refuseUnsafe(adapter)
    const begin = adapter.startTransaction.bind(adapter)
    adapter.startTransaction = async (isolationLevel) => {
      const transaction = await begin(isolationLevel)
      try {
        const sql = `SELECT pg_advisory_xact_lock(${LOCKS.transactions})::text`
        await transaction.queryRaw({ sql, args: [], argTypes: [] })
        return transaction
      } catch (error) {
        await transaction.rollback()
        throw error
      }
    }
    return adapter
  }

  connectToShadowDb(): Promise<Adapter> {
    return this.#factory.connectToShadowDb()
  }
}

async function refuseUnsafe(adapter: Adapter): Promise<void> {
  const { rows } = await adapter.queryRaw({ sql: 'SHOW synchronous_commit', args: [], argTypes: [] })
  if (rows[0]?.[0] !== 'off') return
  await adapter.dispose()
  throw new Error(
    'PostgreSQL has synchronous_commit=off, which loses at a power cut what it has confirmed. Set it to on for this database: ALTER DATABASE … SET synchronous_commit = on.',
  )
}
