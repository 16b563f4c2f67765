import type { Database } from '#lib/db/database'
import { energyPricesOf } from '#lib/db/energy-prices'
import { listSites, type Site } from '#lib/db/sites'
import { startOfNextLocalDay } from '#lib/domain/calendar'
import { speaksAt } from '#lib/domain/dated'
import type { EnergyPrices, NamedPrice } from '#lib/domain/energy-prices'
import { OPEN_END_MS } from '#lib/domain/energy-prices'
import { type DynamicPrices, PRICE_SOURCES } from '#lib/domain/tariff-parts'
import { DAY_MS, HOUR_MS, QUARTER_MS } from '#lib/domain/units'
import type { EnergySource } from '#lib/market/energy/energy-source'
import type { FetchResult } from '#lib/market/market-source'
import type { Change } from '../change-bus.ts'
import { currencyAt, datedCurrencies } from '../currency.ts'
import { marketIsOn } from '../market-switch.ts'
import type { Recompute } from '../saved.ts'
import { type EnergyConfig, energySourceOf, sourceKey } from './energy-sources.ts'
import { type EnergyStatus, energyStatus, saveEnergyStatus } from './energy-status.ts'
import { takeEnergyPrices } from './take-energy-prices.ts'

const ASK_EVERY_MS = HOUR_MS
/** How far back prices are asked for that are missing: a server that was off for a week still learns them. */
const LOOK_BACK_MS = 7 * DAY_MS

type EnergyRefresh = {
  changes: Change[]
  /** What new prices alter of closed hours. */
  recomputes: Recompute[]
  /** What went wrong, in words; prices already known stay. */
  problems: string[]
}

type EnergyContext = {
  database: Database
  config: EnergyConfig
  sourceOf?: (dynamic: DynamicPrices) => EnergySource | undefined
  nowMs?: number
}

type Asking = { site: Site; source: EnergySource; key: string; status: EnergyStatus | undefined; fromMs: number }

/**
 * Fetches the prices of sites whose present tariff has them named by a service: at most once an hour for each, and only
 * while some until the end of tomorrow are missing; a price until further notice is asked for again every day. Sites with the same tariff are served by one request. Nothing is
 * contacted with the market switched off.
 */
export async function refreshEnergyPrices(context: EnergyContext): Promise<EnergyRefresh> {
  const { database, config, nowMs = Date.now() } = context
  const done: EnergyRefresh = { changes: [], recomputes: [], problems: [] }
  if (!(await marketIsOn(database, config))) return done
  const currency = currencyAt(await datedCurrencies(database), nowMs)
  const answers = new Map<string, Promise<FetchResult<NamedPrice>>>()
  for (const asking of await sitesToAsk(context, nowMs)) {
    const { site, source, key, status } = asking
    if (source.currency !== currency) {
      const problem = `${PRICE_SOURCES[source.name]} names prices in ${source.currency}, and this installation counts in ${currency}: they are not taken. Change the currency, or upload prices as a file.`
      if (status?.problem !== problem) await saveEnergyStatus(database, site.id, { asked: key, problem })
      continue
    }
    const toMs = endOfTomorrow(site, nowMs)
    // Another site may miss more, or its tomorrow may end later: then it asks by itself.
    const request = `${key}/${asking.fromMs}/${toMs}`
    const answer = answers.get(request) ?? source.fetchPrices(asking.fromMs, toMs)
    answers.set(request, answer)
    await take(context, asking, await answer, nowMs, done)
  }
  return done
}

async function take(
  { database }: EnergyContext,
  { site, key, status }: Asking,
  fetched: FetchResult<NamedPrice>,
  nowMs: number,
  done: EnergyRefresh,
): Promise<void> {
  const asked = { asked: key, askedAtMs: nowMs }
  if (!fetched.ok) {
    const { reason: problem, retryAfterMs } = fetched
    const notBeforeMs = retryAfterMs === undefined ? undefined : nowMs + retryAfterMs
    const lastSuccessAtMs = status?.lastSuccessAtMs
    await saveEnergyStatus(database, site.id, { ...asked, lastSuccessAtMs, problem, notBeforeMs })
    done.problems.push(`${problem} (prices of ${site.name})`)
    return
  }
  const { news, recompute } = await takeEnergyPrices(database, site, fetched.found, nowMs)
  const nothing = fetched.found.length === 0 ? 'Nothing is named yet for the time that was asked for' : undefined
  const problem = fetched.problems[0] ?? nothing
  await saveEnergyStatus(database, site.id, { ...asked, lastSuccessAtMs: nowMs, problem })
  done.problems.push(...fetched.problems.map((words) => `${words} (prices of ${site.name})`))
  if (news.length === 0) return
  done.changes.push({ kind: 'sites' })
  if (recompute) done.recomputes.push(recompute)
}

async function sitesToAsk(context: EnergyContext, nowMs: number): Promise<Asking[]> {
  const { database, config, sourceOf = (dynamic) => energySourceOf(config, dynamic) } = context
  const asking: Asking[] = []
  for (const site of await listSites(database)) {
    const present = speaksAt(site.tariffs, nowMs)
    const source = present?.tariff.dynamic && sourceOf(present.tariff.dynamic)
    if (!present?.tariff.dynamic || !source) continue
    const key = sourceKey(present.tariff.dynamic)
    const before = await energyStatus(database, site.id)
    const status = before?.asked === key ? before : undefined
    if (status?.askedAtMs !== undefined && nowMs - status.askedAtMs < ASK_EVERY_MS) continue
    if (status?.notBeforeMs !== undefined && nowMs < status.notBeforeMs) continue
    const prices = await energyPricesOf(database, site.id)
    const quarterMs = Math.floor(nowMs / QUARTER_MS) * QUARTER_MS
    // Prices of another source or product stand there still: they are asked for again, all of them.
    const renamed = before !== undefined && status === undefined
    const isComplete = firstMissing(prices, quarterMs, endOfTomorrow(site, nowMs)) === undefined
    const openSinceMs = isComplete ? openEndedSince(prices, status, endOfTomorrow(site, nowMs)) : undefined
    if (!renamed && isComplete && (openSinceMs === undefined || nowMs - openSinceMs < DAY_MS)) continue
    const sinceMs = Math.max(present.fromMs, quarterMs - LOOK_BACK_MS)
    const missingMs = renamed
      ? sinceMs
      : (firstMissing(prices, Math.floor(sinceMs / HOUR_MS) * HOUR_MS, quarterMs) ??
        Math.max(sinceMs, Math.min(quarterMs, openSinceMs ?? quarterMs)))
    asking.push({ site, source, key, status, fromMs: Math.floor(missingMs / HOUR_MS) * HOUR_MS })
  }
  return asking
}

/** A price until further notice looks as if all were known: since when nobody asked whether it still holds. */
function openEndedSince(prices: EnergyPrices, status: EnergyStatus | undefined, untilMs: number): number | undefined {
  return prices.at(untilMs - QUARTER_MS)?.toMs === OPEN_END_MS ? (status?.lastSuccessAtMs ?? 0) : undefined
}

function firstMissing(prices: EnergyPrices, fromMs: number, toMs: number): number | undefined {
  for (let atMs = fromMs; atMs < toMs; atMs += QUARTER_MS) if (!prices.at(atMs)) return atMs
  return undefined
}

function endOfTomorrow({ timeZone }: Site, nowMs: number): number {
  return startOfNextLocalDay(startOfNextLocalDay(nowMs, timeZone), timeZone)
}
