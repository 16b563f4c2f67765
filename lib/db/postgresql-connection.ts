import pg from 'pg'

/** The advisory locks that processes of one installation take, so that they do not meet; numbers are ours to choose. */
export const LOCKS = {
  migrations: 704_510_001,
  transactions: 704_510_002,
  partitions: 704_510_003,
  ledger: 704_510_004,
  packing: 704_510_005,
}

const CONNECT_WITHIN_MS = 15_000

// Whole numbers of 64 bits come as text unless somebody says how to read them. Moments fit into a number; amounts of
// money do not, and are cast to text where they are asked for.
const INT8 = 20

/**
 * How our connections beside Prisma's are opened: 64-bit whole numbers are read as numbers, and a commit is on disk when
 * it is answered, whatever the server's default says.
 */
function settingsFor(url: string): pg.ClientConfig {
  return {
    connectionString: url,
    connectionTimeoutMillis: CONNECT_WITHIN_MS,
    application_name: 'davylamp',
    types: {
      getTypeParser: (oid, format) =>
        oid === INT8 && format !== 'binary' ? Number : pg.types.getTypeParser(oid, format),
    },
  }
}

/** One connection. Throws, without the password, when the server cannot be reached. */
export async function connectPostgresql(url: string): Promise<pg.Client> {
  const client = new pg.Client(settingsFor(url))
  await client.connect()
  await client.query('SET synchronous_commit = on')
  return client
}

/** Up to `max` connections, opened when they are needed and again when they broke. */
export function poolPostgresql(url: string, max: number, reportError: (error: Error) => void): pg.Pool {
  const makeDurable = async (client: pg.ClientBase) => {
    await client.query('SET synchronous_commit = on')
  }
  const pool = new pg.Pool({ ...settingsFor(url), max, onConnect: makeDurable })
  // Without a listener, a server that restarts would end this process.
  pool.on('error', reportError)
  return pool
}

/**
 * Runs `work` in a transaction of its own, undone when it throws. Whatever the server's default says, a statement that follows a lock
 * sees what was committed while the lock was waited for.
 */
export async function inTransaction<Result>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect()
  let broken: Error | undefined
  // A connection that is cut off says so to whoever has it, beside failing the statement; unheard, it would end this process.
  const noteBroken = (problem: Error) => {
    broken = problem
  }
  client.on('error', noteBroken)
  try {
    await client.query('BEGIN ISOLATION LEVEL READ COMMITTED')
    const result = await work(client)
    await client.query('COMMIT')
    return result
  } catch (error) {
    await client.query('ROLLBACK').catch(noteBroken)
    throw error
  } finally {
    client.off('error', noteBroken)
    client.release(broken)
  }
}

/** One at a time on all nodes, until the transaction ends. */
export async function lockFor(client: pg.PoolClient, lock: keyof typeof LOCKS): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock($1)', [LOCKS[lock]])
}

/** What the whole database takes on its server's disk. */
export async function bytesOfDatabase(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ bytes: string }>('SELECT pg_database_size(current_database()) AS bytes')
  return Number(rows[0]?.bytes ?? 0)
}
