import { expect, test } from 'vitest'
import { DAY_MS, HOUR_MS } from '#lib/domain/units'
import { loadFleetSettings } from '#lib/services/fleet-settings'
import { ratesBetween } from '#lib/services/load-rates'
import { valueHours } from '#lib/services/value-hours'
import { describeFarm } from '#simulators/farm'
import { foundMine } from '../../commands/demo/found-mine.ts'
import { pastBegins, pastInWords, pastSpanOf } from '../../commands/demo/past-span.ts'
import { worksEver } from '../../commands/demo/past-turns.ts'
import { openForTest, temporaryDatabase } from '../db/temporary-database.ts'

const NOON_MS = Date.UTC(2026, 10, 22, 12)

test('a farm of 700 is founded whole: keys, places, assignments, and racks that begin with their own past', async () => {
  const database = await openForTest((await temporaryDatabase()).url)
  const farm = describeFarm(700)
  const { rigs, siteIds } = await foundMine(database, farm, (index) => pastBegins(pastSpanOf(index), NOON_MS), NOON_MS)
  expect(rigs.map(({ description }) => description.name)).toEqual(farm.map(({ name }) => name))

  const settings = await loadFleetSettings(database)
  expect(settings.rigs.size).toBe(700)
  for (const { id, description, correction } of rigs) {
    const rig = settings.rigs.get(id)
    expect(rig).toMatchObject({ name: description.name, keys: [description.mac], model: description.model })
    expect(rig?.placements.map(({ siteId }) => siteId)).toEqual([siteIds[description.site]])
    expect(rig?.assignments.map(({ algorithm }) => algorithm).sort()).toEqual(
      worksEver(description)
        .map(({ algorithm }) => algorithm)
        .sort(),
    )
    expect(rig?.corrections).toMatchObject(correction ? [correction] : [])
    expect(rig?.position).toBe(description.location ? String(description.location.position) : undefined)
  }

  const rates = await ratesBetween(database, settings.currency, NOON_MS - 400 * DAY_MS, NOON_MS)
  const expectedRigs = (hourMs: number) =>
    valueHours(settings, rates, hourMs, [])
      .slots.filter(({ levelSeconds }) => levelSeconds === 3600)
      .reduce((sum, slot) => sum + slot.expectedSeconds / 3600, 0)
  expect(expectedRigs(NOON_MS - 3 * DAY_MS)).toBe(12)
  expect(expectedRigs(NOON_MS - HOUR_MS)).toBe(700)
})

test('the demo says what its rigs remember', () => {
  expect(pastInWords(12)).toBe('with 400 days of hours and a reading a minute for 7 days')
  expect(pastInWords(3000)).toBe(
    '12 with 400 days of hours and a reading a minute for 7 days, 2988 in racks with 2 days of hours and a reading every 2 minutes for 1 hour',
  )
})
