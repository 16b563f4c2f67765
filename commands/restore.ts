import { loadConfig, loadEnvironment, prepareDataFolder } from '#lib/config'
import { restore } from '#lib/services/restore'
import { CommandProblem } from './command-problem.ts'
import { note } from './with-database.ts'

export async function run(file: string): Promise<void> {
  const config = loadConfig(loadEnvironment())
  prepareDataFolder(config.dataDir)
  const result = await restore(config, file)
  if (!result.ok) throw new CommandProblem(result.reason)
  note(`${result.file} is restored from ${file}.`)
  if (result.keptAs !== undefined) note(`What was there before is kept as ${result.keptAs}.`)
}
