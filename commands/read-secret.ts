import { readFileSync } from 'node:fs'
import { CommandProblem } from './command-problem.ts'

/** The first line of a file (`-` is standard input): secrets on a command line would be seen by every user's `ps`. */
export function readSecret(file: string): string {
  let text: string
  try {
    text = readFileSync(file === '-' ? 0 : file, 'utf8')
  } catch (error) {
    throw new CommandProblem(`${file} cannot be read: ${error instanceof Error ? error.message : error}`)
  }
  const secret = text.split(/\r?\n/)[0] ?? ''
  if (secret === '') throw new CommandProblem(`The first line of ${file} is empty: a secret is expected there.`)
  return secret
}
