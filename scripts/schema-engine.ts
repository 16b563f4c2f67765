import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'

type EngineModule = typeof import('@prisma/schema-engine-wasm/schema_engine_bg')

let loaded: Promise<EngineModule> | undefined

/**
 * The SQL that leads from one Prisma schema text to another on SQLite; from nothing when `from` is undefined. Uses
 * Prisma's own schema engine as WebAssembly, so that writing a migration needs no download and no database.
 */
export async function migrationSql(from: string | undefined, to: string): Promise<string> {
  loaded ??= loadEngine()
  const { SchemaEngine } = await loaded
  const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaBetterSqlite3({ url: ':memory:' }))
  const engine = await SchemaEngine.new({ datamodels: undefined }, () => {}, adapter)
  const files = (content: string) => ({ files: [{ path: 'schema.prisma', content }] })
  const result = await engine.diff({
    from: from === undefined ? { tag: 'empty' } : { tag: 'schemaDatamodel', ...files(from) },
    to: { tag: 'schemaDatamodel', ...files(to) },
    script: true,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  })
  return result.stdout ?? ''
}

// The package is made for bundlers that import .wasm files; Node 20 instantiates it by hand.
async function loadEngine(): Promise<EngineModule> {
  const entry = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg')
  const module: EngineModule = await import(pathToFileURL(entry).href)
  const bytes = await readFile(entry.replace(/\.js$/, '.wasm'))
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': { ...module } })
  module.__wbg_set_wasm(instance.exports)
  const start = instance.exports.__wbindgen_start
  if (typeof start === 'function') start()
  return module
}
