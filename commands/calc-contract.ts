import { type ContractOptions, calculateContract } from './calculate-contract.ts'
import { CommandProblem } from './command-problem.ts'
import { print } from './with-database.ts'

export async function run(options: ContractOptions): Promise<void> {
  const result = calculateContract(options, Date.now())
  if (!result.ok) throw new CommandProblem(result.reason)
  print(JSON.stringify(result.contract))
}
