import { createHash } from 'node:crypto'
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { z } from 'zod'
import { packageRoot } from '#lib/db/package-root'
import type { AgentChecksums } from '#lib/wire/agent-checksums'

/** A file that rigs download. */
export type AgentFile = { bytes: number; contentType: string; sha256: string; read(): Readable }

const PROGRAM = 'davylamp-agent.cjs'

/** `dist/agent/agent.json`, as `npm run build:agent` writes it. */
const manifestSchema = z.object({ programSha256: z.string(), files: z.array(z.string()) })

/** A file of the agent that this server hands out; undefined for any other name, and for what is older than the server. */
export function agentFile(name: string, dist = join(packageRoot(), 'dist')): AgentFile | undefined {
  const plain = name.replace(/\.sha256$/, '')
  const folder = plain === PROGRAM ? dist : join(dist, 'agent')
  if (plain !== PROGRAM && !filesOfThisServer(dist).includes(plain)) return undefined
  const path = join(folder, name)
  if (!existsSync(path)) return undefined
  if (name !== plain) return describeFile(path, 'text/plain; charset=utf-8', sha256Of(path))
  const sha256 = plain === PROGRAM ? sha256Of(path) : writtenSha256(`${path}.sha256`)
  if (sha256 === undefined) return undefined
  return describeFile(path, plain === PROGRAM ? 'text/javascript; charset=utf-8' : 'application/octet-stream', sha256)
}

/** The checksums that commands for downloading carry. */
export function agentChecksums(dist?: string): AgentChecksums {
  const names = [PROGRAM, 'linux-x64', 'linux-arm64'] as const
  return Object.fromEntries(
    names.flatMap((name) => {
      const sha256 = agentFile(name, dist)?.sha256
      return sha256 === undefined ? [] : [[name, sha256]]
    }),
  )
}

/** Executables are made apart from the server and may be left from an older one: an agent should be of its server's making. */
function filesOfThisServer(dist: string): string[] {
  const manifest = join(dist, 'agent', 'agent.json')
  const program = join(dist, PROGRAM)
  if (!existsSync(manifest) || !existsSync(program)) return []
  const parsed = manifestSchema.safeParse(JSON.parse(readFileSync(manifest, 'utf8')))
  return parsed.success && parsed.data.programSha256 === sha256Of(program) ? parsed.data.files : []
}

function describeFile(path: string, contentType: string, sha256: string): AgentFile {
  return { bytes: statSync(path).size, contentType, sha256, read: () => createReadStream(path) }
}

function sha256Of(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex')
}

/** What the build measured: a hundred megabytes are not summed for every page. */
function writtenSha256(path: string): string | undefined {
  return existsSync(path) ? /^[0-9a-f]{64}/.exec(readFileSync(path, 'utf8'))?.[0] : undefined
}
