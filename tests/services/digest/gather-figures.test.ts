import { expect, test } from 'vitest'
import { DAY_MS, HOUR_MS } from '#lib/domain/units'
import { composeDigest } from '#lib/services/digest/compose-digest'
import { latestDigest } from '#lib/services/digest/digest-period'
import { gatherFigures } from '#lib/services/digest/gather-figures'
import { digestMine, incident } from './digest-mine.ts'

// A Monday.
const MONDAY = Date.UTC(2026, 10, 23)
const NOW = MONDAY + 7 * HOUR_MS
const REVENUE_PER_DAY = 2 * 4.97851e-5 * 0.99 * 100_000
const COST_PER_DAY = 2 * 24 * 3 * 0.1
const config = { publicUrl: 'https://mine.example' }

async function figuresOf(kind: 'daily' | 'weekly', mine: Awaited<ReturnType<typeof digestMine>>) {
  const fleet = await mine.openFleet(NOW)
  return gatherFigures({ database: mine.database, fleet, config }, latestDigest(kind, 420, 'UTC', NOW), NOW)
}

test('a week’s money is that of its seven days, compared with the seven before', async () => {
  const mine = await digestMine({ hoursFromMs: MONDAY - 10 * DAY_MS, untilMs: MONDAY })
  const { money, moneyBefore, week, availability, availabilityBefore } = await figuresOf('weekly', mine)
  expect(money.revenue).toBeCloseTo(7 * REVENUE_PER_DAY, 4)
  expect(money.cost).toBeCloseTo(7 * COST_PER_DAY, 6)
  expect(money.profit).toBeCloseTo(7 * (REVENUE_PER_DAY - COST_PER_DAY), 4)
  expect(money.energyWattHours).toBeCloseTo(7 * 2 * 72_000, 3)
  expect(money.incomplete).toEqual([])
  expect(week.map(({ label }) => label)).toEqual([16, 17, 18, 19, 20, 21, 22].map((day) => `2026-11-${day}`))
  expect(week[6]?.profit).toBeCloseTo(REVENUE_PER_DAY - COST_PER_DAY, 4)
  // The rigs began ten days ago: of the week before, three days are known, and it says so.
  expect(moneyBefore.revenue).toBeCloseTo(3 * REVENUE_PER_DAY, 4)
  expect(moneyBefore.incomplete).toEqual(['nothing was reported on 4 of 7 days'])
  expect(availability).toBe(1)
  expect(availabilityBefore).toBe(1)
})

test('work without a rate is told as missing, not as 0', async () => {
  const mine = await digestMine({
    hoursFromMs: MONDAY - 2 * DAY_MS,
    untilMs: MONDAY,
    ratesFromMs: MONDAY - 12 * HOUR_MS,
  })
  const { money, moneyBefore } = await figuresOf('daily', mine)
  expect(money.revenue).toBeCloseTo(REVENUE_PER_DAY / 2, 4)
  expect(money.incomplete).toEqual(['50% of the work has no rate'])
  expect(moneyBefore.revenue).toBeUndefined()
  expect(moneyBefore.profit).toBeUndefined()
  const figures = await figuresOf('daily', mine)
  const { lines, html = '' } = await composeDigest('key', figures)
  expect(lines.join('\n')).toContain('What the day before made is not known.')
  expect(lines.join('\n')).toContain('Not complete: 50% of the work has no rate.')
  expect(html).toContain('50% of the work has no rate')
})

test('incidents are counted once: those that fired in the period, without those that another one explains', async () => {
  const mine = await digestMine({ hoursFromMs: MONDAY - DAY_MS, untilMs: MONDAY })
  const { database } = mine
  const yesterday = MONDAY - 12 * HOUR_MS
  const over = { startedAtMs: yesterday, resolvedAtMs: yesterday + HOUR_MS }
  const cause = await incident(database, { ...over, kind: 'agent-gone', subjectName: 'shed' })
  await incident(database, { ...over, inhibitedById: cause })
  await incident(database, {
    ...{ ...over, kind: 'overheat', severity: 'warning', subjectName: '<i>hot</i>' },
    ...{ lostNano: 2_500_000_000n, savedNano: 500_000_000n, costCurrency: 'USD' },
  })
  await incident(database, { kind: 'zero-hash', startedAtMs: yesterday, subjectName: 'still' })
  await incident(database, { startedAtMs: MONDAY - 3 * DAY_MS, resolvedAtMs: MONDAY - 2 * DAY_MS })
  await incident(database, { startedAtMs: MONDAY + HOUR_MS, kind: 'frozen', severity: 'warning' })
  await incident(database, { startedAtMs: MONDAY + HOUR_MS, worklist: true })
  const snoozed = await incident(database, { startedAtMs: MONDAY })
  await database.incident.update({ where: { id: snoozed }, data: { snoozedUntilMs: BigInt(NOW + HOUR_MS) } })
  await incident(database, { startedAtMs: yesterday, resolvedAtMs: yesterday, kind: 'block-found', severity: 'info' })

  const { incidents, needsYou } = await figuresOf('daily', mine)
  expect(incidents).toMatchObject({ count: 3, critical: 2, stillOpen: 1, costs: [{ currency: 'USD', net: 2 }] })
  expect(incidents.worst.map(({ subjectName }) => subjectName)).toEqual(['still', 'shed', '<i>hot</i>'])
  expect(incidents.goodNews.map(({ kind }) => kind)).toEqual(['block-found'])
  expect(needsYou).toMatchObject({ count: 2, worklist: 1 })
  expect(needsYou.incidents.map(({ kind, severity }) => [kind, severity])).toEqual([
    ['zero-hash', 'critical'],
    ['frozen', 'warning'],
  ])
})
