import { z } from 'zod'
import type { Rows } from '#lib/db/rows'
import { datedSetting, replaceSetting, settingsBeginningWith } from '#lib/db/settings'
import { coinGecko } from '#lib/market/coingecko'
import type { MarketSource } from '#lib/market/market-source'
import { mempoolSpace } from '#lib/market/mempool-space'
import type { Change } from './change-bus.ts'

/** What of the configuration says where rates come from. */
export type MarketConfig = { market: 'live' | 'off'; coingeckoUrl: string; mempoolUrl: string }

/** How a source fared last. */
export type SourceStatus = { lastSuccessAtMs?: number; problem?: string; notBeforeMs?: number }

/** What the page of settings says of market data. */
export type MarketSettings = {
  on: boolean
  /** Switched off by DAVYLAMP_MARKET: the page cannot switch it on. */
  offByConfiguration: boolean
  sources: (SourceStatus & { name: string; hosts: string[] })[]
}

const SWITCH = 'market-data'
const STATUS = 'market-status/'
const onOff = z.boolean()
const statusValue = z.object({
  lastSuccessAtMs: z.number().optional(),
  problem: z.string().optional(),
  notBeforeMs: z.number().optional(),
})

/** The outside services this installation asks, in order of trust for the same figure. */
export function marketSources(config: MarketConfig): MarketSource[] {
  return [coinGecko(config.coingeckoUrl), mempoolSpace(config.mempoolUrl)]
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
  const sources = marketSources(config)
  const statuses = await Promise.all(sources.map(({ name }) => sourceStatus(rows, name)))
  return {
    on: await marketIsOn(rows, config),
    offByConfiguration: config.market === 'off',
    sources: sources.map(({ name, hosts }, index) => ({ ...statuses[index], name, hosts })),
  }
}

/** How a source fared last; empty before its first request. */
export async function sourceStatus(rows: Rows, name: string): Promise<SourceStatus> {
  const row = (await settingsBeginningWith(rows, `${STATUS}${name}`)).at(-1)
  return row ? statusValue.parse(row.value) : {}
}

/** Keeps how a source fared. */
export async function saveSourceStatus(rows: Rows, name: string, status: SourceStatus): Promise<void> {
  await replaceSetting(rows, `${STATUS}${name}`, 0, status)
}
