import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils'

/** The databases that the one schema is for. */
export type Provider = 'sqlite' | 'postgresql'

type EngineModule = typeof import('@prisma/schema-engine-wasm/schema_engine_bg')

let loaded: Promise<EngineModule> | undefined

/**
 * The SQL that leads from one Prisma schema text to another; from nothing when `from` is undefined. Uses Prisma's own
 * schema engine as WebAssembly, so that writing a migration needs no download and no database.
 */
export async function migrationSql(
  from: string | undefined,
  to: string,
  provider: Provider = 'sqlite',
): Promise<string> {
  loaded ??= loadEngine()
  const { SchemaEngine } = await loaded
  // Comparing two schemas asks nothing of a database: none is connected to.
  const factory = provider === 'sqlite' ? new PrismaBetterSqlite3({ url: ':memory:' }) : unconnectedPostgresql()
  const adapter = bindMigrationAwareSqlAdapterFactory(factory)
  const engine = await SchemaEngine.new({ datamodels: undefined }, () => {}, adapter)
  const files = (content: string) => ({ files: [{ path: 'schema.prisma', content: forProvider(content, provider) }] })
  const result = await engine.diff({
    from: from === undefined ? { tag: 'empty' } : { tag: 'schemaDatamodel', ...files(from) },
    to: { tag: 'schemaDatamodel', ...files(to) },
    script: true,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  })
  return result.stdout ?? ''
}

/** The one schema, as it is for a database. */
function forProvider(schema: string, provider: Provider): string {
  return schema.replace('provider = "sqlite"', `provider = "${provider}"`)
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

// The engine asks its database one thing before it compares schemas, and needs no more than this answer.
const HELLO = {
  columnNames: ['exists', 'version', 'numeric_version'],
  columnTypes: [ColumnTypeEnum.Boolean, ColumnTypeEnum.Text, ColumnTypeEnum.Int32],
  rows: [[true, 'PostgreSQL 15', 150_000]],
}

function unconnectedPostgresql(): SqlMigrationAwareDriverAdapterFactory {
  const refused = () => Promise.reject(new Error('Comparing schemas changes nothing.'))
  const connect = async (): Promise<SqlDriverAdapter> => ({
    provider: 'postgres',
    adapterName: 'unconnected',
    queryRaw: async () => HELLO,
    executeRaw: refused,
    executeScript: refused,
    startTransaction: refused,
    dispose: async () => {},
  })
  return { provider: 'postgres', adapterName: 'unconnected', connect, connectToShadowDb: connect }
}
