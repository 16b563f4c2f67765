import { expect, test } from 'vitest'
import type { Reading } from '#lib/domain/reading'
import { mergeReplayed } from '#lib/services/alerts/merge-replayed'
import { previewRule } from '#lib/services/alerts/preview-rule'
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
