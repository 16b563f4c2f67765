import type { Database } from '#lib/db/database'
import { hoursOf } from '#lib/db/hours'
import { HOUR_MS } from '#lib/domain/units'
import { type ExplainedMoney, sumExplained, valueHour } from '#lib/domain/valuation'
import { wallPower } from '#lib/domain/wall-power'
import type { MarketNote, RigSnapshot, SiteRow } from '#lib/wire/dashboard-events'
import type { AgentPresence } from './agent-presence.ts'
import { contradictedPayers } from './contradicted-payers.ts'
import { hourSince } from './hour-since.ts'
import type { LiveRig } from './live-rig.ts'
import { ratesBetween } from './load-rates.ts'
import { minerPageUrl } from './miner-page.ts'
import { placesOf, siteAt } from './rig-places.ts'
import { explainRigDay, type FleetView, openHoursOf, seeRig } from './rig-row.ts'

/** Everything the page of one rig shows live. */
export async function snapshotRig(
  { database }: { database: Database },
  rig: LiveRig,
  view: FleetView,
  shown: { site: SiteRow; market: MarketNote; agents: AgentPresence },
  nowMs: number,
): Promise<RigSnapshot> {
  const { settings, reading } = rig
  const { row, online } = seeRig(rig, view, nowMs)
  const perDay = explainRigDay(rig, view, nowMs)
  const contradicted = online && reading ? contradictedPayers(settings.assignments, reading.work, nowMs) : []
  const agent = settings.agentId === undefined ? undefined : shown.agents.find(settings.agentId)
  return {
    serverAtMs: nowMs,
    currency: view.rates.currency,
    row,
    site: shown.site,
    reading,
    minerPageUrl: minerPageUrl(settings, reading?.miner.name),
    agent: agent && {
      id: agent.id,
      name: agent.name,
      connected: agent.connections > 0,
      seenAtMs: agent.seenAtMs,
      problem: shown.agents.problemOf(agent.id, settings),
    },
    shares30min: online ? rig.shares.at(nowMs) : undefined,
    contradictedPayers: contradicted.length > 0 ? contradicted : undefined,
    perDay: online ? perDay : offlineMoney(perDay, row.perDay.unknown),
    today: await today(database, rig, view, nowMs),
    market: shown.market,
  }
}

async function today(database: Database, rig: LiveRig, view: FleetView, nowMs: number): Promise<ExplainedMoney> {
  const { settings, reading } = rig
  const midnightMs = view.midnightMs(siteAt(settings, view.sites, nowMs))
  const fromMs = Math.floor(midnightMs / HOUR_MS) * HOUR_MS
  const { currency } = view.rates
  const [hours, book] = await Promise.all([
    hoursOf(database, rig.id, fromMs, Math.max(fromMs, view.closedUntilMs)),
    ratesBetween(database, currency, fromMs, nowMs),
  ])
  const places = placesOf(settings, view.sites)
  const power = reading && wallPower(reading, rig.powerSettings(reading))
  const spans = hours.flatMap((hour) => {
    const ofToday = hourSince(hour, midnightMs)
    if (!ofToday) return []
    const rates = book.at(hour.hourMs)
    return [valueHour(ofToday, { assignments: settings.assignments, rates, places, power }).explained]
  })
  const open = openHoursOf(rig, view, nowMs).flatMap(({ money }) => (money && money.seconds > 0 ? [money] : []))
  return sumExplained(currency, [...spans, ...open])
}

/** An offline rig earns nothing now, and what it would earn is not claimed. */
function offlineMoney(day: ExplainedMoney, unknown: string | undefined): ExplainedMoney {
  return { currency: day.currency, seconds: day.seconds, unknown, revenueParts: [], costParts: [] }
}
