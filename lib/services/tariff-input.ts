import { z } from 'zod'
import { HOLIDAY, type Tariff } from '#lib/domain/tariff-parts'

const LARGEST_PRICE = 1_000_000
const pricePerKwh = z
  .number('Write a price')
  .min(-LARGEST_PRICE, 'This price is too low')
  .max(LARGEST_PRICE, 'This price is too high')
const MINUTES = 1440

const tariffWindow = z
  .object({
    label: z.string().trim().max(40, 'At most 40 characters').optional(),
    days: z.array(z.int().min(HOLIDAY).max(7)).min(1, 'Choose at least one day'),
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

const windows = z.array(tariffWindow).max(50, 'At most 50 windows')
const label = z.string().trim().min(1, 'Write a name').max(40, 'At most 40 characters')
const percent = z.number('Write a percentage').min(0, 'Write 0 or more').max(200, 'Write at most 200%')
const perMonth = z.number('Write an amount').min(0, 'Write 0 or more').max(1e9, 'This amount is too high')
// 2024 was a leap year: its dates are all that a year can have.
const monthAndDay = z.string().refine((text) => isDate(`2024-${text}`), 'Write a month and a day, such as 11-01')
const localDate = z.string().refine(isDate, 'Write a date such as 2026-12-25')
const code = z
  .string()
  .trim()
  .regex(/^[A-Z0-9-]{4,60}$/i, 'Write the code as Octopus does, such as AGILE-24-10-01')

const season = z.object({
  label: z.string().trim().max(40, 'At most 40 characters').optional(),
  from: monthAndDay,
  to: monthAndDay,
  pricePerKwh,
  windows,
})

const whenMissing = z.enum(['unknown', 'own'])
const dynamic = z.discriminatedUnion('source', [
  z.object({
    source: z.literal('octopus'),
    productCode: code,
    tariffCode: code,
    vat: z.enum(['included', 'excluded']),
    whenMissing,
  }),
  z.object({ source: z.literal('awattar'), country: z.enum(['at', 'de']), whenMissing }),
  z.object({ source: z.literal('csv'), whenMissing }),
])

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const atMs = Date.parse(text)
  // 30 February is read as 1 March.
  return Number.isFinite(atMs) && new Date(atMs).toISOString().startsWith(text)
}

/**
 * A tariff as people enter it: one price, or windows of other prices over it (the first that matches wins; one that
 * ends before it begins runs over midnight). Prices are per kWh in the installation's currency and may be negative.
 */
export const tariffInput: z.ZodType<Tariff> = z
  .object({
    pricePerKwh,
    windows,
    fixedPerMonth: perMonth,
    overheadPercent: percent,
    siteEnergy: z.enum(['percent', 'meter']).optional(),
    seasons: z.array(season).max(12, 'At most 12 seasons').optional(),
    holidays: z.array(localDate).max(400, 'At most 400 holidays').optional(),
    levies: z
      .array(z.object({ label, perKwh: pricePerKwh }))
      .max(20, 'At most 20 levies')
      .optional(),
    energyTaxPercent: percent.optional(),
    charges: z.array(z.object({ label, perMonth })).max(20, 'At most 20 charges').optional(),
    fixedTaxPercent: percent.optional(),
    dynamic: dynamic.optional(),
  })
  .refine(
    ({ dynamic, energyTaxPercent = 0 }) =>
      dynamic?.source !== 'octopus' || dynamic.vat === 'excluded' || energyTaxPercent === 0,
    {
      path: ['energyTaxPercent'],
      message: 'The prices with VAT have it already: take those without, or leave the tax empty',
    },
  )
