import { z } from 'zod'
import type { Tariff } from '#lib/domain/tariff'

const LARGEST_PRICE = 1_000_000
const pricePerKwh = z
  .number('Write a price')
  .min(-LARGEST_PRICE, 'This price is too low')
  .max(LARGEST_PRICE, 'This price is too high')
const MINUTES = 1440

const tariffWindow = z
  .object({
    label: z.string().trim().max(40, 'At most 40 characters').optional(),
    days: z.array(z.int().min(1).max(7)).min(1, 'Choose at least one day'),
    fromMinute: z
      .int()
      .min(0)
      .max(MINUTES - 1),
    toMinute: z.int().min(0).max(MINUTES),
    pricePerKwh,
  })
  .refine(({ fromMinute, toMinute }) => fromMinute !== toMinute, {
    path: ['toMinute'],
    message: 'Begin and end must differ',
  })

/**
 * A tariff as people enter it: one price, or windows of other prices over it (the first that matches wins; one that
 * ends before it begins runs over midnight). Prices are per kWh in the installation's currency and may be negative.
 */
export const tariffInput: z.ZodType<Tariff> = z.object({
  pricePerKwh,
  windows: z.array(tariffWindow).max(50, 'At most 50 windows'),
  fixedPerMonth: z.number('Write an amount').min(0, 'Write 0 or more').max(1e9, 'This amount is too high'),
  overheadPercent: z.number('Write a percentage').min(0, 'Write 0 or more').max(200, 'Write at most 200 %'),
})
