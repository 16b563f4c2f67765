import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

const Named = z.object({ name: z.string().optional() })

/**
 * The folder of the davylamp package, whether this code runs from its sources or from the bundle in `dist`. Throws when
 * no folder above holds its package.json.
 */
export function packageRoot(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const manifest = join(folder, 'package.json')
    if (existsSync(manifest) && Named.parse(JSON.parse(readFileSync(manifest, 'utf8'))).name === 'davylamp')
      return folder
    if (dirname(folder) === folder) throw new Error('No package.json of davylamp was found above the running program.')
  }
}
