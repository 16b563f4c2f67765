import { mkdirSync, renameSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { packageRoot } from './package-root.ts'

let bundled: Promise<string> | undefined

/**
 * The file that the readings' threads run. The build puts it next to the program; from sources (in development and in
 * tests) it is bundled on the spot, because a thread does not inherit what lets this one run TypeScript.
 */
export async function readingWorkerEntry(): Promise<string> {
  const here = fileURLToPath(import.meta.url)
  if (here.endsWith('.js')) return join(dirname(here), 'reading.worker.js')
  bundled ??= bundleFromSources(join(dirname(here), 'reading.worker.ts'))
  return bundled
}

async function bundleFromSources(source: string): Promise<string> {
  const { build } = await import('esbuild')
  const folder = join(packageRoot(), 'node_modules', '.cache', 'davylamp')
  mkdirSync(folder, { recursive: true })
  const entry = join(folder, 'reading.worker.mjs')
  const own = join(folder, `reading.worker.${process.pid}.${Date.now()}.mjs`)
  await build({
    entryPoints: [source],
    outfile: own,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    sourcemap: 'inline',
    logLevel: 'silent',
  })
  // Replaced in one step: another process may be starting its threads from it.
  renameSync(own, entry)
  return entry
}
