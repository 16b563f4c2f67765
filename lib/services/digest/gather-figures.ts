import type { Database } from '#lib/db/database'
import { countFired, type FiredCount, goodNewsFired, waitingIncidents, worstFired } from '#lib/db/digest-incidents'
import { listSites } from '#lib/db/sites'
import { GOOD_NEWS } from '#lib/domain/alert-types'
import type { LocalPeriod } from '#lib/domain/calendar'
import { localPeriods } from '#lib/domain/calendar'
import { fromNano } from '#lib/domain/money'
import type { EarningsRow } from '#lib/wire/earnings'
import { earningsByPeriod } from '../earnings-by-period.ts'
import type { RunningServer } from '../running-server.ts'
import { sumLocalPeriods } from '../sum-local-periods.ts'
import type { DigestDay, DigestFigures } from './digest-figures.ts'
import type { DigestPeriod } from './digest-period.ts'
import { sumDays } from './sum-days.ts'

const MOST_INCIDENTS = 6
const MOST_KINDS = 5
const MOST_ALGORITHMS = 6

/** Collects what a digest of the period says. Money and availability stand on the fleet series, the rest on memory. */
export async function gatherFigures(
  context: Pick<RunningServer, 'database' | 'fleet'> & { config: Pick<RunningServer['config'], 'publicUrl'> },
  period: DigestPeriod,
  nowMs: number,
): Promise<DigestFigures> {
  const { database, fleet } = context
  const { fromMs, toMs } = period
  const first = Math.min(...[...period.daysBefore, ...period.week].map((day) => day.fromMs))
  const good = [...GOOD_NEWS]
  const [earnings, availability, fired, worst, goodNews, needsYou] = await Promise.all([
    earningsByPeriod(database, { period: 'day', fromMs: first, toMs }, { nowMs }),
    availabilityOf(database, period),
    countFired(database, fromMs, toMs),
    worstFired(database, { fromMs, toMs, nowMs, most: MOST_INCIDENTS }),
    goodNewsFired(database, { fromMs, toMs, kinds: good, most: MOST_INCIDENTS }),
    waitingIncidents(database, nowMs, MOST_INCIDENTS),
  ])
  const { rigs, totals } = fleet.snapshot(nowMs)
  const rowsOf = (days: LocalPeriod[]) => days.map(({ label }) => earnings.rows.find((row) => row.label === label))
  return {
    period,
    nowMs,
    currency: earnings.currency,
    publicUrl: context.config.publicUrl,
    fleet: {
      expectedRigs: totals.expectedRigs,
      runningRigs: totals.runningRigs,
      powerWatts: totals.powerWatts,
      unknownPowerRigs: totals.unknownPowerRigs,
      algorithms: [...totals.algorithms].sort((one, other) => other.rigs - one.rigs).slice(0, MOST_ALGORITHMS),
      losingRigs: rigs.filter(({ lifecycle, losesMoney }) => lifecycle === 'active' && losesMoney).length,
    },
    ...availability,
    money: sumDays(rowsOf(period.days), nowMs),
    moneyBefore: sumDays(rowsOf(period.daysBefore), nowMs),
    week: period.week.map(({ label }, index) => dayOf(label, rowsOf(period.week)[index])),
    incidents: { ...incidentsOf(fired), worst, goodNews },
    needsYou,
  }
}

function dayOf(label: string, row: EarningsRow | undefined): DigestDay {
  return { label, revenue: row?.revenue, cost: row?.cost, profit: row?.profit }
}

function incidentsOf(fired: FiredCount[]) {
  const trouble = fired.filter(({ kind, severity }) => !GOOD_NEWS.has(kind) && severity !== 'info')
  const kinds = new Map<FiredCount['kind'], number>()
  const costs = new Map<string, bigint>()
  for (const { kind, count, currency, lostNano, savedNano } of trouble) {
    kinds.set(kind, (kinds.get(kind) ?? 0) + count)
    if (currency === undefined || lostNano === undefined) continue
    costs.set(currency, (costs.get(currency) ?? 0n) + lostNano - (savedNano ?? 0n))
  }
  const sum = (counts: FiredCount[]) => counts.reduce((total, { count }) => total + count, 0)
  return {
    count: sum(trouble),
    critical: sum(trouble.filter(({ severity }) => severity === 'critical')),
    stillOpen: trouble.reduce((total, { open }) => total + open, 0),
    byKind: [...kinds]
      .map(([kind, count]) => ({ kind, count }))
      .sort((one, other) => other.count - one.count)
      .slice(0, MOST_KINDS),
    costs: [...costs].map(([currency, net]) => ({ currency, net: fromNano(net) })),
  }
}

type Availability = { availability?: number; availabilityBefore?: number }

/** Each site by its own calendar, as its money is: the days that it calls by the period's names. */
async function availabilityOf(database: Database, period: DigestPeriod): Promise<Availability> {
  const now = { hashing: 0, expected: 0 }
  const before = { hashing: 0, expected: 0 }
  for (const site of await listSites(database)) {
    const spans = [period.days, period.daysBefore].map((days) => siteSpan(days, site.timeZone))
    const { sums } = await sumLocalPeriods(database, spans, site.id)
    for (const [index, totals] of [now, before].entries()) {
      for (const { hashingSeconds, expectedSeconds, pausedSeconds } of sums.get(index) ?? []) {
        totals.hashing += hashingSeconds
        totals.expected += expectedSeconds - pausedSeconds
      }
    }
  }
  return { availability: share(now), availabilityBefore: share(before) }
}

// Zones are at most 26 hours apart.
function siteSpan(days: LocalPeriod[], timeZone: string): { fromMs: number; toMs: number } {
  const labels = new Set(days.map(({ label }) => label))
  const around = 26 * 3_600_000
  const [fromMs = 0, toMs = 0] = [days[0]?.fromMs, days.at(-1)?.toMs]
  const own = localPeriods('day', fromMs - around, toMs + around, timeZone).filter(({ label }) => labels.has(label))
  return { fromMs: own[0]?.fromMs ?? fromMs, toMs: own.at(-1)?.toMs ?? toMs }
}

function share({ hashing, expected }: { hashing: number; expected: number }): number | undefined {
  return expected > 0 ? Math.min(1, Math.max(0, hashing / expected)) : undefined
}
