import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Compiles a library that is preloaded into a process, into `folder`; undefined where there is no C compiler. */
export function buildPreloaded(name: 'power-cut' | 'power-cut-cluster', folder: string): string | undefined {
  const source = fileURLToPath(new URL(`./${name}.c`, import.meta.url))
  const library = join(folder, `${name}.so`)
  spawnSync('cc', ['-shared', '-fPIC', '-O2', '-o', library, source, '-ldl'], { stdio: ['ignore', 2, 2] })
  return existsSync(library) ? library : undefined
}
