import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RigConfig } from './config'

export type JoinRequest = { server: string; token: string; name?: string; targets: string[] }

/**
 * Writes a configuration that reports to a server, and the token into a file of mode 0600 beside it. A configuration
 * that stands there already is kept, with the new token; `written` tells which happened.
 */
export function writeConfig(folder: string, request: JoinRequest): { file: string; written: boolean } {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const tokenFile = join(folder, 'token')
  writeFileSync(tokenFile, `${request.token}\n`, { mode: 0o600 })
  chmodSync(tokenFile, 0o600)
  const file = join(folder, 'agent.json')
  if (existsSync(file) && request.targets.length === 0) return { file, written: false }
  const rigs: RigConfig[] = request.targets.map((address) => ({ targets: [{ address }] }))
  const config = {
    server: request.server,
    ...(request.name ? { name: request.name } : {}),
    ...(rigs.length > 0 ? { rigs } : {}),
  }
  writeFileSync(file, `${JSON.stringify(config, null, 2)}\n`, { mode: 0o600 })
  return { file, written: true }
}
