import { describeReading } from '#agent/describe-reading'
import { probeTarget } from '#agent/probe'
import { CommandProblem } from './command-problem.ts'
import { readSecret } from './read-secret.ts'
import { print } from './with-database.ts'

export type ProbeOptions = {
  miner?: string
  user?: string
  passwordFile?: string
  tokenFile?: string
  json?: boolean
  timeout: number
}

/** Reads one machine once. On failure one line, which names the target and what was tried and never holds a secret. */
export async function run(target: string, options: ProbeOptions): Promise<void> {
  const result = await probeTarget({
    target,
    timeoutMs: options.timeout * 1000,
    ...(options.miner === undefined ? {} : { kind: options.miner }),
    ...(options.user === undefined ? {} : { user: options.user }),
    ...(options.passwordFile === undefined ? {} : { password: readSecret(options.passwordFile) }),
    ...(options.tokenFile === undefined ? {} : { token: readSecret(options.tokenFile) }),
  })
  if (!result.ok) throw new CommandProblem(result.problem.replace(/\s+/g, ' '))
  print(options.json ? JSON.stringify(result.reading) : describeReading(result.reading))
}
