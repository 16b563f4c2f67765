import { z } from 'zod'
import type { Rows } from '#lib/db/rows'
import { datedSetting, replaceSetting, saveSetting, settingsBeginningWith } from '#lib/db/settings'
import { coinGecko } from '#lib/market/coingecko'
import type { MarketSource } from '#lib/market/market-source'
import { mempoolSpace } from '#lib/market/mempool-space'
import { niceHash } from '#lib/market/nicehash'
import { whatToMine } from '#lib/market/whattomine'
import type { Change } from './change-bus.ts'
import { type Refused, refused } from './saved.ts'

/** What of the configuration says where rates come from. */
export type MarketConfig = {
  market: 'live' | 'off'
  coingeckoUrl: string
  mempoolUrl: string
  whattomineUrl: string
  nicehashUrl: string
}

/** What a source is asked for. */
export type AskedFor = 'prices' | 'networks' | 'marketplaces' | 'changes' | 'history' | 'fiat'

/** How a source fared last with one of the things it is asked for. */
export type SourceStatus = {
  askedAtMs?: number
  lastSuccessAtMs?: number
  problem?: string
  notBeforeMs?: number
  /** It asked for fewer requests, whatever for. */
  limited?: boolean
  /** Failures since it last answered. */
  failures?: number
}

/** What the page of settings says of market data. */
export type MarketSettings = {
  on: boolean
  /** Switched off by DAVYLAMP_MARKET: the page cannot switch it on. */
  offByConfiguration: boolean
  sources: { name: string; hosts: string[]; lastSuccessAtMs?: number; problem?: string; notBeforeMs?: number }[]
  /** The source that is asked first. */
  first: string
}

const SWITCH = 'market-data'
const STATUS = 'market-status/'
const FIRST = 'market-first'
const onOff = z.boolean()
const statusValue = z.object({
  askedAtMs: z.number().optional(),
  lastSuccessAtMs: z.number().optional(),
  problem: z.string().optional(),
  notBeforeMs: z.number().optional(),
  limited: z.boolean().optional(),
  failures: z.number().optional(),
})

/**
 * The outside services this installation asks, the one that the owner wants first before the others. For each coin the
 * next one speaks where those before it did not know.
 */
export async function marketSources(rows: Rows, config: MarketConfig): Promise<MarketSource[]> {
  const first = (await datedSetting(rows, FIRST)).at(-1)?.value
  const sources = allSources(config)
  return [...sources.filter(({ name }) => name === first), ...sources.filter(({ name }) => name !== first)]
}

function allSources(config: MarketConfig): MarketSource[] {
  const { coingeckoUrl, mempoolUrl, whattomineUrl, nicehashUrl } = config
  return [coinGecko(coingeckoUrl), mempoolSpace(mempoolUrl), whatToMine(whattomineUrl), niceHash(nicehashUrl)]
}

/** Lets a source speak before the others, wherever it knows a figure. */
export async function askFirst(
  rows: Rows,
  config: MarketConfig,
  name: string,
): Promise<{ ok: true; changes: Change[] } | Refused> {
  if (!allSources(config).some((source) => source.name === name)) return refused('first', `${name} is not a source`)
  await replaceSetting(rows, FIRST, 0, name)
  return { ok: true, changes: [{ kind: 'settings' }] }
}

/** Whether rates are fetched at all: configuration and owner must both allow it. */
export async function marketIsOn(rows: Rows, config: Pick<MarketConfig, 'market'>): Promise<boolean> {
  if (config.market === 'off') return false
  const row = (await datedSetting(rows, SWITCH)).at(-1)
  return row === undefined || onOff.parse(row.value)
}

/** Switches the fetching of market data on or off. Rates already known stay. */
export async function switchMarket(rows: Rows, on: boolean): Promise<{ ok: true; changes: Change[] }> {
  await replaceSetting(rows, SWITCH, 0, on)
  return { ok: true, changes: [{ kind: 'settings' }] }
}

/** Everything about market data for the page of settings, the hosts contacted included. */
export async function describeMarket(rows: Rows, config: MarketConfig): Promise<MarketSettings> {
  const sources = await marketSources(rows, config)
  const statuses = await Promise.all(sources.map(({ name }) => sourceStatuses(rows, name)))
  return {
    on: await marketIsOn(rows, config),
    offByConfiguration: config.market === 'off',
    first: sources[0]?.name ?? '',
    sources: sources.map(({ name, hosts }, index) => ({ name, hosts, ...inShort(statuses[index] ?? new Map()) })),
  }
}

function inShort(statuses: ReadonlyMap<string, SourceStatus>) {
  const all = [...statuses.values()]
  const latest = (moments: (number | undefined)[]) => {
    const known = moments.filter((atMs) => atMs !== undefined)
    return known.length > 0 ? Math.max(...known) : undefined
  }
  const problems = new Set(all.flatMap(({ problem }) => (problem ? [problem] : [])))
  return {
    lastSuccessAtMs: latest(all.map(({ lastSuccessAtMs }) => lastSuccessAtMs)),
    notBeforeMs: latest(all.map(({ notBeforeMs }) => notBeforeMs)),
    problem: problems.size > 0 ? [...problems].join('; ') : undefined,
  }
}

/** How a source fared last, by what it was asked for; empty before its first request. */
export async function sourceStatuses(rows: Rows, name: string): Promise<Map<string, SourceStatus>> {
  const prefix = `${STATUS}${name}/`
  const kept = await settingsBeginningWith(rows, prefix)
  return new Map(kept.map((row) => [row.name.slice(prefix.length), statusValue.parse(row.value)]))
}

/** Keeps how a source fared. */
export function saveSourceStatus(rows: Rows, name: string, what: AskedFor, status: SourceStatus): Promise<void> {
  return saveSetting(rows, `${STATUS}${name}/${what}`, 0, status)
}
