import { z } from 'zod'
import type { FleetTotals, MarketNote, RigRow, SiteRow } from './dashboard-events.ts'
import type { Earnings } from './earnings.ts'
import { readingFields } from './reading-schema.ts'
import type { RigChart } from './rig-chart.ts'

// What the REST interface answers, as `openapi.json` publishes it. Amounts of money are in `currency`; what is not known
// is absent, with the reason in `unknown`. Moments are milliseconds since the Unix epoch.

const presence = z.enum(['hashing', 'warming', 'paused', 'zero', 'frozen', 'error', 'offline', 'never'])
const powerSource = z.enum(['metered', 'input', 'output', 'estimated'])

export const errorSchema = z
  .object({ error: z.object({ code: z.string(), message: z.string().describe('For people.') }) })
  .meta({ id: 'Error' })

const moneyPerDay = z.object({
  revenue: z.number().optional(),
  cost: z.number().optional(),
  profit: z.number().optional(),
  unknown: z.string().optional(),
})

/** An amount and everything it was made of; parts carry more fields than are promised here. */
const explainedMoney = z
  .object({
    currency: z.string(),
    seconds: z.number(),
    ...moneyPerDay.shape,
    revenueParts: z.array(
      z.looseObject({
        algorithm: z.string(),
        coin: z.string().optional(),
        hashesPerSecond: z.number().optional(),
        coinAmount: z.number().optional(),
        price: z.number().optional(),
        revenue: z.number().optional(),
        unknown: z.string().optional(),
      }),
    ),
    costParts: z.array(
      z.looseObject({
        kind: z.enum(['energy', 'fixed']),
        wallWatts: z.number().optional(),
        energyWattHours: z.number().optional(),
        pricePerKwh: z.number().optional(),
        cost: z.number().optional(),
        unknown: z.string().optional(),
      }),
    ),
  })
  .meta({ id: 'ExplainedMoney' })

export const readingAnswer = readingFields.meta({ id: 'Reading' })

const rigRow = z
  .object({
    id: z.number().int(),
    key: z.string().describe('MAC, serial or UUID.'),
    name: z.string(),
    model: z.string().optional(),
    siteId: z.number().int(),
    lifecycle: z.enum(['active', 'repair', 'stored', 'sold']),
    tags: z.array(z.string()),
    location: z.string().optional(),
    rack: z.string().optional().describe('Row and rack of the location, without the position.'),
    state: presence,
    stateSinceMs: z.number(),
    seenAtMs: z.number().optional(),
    work: z.array(
      z.object({
        algorithm: z.string(),
        hashesPerSecond: z.number().optional(),
        nominalHashesPerSecond: z.number().optional(),
        joulesPerHash: z.number().optional(),
        coin: z.string().optional(),
        revenuePerDay: z.number().optional(),
      }),
    ),
    hottest: z
      .object({
        celsius: z.number(),
        sensor: z.enum(['core', 'chip', 'board', 'memory', 'hotspot', 'regulator', 'coolant', 'cpu']),
        device: z.number().int().optional(),
        warningCelsius: z.number(),
        criticalCelsius: z.number(),
        severity: z.enum(['warning', 'critical']).optional(),
      })
      .optional(),
    powerWatts: z.number().optional(),
    powerSource: powerSource.optional(),
    powerAtTheWall: z.boolean(),
    missingDevices: z.number().int(),
    perDay: moneyPerDay,
    lostPerDay: z.number().optional().describe('Revenue a day before it stopped, while it stands still.'),
    profitThisHour: z.number().optional().describe('At the present pace and the price of this hour.'),
    losesMoney: z.boolean().describe('In this hour.'),
    assumed: z.boolean(),
  })
  .meta({ id: 'RigRow' }) satisfies z.ZodType<RigRow>

const siteRow = z
  .object({
    id: z.number().int(),
    name: z.string(),
    timeZone: z.string(),
    pricePerKwhNow: z.number().optional(),
    nextPrice: z.object({ atMs: z.number(), pricePerKwh: z.number() }).optional(),
    pricesToday: z
      .array(z.object({ fromMs: z.number(), toMs: z.number(), pricePerKwh: z.number(), label: z.string().optional() }))
      .optional()
      .describe('Of the site’s present day, where the price changes within it.'),
  })
  .meta({ id: 'Site' }) satisfies z.ZodType<SiteRow>

const market = z
  .object({
    source: z.enum(['live', 'typed', 'snapshot', 'none']),
    oldestRateAtMs: z.number().optional(),
    stale: z.boolean(),
  })
  .meta({ id: 'Market' }) satisfies z.ZodType<MarketNote>

const totals = z
  .object({
    expectedRigs: z.number().int(),
    runningRigs: z.number().int(),
    states: z.partialRecord(presence, z.number().int()),
    algorithms: z.array(
      z.object({
        algorithm: z.string(),
        hashesPerSecond: z.number(),
        expectedHashesPerSecond: z.number().optional(),
        joulesPerHash: z.number().optional(),
        revenuePerDay: z.number().optional(),
        rigs: z.number().int(),
      }),
    ),
    powerWatts: z.number(),
    powerWattsBy: z
      .object({ measured: z.number(), told: z.number(), estimated: z.number() })
      .describe('The same watts by how they are known: at the plug, by the machine’s supply, or estimated.'),
    unknownPowerRigs: z.number().int(),
    notAtTheWallRigs: z.number().int(),
    perDay: moneyPerDay,
    today: moneyPerDay,
    yesterdayByNow: moneyPerDay,
    downtimeToday: z
      .object({
        rigs: z.number().int(),
        seconds: z.number(),
        lostRevenue: z.number().optional(),
        savedAtMost: z.number().optional().describe('Cost of the energy, had the rigs drawn nothing meanwhile.'),
        unknownRigs: z.number().int(),
      })
      .optional(),
    availability24h: z.number().optional(),
    breakEvenPerKwh: z.number().optional(),
  })
  .meta({ id: 'FleetTotals' }) satisfies z.ZodType<FleetTotals>

export const rigsAnswer = z.object({ serverAtMs: z.number(), currency: z.string(), rigs: z.array(rigRow) })

/** A rig as in the list, and more: `perDay` and `today` open into their parts. */
export const rigAnswer = z
  .object({
    ...rigRow.shape,
    perDay: explainedMoney,
    today: explainedMoney,
    serverAtMs: z.number(),
    currency: z.string(),
    site: siteRow,
    reading: readingAnswer.optional(),
    minerPageUrl: z.string().optional(),
    agent: z
      .object({
        id: z.string(),
        name: z.string(),
        connected: z.boolean(),
        seenAtMs: z.number().optional(),
        problem: z.string().optional(),
      })
      .optional(),
    shares30min: z.object({ accepted: z.number(), rejected: z.number(), stale: z.number() }).optional(),
    market,
  })
  .meta({ id: 'Rig' })

export const readingsAnswer = z.object({
  readings: z.array(readingAnswer),
  nextCursor: z.string().optional().describe('Ask again with it as `cursor` for what follows; absent at the end.'),
})

const column = z.array(z.number().nullable())
const band = z.object({ min: column, mean: column, max: column })

export const rigChartAnswer = z
  .object({
    fromMs: z.number(),
    toMs: z.number(),
    stepSeconds: z.number().describe('The step that was given: at least the one asked for.'),
    tier: z.enum(['readings', 'quarters', 'hours']),
    atMs: z.array(z.number()),
    hashRate: z.array(z.object({ algorithm: z.string(), ...band.shape })),
    temperatureCelsius: band,
    powerWatts: band,
  })
  .meta({ id: 'RigChart' }) satisfies z.ZodType<RigChart>

export const fleetAnswer = z.object({
  serverAtMs: z.number(),
  currency: z.string(),
  totals,
  sites: z.array(siteRow),
  market,
})

export const fleetChartAnswer = z
  .object({
    currency: z.string(),
    fromMs: z.number(),
    toMs: z.number(),
    stepSeconds: z.number(),
    atMs: z.array(z.number()),
    revenue: column,
    cost: column,
    profit: column,
    energyWattHours: column,
  })
  .meta({ id: 'FleetChart' })

export type FleetChart = z.infer<typeof fleetChartAnswer>

export const fleetAlgorithmsAnswer = z
  .object({
    fromMs: z.number(),
    stepSeconds: z.number(),
    algorithms: z.array(z.object({ algorithm: z.string(), hashesPerSecond: column })),
  })
  .meta({ id: 'FleetAlgorithms' })

export type FleetAlgorithms = z.infer<typeof fleetAlgorithmsAnswer>

export const sparklinesAnswer = z.object({
  fromMs: z.number(),
  stepSeconds: z.number(),
  sparklines: z.array(
    z.object({
      rigId: z.number().int(),
      algorithm: z.string().describe("The rig's first algorithm."),
      hashesPerSecond: column,
    }),
  ),
})

export type Sparklines = z.infer<typeof sparklinesAnswer>

export const earningsAnswer = z
  .object({
    currency: z.string(),
    period: z.enum(['day', 'month', 'year']),
    rows: z.array(
      z.object({
        label: z.string(),
        fromMs: z.number(),
        toMs: z.number(),
        revenue: z.number().optional(),
        cost: z.number().optional(),
        profit: z.number().optional(),
        energyWattHours: z.number().optional(),
        coins: z.array(z.object({ coin: z.string(), amount: z.number() })),
        unvaluedShare: z.number(),
        unknownPowerShare: z.number(),
        unknownCostHours: z.number(),
        open: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'Earnings' }) satisfies z.ZodType<Earnings>
