import type { Rows } from './rows.ts'

/** Whether any contract or order of hash power is known: most installations have none, and need not ask further. */
export async function hasRentedPower(rows: Rows): Promise<boolean> {
  const found = await rows.$queryRaw<unknown[]>`
    SELECT "id" FROM "CloudContract" UNION ALL SELECT "id" FROM "HashOrder" LIMIT 1`
  return found.length > 0
}
