import { backup } from '#lib/services/backup'
import { CommandProblem } from './command-problem.ts'
import { note, print, withDatabase } from './with-database.ts'

export async function run(options: { to?: string }): Promise<void> {
  await withDatabase(async (_database, config) => {
    const result = await backup(config, options.to)
    if (!result.ok) throw new CommandProblem(result.reason)
    note(`SHA-256 ${result.sha256} is beside it, in ${result.file}.sha256.`)
    if (config.secret === undefined) {
      note(
        `Not in it: ${config.dataDir}/secret, without which miners' stored passwords cannot be read. Keep a copy of that too.`,
      )
    }
    print(result.file)
  })
}
