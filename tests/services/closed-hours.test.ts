import { expect, test } from 'vitest'
import type { SiteSlotRow } from '#lib/db/reading-store'
import { listSites } from '#lib/db/sites'
import { HOUR_MS } from '#lib/domain/units'
import { changeCurrency } from '#lib/services/change-currency'
import { loadClosedHours } from '#lib/services/closed-hours'
import { openForTest, openStoreForTest, temporaryDatabase } from '../db/temporary-database.ts'
import { firstSite } from './money-mine.ts'

const MIDNIGHT = Date.UTC(2026, 10, 22)

test('today counts no hour that was valued in an earlier currency, and says so', async () => {
  const { url } = await temporaryDatabase()
  const database = await openForTest(url)
  const store = await openStoreForTest(url)
  const siteId = await firstSite(database)
  const slots: SiteSlotRow[] = []
  for (let slotMs = MIDNIGHT - 24 * HOUR_MS; slotMs < MIDNIGHT + 6 * HOUR_MS; slotMs += HOUR_MS / 4) {
    const seconds = { seconds: 900, hashingSeconds: 900, pausedSeconds: 0, expectedSeconds: 900, poweredSeconds: 900 }
    const known = { workSeconds: 900, unvaluedSeconds: 0, unpoweredSeconds: 0, energyWh: 1 }
    const money = { revenueNano: 1_000_000_000n, costNano: 0n }
    slots.push({ siteId, levelSeconds: 900, slotMs, rigs: 1, ...seconds, ...known, ...money })
  }
  await store.saveSiteSlots(slots, [])
  const sites = await listSites(database)
  const nowMs = MIDNIGHT + 6 * HOUR_MS
  expect(await loadClosedHours(database, sites, nowMs, nowMs)).toMatchObject({
    today: { revenue: 24, unknown: undefined },
    yesterdayByNow: { revenue: 24 },
  })
  await changeCurrency(database, { currency: 'JPY', fromMs: MIDNIGHT + 3.5 * HOUR_MS }, nowMs)
  const { today, yesterdayByNow, hashingSeconds } = await loadClosedHours(database, sites, nowMs, nowMs)
  expect(today.revenue).toBe(8)
  expect(today.unknown).toContain('currency')
  expect(yesterdayByNow.revenue).toBeUndefined()
  expect(hashingSeconds).toBe(24 * 3600)
})
