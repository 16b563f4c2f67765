import { z } from 'zod'
import type { Rows } from './rows.ts'

const Size = z.array(z.object({ bytes: z.coerce.number() })).length(1)

/** What a PostgreSQL database takes on its server's disk. */
export async function postgresqlBytes(rows: Rows): Promise<number> {
  const [size] = Size.parse(await rows.$queryRaw`SELECT pg_database_size(current_database()) AS bytes`)
  return size?.bytes ?? 0
}
