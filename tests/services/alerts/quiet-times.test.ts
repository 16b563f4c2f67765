import { beforeEach, expect, test } from 'vitest'
import type { Database } from '#lib/db/database'
import { deleteMaintenance } from '#lib/services/alerts/delete-maintenance'
import { deletePolicy } from '#lib/services/alerts/delete-policy'
import { endSilence } from '#lib/services/alerts/end-silence'
import { listMaintenance } from '#lib/services/alerts/list-maintenance'
import { listPolicies } from '#lib/services/alerts/list-policies'
import { listSilences } from '#lib/services/alerts/list-silences'
import { saveMaintenance } from '#lib/services/alerts/save-maintenance'
import { savePolicy } from '#lib/services/alerts/save-policy'
import { saveSilence } from '#lib/services/alerts/save-silence'
import { openForTest, temporaryDatabase } from '../../db/temporary-database.ts'
import { firstSite } from '../money-mine.ts'

const HOUR = 3_600_000
const now = Date.UTC(2026, 10, 22, 12)
let database: Database
let siteId: number

beforeEach(async () => {
  database = await openForTest((await temporaryDatabase()).url)
  siteId = await firstSite(database, 'Europe/Berlin')
})

test('a silence holds until its end, and may be ended before', async () => {
  const form = { reason: 'Cleaning filters', scope: { siteIds: [siteId] }, untilMs: now + 8 * HOUR }
  const saved = await saveSilence(database, form, 'Ada', now)
  if (!saved.ok) throw new Error(JSON.stringify(saved.problems))
  expect(await listSilences(database, now)).toMatchObject([
    { reason: 'Cleaning filters', createdBy: 'Ada', active: true },
  ])
  expect(await endSilence(database, saved.silenceId, now + HOUR)).toMatchObject({ ok: true })
  expect(await listSilences(database, now + HOUR)).toEqual([])
  expect(await endSilence(database, saved.silenceId, now + HOUR)).toMatchObject({ ok: false })
})

test('a silence without a reason, or with its end behind it, is refused by field', async () => {
  const form = { reason: ' ', scope: {}, untilMs: now + HOUR }
  expect(await saveSilence(database, form, undefined, now)).toEqual({ ok: false, problems: { reason: 'Say why' } })
  const past = { reason: 'Cleaning', scope: {}, untilMs: now - HOUR }
  expect(await saveSilence(database, past, undefined, now)).toMatchObject({ problems: { untilMs: expect.any(String) } })
})

test('a maintenance window over midnight is open by the clock of its site', async () => {
  const form = {
    name: 'Night work',
    scope: {},
    siteId,
    days: [6, 6],
    fromMinute: 22 * 60,
    toMinute: 60,
    enabled: true,
  }
  const saved = await saveMaintenance(database, form)
  if (!saved.ok) throw new Error(JSON.stringify(saved.problems))
  // Saturday 21 November 2026: 23:30 UTC is half past midnight on Sunday in Berlin, 01:00 there is 00:00 UTC.
  const open = async (atMs: number) => (await listMaintenance(database, atMs))[0]?.active
  expect(await open(Date.UTC(2026, 10, 21, 20, 59))).toBe(false)
  expect(await open(Date.UTC(2026, 10, 21, 23, 30))).toBe(true)
  expect(await open(Date.UTC(2026, 10, 22, 0, 0))).toBe(false)
  expect((await listMaintenance(database, now))[0]).toMatchObject({ days: [6], timeZone: 'Europe/Berlin' })
  expect(await deleteMaintenance(database, saved.maintenanceId)).toMatchObject({ ok: true })
  expect(await listMaintenance(database, now)).toEqual([])
})

test('a maintenance window of a site that is gone is refused', async () => {
  const form = { name: 'Work', scope: {}, siteId: 999, days: [1], fromMinute: 0, toMinute: 60, enabled: true }
  expect(await saveMaintenance(database, form)).toMatchObject({ problems: { siteId: expect.any(String) } })
})

test('a policy names channels that exist, first those who are told at once', async () => {
  const { id } = await database.channel.create({
    data: { name: 'Mail', kind: 'email', enabled: true, settings: '{}', leastSeverity: 'warning', createdAtMs: 0n },
  })
  const steps = [
    { afterMs: HOUR, channelIds: [id] },
    { afterMs: 0, channelIds: [id] },
  ]
  const form = { name: 'Night shift', steps, scope: {}, leastSeverity: 'critical' as const }
  const saved = await savePolicy(database, form)
  if (!saved.ok) throw new Error(JSON.stringify(saved.problems))
  expect((await listPolicies(database))[0]?.steps.map(({ afterMs }) => afterMs)).toEqual([0, HOUR])
  const gone = { ...form, steps: [{ afterMs: 0, channelIds: [id + 1] }] }
  expect(await savePolicy(database, gone)).toMatchObject({ problems: { 'steps.0.channelIds': expect.any(String) } })
  expect(await deletePolicy(database, saved.policyId)).toMatchObject({ ok: true })
  expect(await listPolicies(database)).toEqual([])
})
