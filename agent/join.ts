import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { plainText } from '#lib/domain/plain-text'
import { replaceFile } from './replace-file'

export type JoinRequest = { server: string; token: string; name?: string; targets: string[] }

export type JoinResult = { ok: true; file: string; written: boolean } | { ok: false; problem: string }

/** Only what joining changes; everything else that somebody wrote there stays. */
const earlierConfig = z.looseObject({
  rigs: z.array(z.looseObject({ targets: z.array(z.looseObject({ address: z.string() })) })).optional(),
})

/**
 * Writes a configuration that reports to a server, and the token into a file of mode 0600 beside it. A configuration
 * that stands there already goes to this server with the new token and these targets too, and keeps the rest;
 * `written` tells which happened. One that cannot be read is a problem and left alone.
 */
export function writeConfig(folder: string, request: JoinRequest): JoinResult {
  const server = serverAddress(request.server)
  if (server === undefined) {
    const problem = `"${plainText(request.server, 200)}" is no address of a server: write it with http:// or https://, such as http://192.168.1.10:3000`
    return { ok: false, problem }
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, 'agent.json')
  const earlier = readEarlier(file)
  if (!earlier.ok) return earlier
  const known = new Set(earlier.config.rigs?.flatMap(({ targets }) => targets.map(({ address }) => address)))
  const added = request.targets.filter((address) => !known.has(address)).map((address) => ({ targets: [{ address }] }))
  const config = {
    ...earlier.config,
    server,
    ...(request.name ? { name: request.name } : {}),
    ...(added.length > 0 ? { rigs: [...(earlier.config.rigs ?? []), ...added] } : {}),
  }
  const written = !existsSync(file)
  replaceFile(join(folder, 'token'), `${request.token}\n`)
  replaceFile(file, `${JSON.stringify(config, null, 2)}\n`)
  return { ok: true, file, written }
}

/** The address where it is one that an agent can report to. */
function serverAddress(text: string): string | undefined {
  return /^https?:\/\//i.test(text) && URL.canParse(text) ? text : undefined
}

function readEarlier(
  file: string,
): { ok: true; config: z.infer<typeof earlierConfig> } | { ok: false; problem: string } {
  if (!existsSync(file)) return { ok: true, config: {} }
  try {
    return { ok: true, config: earlierConfig.parse(JSON.parse(readFileSync(file, 'utf8'))) }
  } catch {
    return { ok: false, problem: `${file} is there already and cannot be read: mend it, or remove it and join again.` }
  }
}
