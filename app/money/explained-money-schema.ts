import { z } from 'zod'
import type { ExplainedMoney } from '#lib/domain/explained-money'
import { MARKETPLACES } from '#lib/domain/payers'

const optionalNumber = z.number().optional()
const optionalText = z.string().optional()

const revenuePart = z.object({
  algorithm: z.string(),
  seconds: z.number(),
  hashes: optionalNumber,
  hashesPerSecond: optionalNumber,
  payer: z.enum(['pool', ...MARKETPLACES]),
  pool: optionalText,
  scheme: z.enum(['unknown', 'pps', 'fpps', 'pplns', 'prop', 'solo']),
  coin: optionalText,
  mergedWith: optionalText,
  assumed: z.boolean(),
  poolFeePercent: z.number(),
  difficulty: optionalNumber,
  rewardPerBlock: optionalNumber,
  paidPerBlock: optionalNumber,
  feesIncluded: z.boolean().optional(),
  hashesPerBlock: optionalNumber,
  networkSource: optionalText,
  networkAtMs: optionalNumber,
  coinPerHash: optionalNumber,
  rateSource: optionalText,
  rateAtMs: optionalNumber,
  coinAmount: optionalNumber,
  price: optionalNumber,
  priceSource: optionalText,
  priceAtMs: optionalNumber,
  revenue: optionalNumber,
  unknown: optionalText,
  soloOddsPerDay: optionalNumber,
  ratesVary: z.boolean().optional(),
})

const costPart = z.object({
  kind: z.enum(['energy', 'fixed']),
  siteName: optionalText,
  seconds: z.number(),
  wallWatts: optionalNumber,
  reportedWatts: optionalNumber,
  powerSource: z.enum(['metered', 'input', 'output', 'estimated']).optional(),
  atTheWall: z.boolean().optional(),
  correction: z
    .object({
      fromMs: z.number(),
      overheadWatts: optionalNumber,
      supplyEfficiency: optionalNumber,
      fixedWatts: optionalNumber,
    })
    .optional(),
  machine: z
    .object({
      model: z.string(),
      algorithm: z.string(),
      nominalHashesPerSecond: z.number(),
      watts: z.number(),
      source: z.string(),
    })
    .optional(),
  energyWattHours: optionalNumber,
  overheadPercent: optionalNumber,
  pricePerKwh: optionalNumber,
  basePricePerKwh: optionalNumber,
  leviesPerKwh: optionalNumber,
  taxPercent: optionalNumber,
  priceSource: optionalText,
  pricesVary: z.boolean().optional(),
  tariffLabel: optionalText,
  cost: optionalNumber,
  unknown: optionalText,
})

/** An amount with everything it was made of, as it comes over the wire. */
export const explainedMoneySchema = z.object({
  currency: z.string(),
  seconds: z.number(),
  revenue: optionalNumber,
  cost: optionalNumber,
  profit: optionalNumber,
  unknown: optionalText,
  revenueParts: z.array(revenuePart),
  costParts: z.array(costPart),
}) satisfies z.ZodType<ExplainedMoney>
