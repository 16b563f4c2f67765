import { exportInventory } from '#lib/services/inventory-csv'
import { runningServer } from '#lib/services/running-server'
import { requireSession } from '../../../../session'

/** Every rig as a file that can be edited and taken back. */
export async function GET(): Promise<Response> {
  await requireSession()
  const day = new Date().toISOString().slice(0, 10)
  return new Response(await exportInventory(runningServer().database), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="davylamp-rigs-${day}.csv"`,
      'cache-control': 'no-store',
    },
  })
}
