import { expect, test } from 'vitest'
import { HOUR_MS, QUARTER_MS } from '#lib/domain/units'
import type { RigSettings, SiteSettings } from '#lib/services/fleet-settings'
import { bindRates } from '#lib/services/rate-book'
import { valueHours } from '#lib/services/value-hours'

const NOON_MS = Date.UTC(2026, 10, 22, 12)
const NO_RATES = bindRates(
  'USD',
  { prices: [], networks: [], marketplaces: [] },
  { prices: new Map(), networks: new Map(), marketplaces: new Map() },
)
const sites: SiteSettings[] = [1, 2].map((id) => ({
  id,
  name: `Site ${id}`,
  timeZone: 'UTC',
  tariffs: [],
  createdAtMs: 0,
}))

function rig(id: number, dated: Partial<RigSettings>): RigSettings {
  const fromMs = NOON_MS - 30 * HOUR_MS
  return {
    id,
    name: `rig ${id}`,
    keys: [],
    tags: [],
    createdAtMs: fromMs,
    placements: [{ fromMs, siteId: 1 }],
    lifecycles: [{ fromMs, lifecycle: 'active' }],
    corrections: [],
    assignments: [],
    ...dated,
  }
}

/** Seconds that rigs are expected, by quarter-hour, of one site. */
function expectedSeconds(rigs: RigSettings[], siteId: number): number[] {
  const settings = { sites, rigs: new Map(rigs.map((one) => [one.id, one])) }
  return valueHours(settings, NO_RATES, NOON_MS, [])
    .slots.filter((slot) => slot.siteId === siteId && slot.levelSeconds === 900)
    .map((slot) => slot.expectedSeconds)
}

test('a rig is expected in every quarter of the hour in which nothing of it changes', () => {
  expect(expectedSeconds([rig(1, {}), rig(2, {})], 1)).toEqual([1800, 1800, 1800, 1800])
})

test('a rig that moves, goes to repair or is new within the hour counts from the quarter in which it does', () => {
  const from = (quarters: number) => NOON_MS + quarters * QUARTER_MS
  const moved = rig(1, {
    placements: [
      { fromMs: from(-8), siteId: 1 },
      { fromMs: from(2), siteId: 2 },
    ],
  })
  expect(expectedSeconds([moved], 1)).toEqual([900, 900, 0, 0])
  expect(expectedSeconds([moved], 2)).toEqual([0, 0, 900, 900])
  const broken = rig(2, {
    lifecycles: [
      { fromMs: from(-8), lifecycle: 'active' },
      { fromMs: from(1), lifecycle: 'repair' },
    ],
  })
  expect(expectedSeconds([broken], 1)).toEqual([900, 0, 0, 0])
  const fresh = rig(3, {
    createdAtMs: from(3),
    placements: [{ fromMs: from(3), siteId: 1 }],
    lifecycles: [{ fromMs: from(3), lifecycle: 'active' }],
  })
  expect(expectedSeconds([fresh], 1)).toEqual([0, 0, 0, 900])
})
