import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '#lib/db/package-root'

export type AgentFile = { bytes: Buffer; contentType: string; sha256: string }

const files: Record<string, string> = {
  'davylamp-agent.cjs': 'text/javascript; charset=utf-8',
  'davylamp-agent.cjs.sha256': 'text/plain; charset=utf-8',
}

/** A file of the agent that this server hands out, as the build left it; undefined for any other name. */
export function agentFile(name: string): AgentFile | undefined {
  const contentType = Object.hasOwn(files, name) ? files[name] : undefined
  const path = join(packageRoot(), 'dist', name)
  if (contentType === undefined || !existsSync(path)) return undefined
  const bytes = readFileSync(path)
  return { bytes, contentType, sha256: createHash('sha256').update(bytes).digest('hex') }
}

/** SHA-256 of the agent's program in hexadecimal, for the command that downloads it; undefined before it is built. */
export function agentChecksum(): string | undefined {
  return agentFile('davylamp-agent.cjs')?.sha256
}
