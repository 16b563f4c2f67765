import { type DiscoverOptions, discover } from '#agent/discovery/discover-command'
import { CommandProblem } from './command-problem.ts'
import { print } from './with-database.ts'

type Given = Omit<DiscoverOptions, 'networks' | 'stock-logins'> & { stockLogins?: boolean }

/** Looks through networks for miners. Progress and notes go to standard error, what was found to standard output. */
export async function run(networks: string[], { stockLogins, ...options }: Given): Promise<void> {
  const outcome = await discover({ ...options, 'stock-logins': stockLogins ?? false, networks }, process.stderr)
  if (!outcome.ok) throw new CommandProblem(outcome.problem)
  print(outcome.text)
}
