import { realpathSync } from 'node:fs'
import { isSea } from 'node:sea'

/** The program that runs now: one executable, or a script and the Node that runs it. Absolute paths. */
export type AgentProgram = { file: string; node?: string }

export function agentProgram(): AgentProgram {
  if (isSea()) return { file: realpathSync(process.execPath) }
  return { file: realpathSync(process.argv[1] ?? ''), node: process.execPath }
}

/** The words that start it. */
export function commandOf({ file, node }: AgentProgram): string[] {
  return node === undefined ? [file] : [node, file]
}
