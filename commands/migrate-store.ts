import { migrateStore } from '#lib/db/migrate-store'
import { CommandProblem } from './command-problem.ts'
import { note, print } from './with-database.ts'

export async function run(from: string, to: string): Promise<void> {
  const result = await migrateStore(from, to, note)
  if (!result.ok) throw new CommandProblem(result.reason)
  note('Start the server with this DATABASE_URL, and with DAVYLAMP_SECRET as in the file "secret" of the data folder.')
  print(`${result.rows} rows of ${result.tables} tables are the same in both.`)
}
