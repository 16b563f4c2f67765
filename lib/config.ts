import { chmodSync, mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import nextEnvironment from '@next/env'
import { z } from 'zod'

/** Every setting an installation has before its database is open; `.env.example` explains each. */
export type Config = {
  port: number
  host: string
  /** Absolute path. */
  dataDir: string
  /** `file:/absolute/path` or `postgresql://…`. */
  databaseUrl: string
  /** `redis://…` where this is one of several nodes on one PostgreSQL. */
  redisUrl: string | undefined
  /** Origin only, such as `https://mine.example`; undefined where people use whatever address reaches the server. */
  publicUrl: string | undefined
  /** Undefined means: the one kept in the data folder. */
  secret: string | undefined
  /** The owner to create at the start, where given. */
  owner: { email: string; password: string } | undefined
  /** One proxy of ours stands in front, and its forwarded headers speak the truth. */
  trustProxy: boolean
  builtInAgent: boolean
  market: 'live' | 'off'
  coingeckoUrl: string
  mempoolUrl: string
  whattomineUrl: string
  nicehashUrl: string
  octopusUrl: string
  awattarAtUrl: string
  awattarDeUrl: string
  /** Every channel may send to private networks, not only those whose own setting says so. */
  allowPrivateWebhooks: boolean
  nightlyBackup: boolean
  /** Absolute path. */
  backupDir: string
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'
}

/** Settings that cannot be used. The message is for people: one line per setting, naming it, its value and the remedy. */
export class ConfigComplaint extends Error {
  override name = 'ConfigComplaint'
}

type Environment = Record<string, string | undefined>

/**
 * Reads `.env` files of a folder into `process.env`, as Next.js does: what the environment already holds wins.
 * Returns `process.env`.
 */
export function loadEnvironment(folder = process.cwd()): Environment {
  nextEnvironment.loadEnvConfig(folder, process.env.NODE_ENV === 'development', {
    info: () => {},
    error: console.error,
  })
  return process.env
}

/** Checks the environment and fills in defaults. Throws {@link ConfigComplaint} listing every setting that is wrong. */
export function loadConfig(environment: Environment = process.env): Config {
  const parsed = schema.safeParse(withoutEmpty(environment))
  if (!parsed.success) throw new ConfigComplaint(complain(parsed.error, environment))
  const { DAVYLAMP_OWNER_EMAIL: email, DAVYLAMP_OWNER_PASSWORD: password, ...given } = parsed.data
  if ((email === undefined) !== (password === undefined)) {
    const missing = email === undefined ? 'DAVYLAMP_OWNER_EMAIL' : 'DAVYLAMP_OWNER_PASSWORD'
    throw new ConfigComplaint(
      `${missing} is missing: give the owner's e-mail address and password together, or neither.`,
    )
  }
  if (given.REDIS_URL !== undefined && !given.DATABASE_URL?.startsWith('postgres')) {
    throw new ConfigComplaint(
      'REDIS_URL is for several nodes on one database: give them DATABASE_URL=postgresql://… too.',
    )
  }
  if (given.REDIS_URL !== undefined && given.DAVYLAMP_SECRET === undefined) {
    throw new ConfigComplaint('REDIS_URL is for several nodes: give them DAVYLAMP_SECRET too, the same to all.')
  }
  const dataDir = resolve(given.DAVYLAMP_DATA_DIR ?? defaultDataDir(environment))
  return {
    port: given.PORT,
    host: given.HOST,
    dataDir,
    databaseUrl: given.DATABASE_URL ?? `file:${join(dataDir, 'davylamp.db')}`,
    redisUrl: given.REDIS_URL,
    publicUrl: given.DAVYLAMP_PUBLIC_URL,
    secret: given.DAVYLAMP_SECRET,
    owner: email !== undefined && password !== undefined ? { email, password } : undefined,
    trustProxy: given.TRUST_PROXY,
    builtInAgent: given.DAVYLAMP_BUILT_IN_AGENT,
    market: given.DAVYLAMP_MARKET,
    coingeckoUrl: given.COINGECKO_URL,
    mempoolUrl: given.MEMPOOL_URL,
    whattomineUrl: given.WHATTOMINE_URL,
    nicehashUrl: given.NICEHASH_URL,
    octopusUrl: given.OCTOPUS_URL,
    awattarAtUrl: given.AWATTAR_AT_URL,
    awattarDeUrl: given.AWATTAR_DE_URL,
    allowPrivateWebhooks: given.DAVYLAMP_ALLOW_PRIVATE_WEBHOOKS,
    nightlyBackup: given.DAVYLAMP_BACKUP,
    backupDir: resolve(given.DAVYLAMP_BACKUP_DIR ?? join(dataDir, 'backups')),
    logLevel: given.LOG_LEVEL,
  }
}

/** Makes the data folder where it is missing, readable by its owner alone. */
export function prepareDataFolder(dataDir: string): void {
  if (mkdirSync(dataDir, { recursive: true, mode: 0o700 }) !== undefined) chmodSync(dataDir, 0o700)
}

// What may not be repeated on a screen or in a log.
const secretSettings = new Set(['DAVYLAMP_SECRET', 'DAVYLAMP_OWNER_PASSWORD', 'DATABASE_URL', 'REDIS_URL'])

const onOff = (fallback: boolean) =>
  z
    .string()
    .toLowerCase()
    .refine((value) => /^(on|off|true|false|yes|no|1|0)$/.test(value), 'write on or off')
    .transform((value) => /^(on|true|yes|1)$/.test(value))
    .default(fallback)

const httpUrl = z.string().refine(isHttpUrl, 'write a whole address that begins with http:// or https://')

const schema = z.object({
  PORT: z
    .string()
    .regex(/^\d+$/, 'write a whole number from 0 to 65535 (0 picks a free port)')
    .transform(Number)
    .refine((port) => port <= 65_535, 'write a whole number from 0 to 65535 (0 picks a free port)')
    .default(3000),
  HOST: z
    .string()
    .regex(/^[A-Za-z0-9.:_-]+$/, 'write an address of this machine, such as 0.0.0.0 or 127.0.0.1')
    .default('0.0.0.0'),
  DATABASE_URL: z
    .string()
    .refine(
      (url) => /^(file|postgres|postgresql):./.test(url),
      'write file: and the path of a SQLite file, or postgresql:// and where the database is',
    )
    .optional(),
  REDIS_URL: z
    .string()
    .refine((url) => /^rediss?:\/\/./.test(url), 'write redis:// and where Redis is')
    .optional(),
  DAVYLAMP_DATA_DIR: z.string().optional(),
  DAVYLAMP_PUBLIC_URL: httpUrl
    .refine(
      (url) => !isHttpUrl(url) || ['/', ''].includes(new URL(url).pathname),
      'leave out the path: only the root of a host works',
    )
    .transform((url) => new URL(url).origin)
    .optional(),
  DAVYLAMP_SECRET: z
    .string()
    .min(32, 'write at least 32 characters, for example from: openssl rand -base64 32')
    .optional(),
  DAVYLAMP_OWNER_EMAIL: z.email('write an e-mail address').optional(),
  DAVYLAMP_OWNER_PASSWORD: z
    .string()
    .min(8, 'write at least 8 characters')
    .max(128, 'write at most 128 characters')
    .optional(),
  TRUST_PROXY: onOff(false),
  DAVYLAMP_BUILT_IN_AGENT: onOff(true),
  DAVYLAMP_MARKET: z.enum(['live', 'off'], 'write live or off').default('live'),
  COINGECKO_URL: httpUrl.transform(withoutTrailingSlash).default('https://api.coingecko.com/api/v3'),
  MEMPOOL_URL: httpUrl.transform(withoutTrailingSlash).default('https://mempool.space/api'),
  WHATTOMINE_URL: httpUrl.transform(withoutTrailingSlash).default('https://whattomine.com'),
  NICEHASH_URL: httpUrl.transform(withoutTrailingSlash).default('https://api2.nicehash.com'),
  OCTOPUS_URL: httpUrl.transform(withoutTrailingSlash).default('https://api.octopus.energy/v1'),
  AWATTAR_AT_URL: httpUrl.transform(withoutTrailingSlash).default('https://api.awattar.at/v1'),
  AWATTAR_DE_URL: httpUrl.transform(withoutTrailingSlash).default('https://api.awattar.de/v1'),
  DAVYLAMP_ALLOW_PRIVATE_WEBHOOKS: onOff(false),
  DAVYLAMP_BACKUP: onOff(true),
  DAVYLAMP_BACKUP_DIR: z.string().optional(),
  LOG_LEVEL: z
    .enum(
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      'write fatal, error, warn, info, debug, trace or silent',
    )
    .default('info'),
})

function complain(error: z.ZodError, environment: Environment): string {
  return error.issues
    .map((issue) => {
      const name = String(issue.path[0])
      const shown = secretSettings.has(name) ? '(not shown)' : JSON.stringify(environment[name])
      return `${name} is ${shown}, which cannot be used: ${issue.message}.`
    })
    .join('\n')
}

// An empty line in .env means "the default", as its reader expects.
function withoutEmpty(environment: Environment): Environment {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => (value?.trim() ? [[name, value.trim()]] : [])),
  )
}

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)
}

function withoutTrailingSlash(url: string): string {
  return url.replace(/\/+$/, '')
}

function defaultDataDir(environment: Environment): string {
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'davylamp')
  if (process.platform === 'win32')
    return join(environment.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'davylamp')
  return join(environment.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'davylamp')
}
