import { Gauge, Registry } from 'prom-client'
import { countOpenIncidents } from '#lib/db/find-incidents'
import { messageCounts } from '#lib/db/notification-targets'
import type { RigRow } from '#lib/wire/dashboard-events'
import type { RunningServer } from './running-server.ts'

/**
 * What Prometheus scrapes: the server's own counters, and the fleet as it is now in base units. A figure that is not
 * known has no line, so that a gap stays a gap.
 */
export async function describeForPrometheus(
  context: Pick<RunningServer, 'counters' | 'fleet' | 'store' | 'startedAtMs' | 'database' | 'alerts'>,
): Promise<{ text: string; contentType: string }> {
  const now = new Registry()
  const gauge = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Gauge({ name: `davylamp_${name}`, help, labelNames, registers: [now] })

  const pending = context.store.pending()
  const stats = context.store.stats()
  gauge('start_time_seconds', 'When the server started, in seconds since the Unix epoch.', []).set(
    context.startedAtMs / 1000,
  )
  gauge('store_pending_readings', 'Readings that wait for the disk.', []).set(pending.readings)
  gauge('store_pending_bytes', 'Bytes that wait for the disk.', []).set(pending.bytes)
  gauge('store_wal_bytes', 'Size of the write-ahead log.', []).set(stats.walBytes)
  gauge('store_commits', 'Commits of readings since the start.', []).set(stats.commits)
  gauge('store_failed_commits', 'Commits of readings that failed since the start.', []).set(stats.failedCommits)

  const { rigs, totals, currency } = context.fleet.snapshot()
  gauge('expected_rigs', 'Active rigs.', []).set(totals.expectedRigs)
  gauge('running_rigs', 'Active rigs that hash or warm up.', []).set(totals.runningRigs)
  gauge('power_watts', 'Power of all rigs whose power is known.', []).set(totals.powerWatts)
  const perDay = gauge('money_per_day', 'Of the fleet at present rates; kind is revenue, cost or profit.', [
    'kind',
    'currency',
  ])
  for (const kind of ['revenue', 'cost', 'profit'] as const) {
    const amount = totals.perDay[kind]
    if (amount !== undefined) perDay.set({ kind, currency }, amount)
  }
  describeRigs(rigs, currency, gauge)
  await describeAlerts(context, gauge)
  const counted = await context.counters.registry.metrics()
  return { text: `${counted.trimEnd()}\n${await now.metrics()}`, contentType: now.contentType }
}

async function describeAlerts(
  { database, alerts }: Pick<RunningServer, 'database' | 'alerts'>,
  gauge: <Label extends string>(name: string, help: string, labels: readonly Label[]) => Gauge<Label>,
): Promise<void> {
  const incidents = gauge('incidents_open', 'Open incidents that no other one explains.', ['severity', 'phase'])
  for (const { severity, phase, count } of await countOpenIncidents(database)) incidents.inc({ severity, phase }, count)
  const messages = gauge('outbox_messages', 'Messages by state.', ['state'])
  for (const [state, count] of await messageCounts(database)) messages.set({ state }, count)
  const { active, lastRunAtMs } = alerts.state
  gauge('alerts_evaluator_active', '1 where this process evaluates the rules.', []).set(active ? 1 : 0)
  if (lastRunAtMs === undefined) return
  gauge('alerts_evaluator_lag_seconds', 'Since rules were evaluated last.', []).set((Date.now() - lastRunAtMs) / 1000)
}

function describeRigs(
  rigs: RigRow[],
  currency: string,
  gauge: <Label extends string>(name: string, help: string, labels: readonly Label[]) => Gauge<Label>,
): void {
  const up = gauge('rig_running', '1 while the rig hashes or warms up, else 0.', ['rig', 'name', 'state'])
  const hashRate = gauge('rig_hashes_per_second', 'H/s, Sol/s or graphs/s.', ['rig', 'name', 'algorithm'])
  const power = gauge('rig_power_watts', 'At the wall as far as is known.', ['rig', 'name'])
  const temperature = gauge('rig_temperature_celsius', 'The sensor that is nearest to its limit.', [
    'rig',
    'name',
    'sensor',
  ])
  const profit = gauge('rig_profit_per_day', 'At present rates.', ['rig', 'name', 'currency'])
  for (const { id, name, state, work, powerWatts, hottest, perDay } of rigs) {
    const rig = String(id)
    up.set({ rig, name, state }, state === 'hashing' || state === 'warming' ? 1 : 0)
    for (const { algorithm, hashesPerSecond } of work) {
      if (hashesPerSecond !== undefined) hashRate.set({ rig, name, algorithm }, hashesPerSecond)
    }
    if (powerWatts !== undefined) power.set({ rig, name }, powerWatts)
    if (hottest) temperature.set({ rig, name, sensor: hottest.sensor }, hottest.celsius)
    if (perDay.profit !== undefined) profit.set({ rig, name, currency }, perDay.profit)
  }
}
