import { expect, test } from 'vitest'
import type { LedgerEntry } from '#lib/domain/ledger/entry'
import type { Reading } from '#lib/domain/reading'
import { mergeReplayed } from '#lib/services/alerts/merge-replayed'
import { previewRule } from '#lib/services/alerts/preview-rule'
import { recordEntries } from '#lib/services/ledger/record-entries'
import { openForTest, openStoreForTest, temporaryDatabase } from '../../db/temporary-database.ts'
import { gpuReading } from '../../live/example-readings.ts'
import { openFleetForTest } from '../fleet-for-test'
import { firstSite, someRig } from '../money-mine.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const now = Date.UTC(2026, 10, 22, 12)
const evidence = { atMs: now }

/** A rig with a reading a minute for three days; `celsius` is that of its first GPU's core. */
async function threeDays(celsius: (atMs: number) => number | undefined) {
  const { url } = await temporaryDatabase()
  const database = await openForTest(url)
  const store = await openStoreForTest(url)
  const rigId = await someRig(database, await firstSite(database))
  const received = []
  for (let at = now - 3 * DAY; at < now; at += MINUTE) {
    const core = celsius(at)
    if (core !== undefined) received.push({ rigId, receivedAtMs: at, reading: withCore(at, core) })
  }
  for (let first = 0; first < received.length; first += 1000) await store.append(received.slice(first, first + 1000))
  const fleet = await openFleetForTest({ database, store }, now)
  return { context: { database, store, fleet }, rigId }
}

function withCore(at: number, temperatureCelsius: number): Reading {
  const reading = gpuReading(at, { intervalSeconds: 60 })
  const devices = (reading.devices ?? []).map((device) => ({ ...device, temperatureCelsius: 60 }))
  return {
    ...reading,
    devices: devices.map((device, index) => (index === 0 ? { ...device, temperatureCelsius } : device)),
  }
}

const overheat = { kind: 'overheat' as const, name: 'Hot', enabled: true, scope: {} }
const limits = { core: { warningCelsius: 80, criticalCelsius: 90 } }

test('a rule tells when it would have fired, over midnight and across the days that are replayed one by one', async () => {
  const hotFrom = now - DAY - 30 * MINUTE
  const hotTo = now - DAY + 40 * MINUTE
  const { context, rigId } = await threeDays((at) => (at >= hotFrom && at < hotTo ? 84 : 61))
  const settings = { limits, clearMargin: 5, forMs: 2 * MINUTE, clearForMs: MINUTE }
  const preview = await previewRule(context, { ...overheat, settings }, now)
  expect(preview).toMatchObject({
    ok: true,
    rigs: 1,
    hits: [{ rigId, fromMs: hotFrom, toMs: hotTo, severity: 'warning' }],
  })
})

test('a higher limit would not have fired, and a rig still too hot has no end', async () => {
  const { context } = await threeDays((at) => (at >= now - HOUR ? 84 : 61))
  const settings = { limits, clearMargin: 5, forMs: 2 * MINUTE, clearForMs: MINUTE }
  const preview = await previewRule(context, { ...overheat, settings }, now)
  expect(preview.ok && preview.hits).toMatchObject([{ fromMs: now - HOUR }])
  expect(preview.ok && preview.hits[0]?.toMs).toBeUndefined()
  const higher = { ...settings, limits: { core: { warningCelsius: 85, criticalCelsius: 90 } } }
  expect(await previewRule(context, { ...overheat, settings: higher }, now)).toMatchObject({ hits: [] })
})

test('a silence of an hour two days ago would have been told as offline', async () => {
  const silentFrom = now - 2 * DAY - 3 * HOUR
  const { context } = await threeDays((at) => (at > silentFrom && at < silentFrom + HOUR ? undefined : 61))
  const form = {
    kind: 'offline' as const,
    name: 'Offline',
    enabled: true,
    scope: {},
    settings: { severity: 'critical' },
  }
  const preview = await previewRule(context, form, now)
  expect(preview.ok && preview.hits).toHaveLength(1)
  expect(preview).toMatchObject({ hits: [{ fromMs: silentFrom, severity: 'critical' }] })
})

test('a rule that watches no rig says that the past cannot tell', async () => {
  const { context } = await threeDays(() => 61)
  const form = { kind: 'agent-gone' as const, name: 'Gone', enabled: true, scope: {}, settings: {} }
  expect(await previewRule(context, form, now)).toMatchObject({
    ok: true,
    hits: [],
    notes: [expect.stringContaining('past')],
  })
})

test('an incident that reaches over the end of a day is one', () => {
  const day = [{ fromMs: 10, severity: 'warning' as const, evidence }]
  const later = [{ fromMs: 95, toMs: 130, severity: 'critical' as const, evidence }]
  expect(mergeReplayed(day, later, 100)).toEqual([{ fromMs: 10, toMs: 130, severity: 'critical', evidence }])
  const apart = [{ fromMs: 110, toMs: 130, severity: 'critical' as const, evidence }]
  expect(mergeReplayed([{ fromMs: 10, toMs: 50, severity: 'warning', evidence }], apart, 100)).toHaveLength(2)
})

test('losing money is tried on the hours of the ledger', async () => {
  const { context, rigId } = await threeDays(() => 60)
  const amounts = { costNano: 50_000_000n, energyMilliWh: 1n, seenMs: 900_000, unpoweredMs: 0 }
  const work = { payer: 'pool', coin: 'RVN', algorithm: 'kawpow', workMs: 900_000, unvaluedMs: 0 }
  const entries = Array.from({ length: 72 }, (_, index): LedgerEntry => {
    // The second day loses; the first and the third make ten cents an hour.
    const revenueNano = index >= 24 && index < 48 ? 25_000_000n : 75_000_000n
    const quarter = { siteId: 1, lines: [{ ...work, revenueNano }], ...amounts }
    const quarters: LedgerEntry['quarters'] = [quarter, quarter, quarter, quarter]
    const hourMs = now - 3 * DAY + index * HOUR
    return { subject: `rig:${rigId}`, hourMs, currency: 'USD', basis: {}, quarters }
  })
  await recordEntries(context, entries, 'closed', now)
  const settings = { forMs: DAY, clearForMs: 6 * HOUR }
  const preview = await previewRule(context, { ...overheat, kind: 'losing-money', settings }, now)
  // Below nothing from 13 hours of loss on; even again when twelve good ones are in.
  const firedMs = now - 2 * DAY + 13 * HOUR
  expect(preview).toMatchObject({ ok: true, hits: [{ rigId, fromMs: firedMs - DAY, severity: 'warning' }] })
})
