import { z } from 'zod'

const run = z
  .boolean()
  .nullable()
  .describe('True: run, a kWh brings at least what it costs. Null: that cannot be told.')

const ofRigs = {
  breakEvenPerKwh: z.number().optional().describe('Revenue of a kWh, with what the site adds to the rig’s energy.'),
  run: z.array(run).describe('One for each of the site’s hours.'),
  reason: z.string().describe('Of the present hour, for people.'),
  unknown: z.string().optional().describe('Why something is not known, or left out.'),
}

/** Run or pause by the hour, for a home automation to act on. */
export const planAnswer = z
  .object({
    currency: z.string(),
    sites: z.array(
      z.object({
        id: z.number().int(),
        name: z.string(),
        timeZone: z.string(),
        hours: z
          .array(
            z.object({
              from: z.string().describe('ISO 8601 in UTC; an hour by the site’s clock, the present one first.'),
              to: z.string().describe('Exclusive.'),
              pricePerKwh: z.number().optional().describe('Mean of the hour, by the site’s tariff.'),
              label: z.string().optional().describe('As the tariff calls this time.'),
              breakEvenPerKwh: z.number().optional().describe('Of all rigs of the site together.'),
              run,
              reason: z.string().describe('For people.'),
            }),
          )
          .describe('The site as a whole; its rigs may differ.'),
        kinds: z.array(z.object({ kind: z.string(), rigs: z.number().int(), ...ofRigs })),
        rigs: z.array(z.object({ id: z.number().int(), name: z.string(), ...ofRigs })),
      }),
    ),
  })
  .meta({ id: 'Plan' })

const profitChange = z.object({
  kind: z.enum(['price', 'difficulty', 'subsidy']),
  coin: z.string(),
  atMs: z.number(),
  change: z.number(),
  effectPerDay: z.number(),
  from: z.number().optional(),
  to: z.number().optional(),
  source: z.string(),
  height: z.number().optional(),
  blocksLeft: z.number().optional(),
})

/** What moves a day's profit, yesterday and ahead. */
export const whatChangedAnswer = z.object({
  currency: z.string(),
  /** Of the rigs as they run now. */
  revenuePerDay: z.number(),
  changes: z.array(profitChange),
  /** Coins of which yesterday's price is not known. */
  unpriced: z.array(z.string()),
})

export type WhatChanged = z.infer<typeof whatChangedAnswer>
