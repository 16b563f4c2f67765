import { z } from 'zod'

// What may be asked of the REST interface. Everything in a query is text.

/** Epoch milliseconds or ISO 8601; a date alone, and a time without an offset, are UTC. */
const instant = z
  .string()
  .transform((text, context) => {
    const atMs = parseInstant(text)
    if (atMs !== undefined) return atMs
    context.issues.push({
      code: 'custom',
      message: 'write milliseconds since 1970 or ISO 8601, such as 2026-11-22T10:00:00Z',
      input: text,
    })
    return z.NEVER
  })
  .meta({ description: 'Milliseconds since the Unix epoch, or ISO 8601 (UTC where no offset is given).' })

const whole = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/, `write a whole number from ${least} to ${most}`)
    .transform(Number)
    .refine((value) => value >= least && value <= most, `write a whole number from ${least} to ${most}`)

const from = instant.optional().describe('Inclusive; by default 24 hours before `to`.')
const to = instant.optional().describe('Exclusive; by default now.')

export const rigPath = z.object({ id: whole(1, 999_999_999_999_999) })

export const incidentPath = z.object({ id: whole(1, 999_999_999_999_999) })

export const incidentsQuery = z.object({
  state: z.enum(['open', 'resolved', 'all']).default('open'),
  limit: whole(1, 1000).default(100).describe('Incidents a page, those that began last first.'),
  cursor: z
    .string()
    .regex(/^\d{1,15}\.\d{1,15}$/, 'send nextCursor of the page before, unchanged')
    .optional()
    .describe('`nextCursor` of the page before.'),
})

export const receiptsQuery = z.object({
  from: instant.optional().describe('Inclusive; by default from the beginning.'),
  to: instant.optional().describe('Exclusive; by default now.'),
  coin: z
    .string()
    .regex(/^[A-Za-z0-9]{2,12}$/, 'write the symbol of a coin, such as BTC')
    .transform((symbol) => symbol.toUpperCase())
    .optional(),
  limit: whole(1, 1000).default(100).describe('Receipts a page, newest first.'),
  cursor: z
    .string()
    .regex(/^\d{1,15}\.\d{1,15}$/, 'send nextCursor of the page before, unchanged')
    .optional()
    .describe('`nextCursor` of the page before.'),
})

export const readingsQuery = z.object({
  from,
  to,
  step: whole(1, 31_536_000)
    .optional()
    .describe(
      'Seconds. With it the answer is a chart: slots that begin at multiples of the step since 1970, the first at or before `from`, each with minimum, mean and maximum of every series, null where nothing is known. At most 1000 of them: the step is made larger where it must be; `stepSeconds` says which it is. Where a span holds too many readings or their readings are gone (`tier` is `quarters`), it becomes a multiple of 900: hash rate and power of such slots are exact means, but minimum, maximum and temperature are those of the whole hours that a slot touches, so that no spike is lost. A span of more than a year is refused: ask in parts. Without `step`: readings as they came.',
    ),
  limit: whole(1, 10_000).default(1000).describe('Readings a page.'),
  cursor: z
    .string()
    .regex(/^\d{1,15}$/, 'send nextCursor of the page before, unchanged')
    .transform(Number)
    .optional()
    .describe('`nextCursor` of the page before.'),
})

export const fleetChartQuery = z.object({
  from,
  to,
  step: whole(900, 31_536_000)
    .default(900)
    .describe('Seconds; rounded up to what is kept, and to at most 1000 points.'),
  site: whole(1, 999_999_999).optional().describe('Id of a site; by default all.'),
})

export const fleetAlgorithmsQuery = z.object({
  hours: whole(1, 168).default(24).describe('How far back, to the last quarter-hour that has ended.'),
})

export const sparklinesQuery = z.object({
  rigs: z
    .string()
    .regex(/^\d{1,15}(,\d{1,15}){0,199}$/, 'write 1 to 200 ids of rigs with commas between')
    .transform((text) => [...new Set(text.split(',').map(Number))])
    .describe('Ids of rigs, with commas between.'),
  hours: whole(1, 168).default(24),
})

export const planQuery = z.object({
  site: whole(1, 999_999_999).optional().describe('Id of a site; by default all.'),
  rig: whole(1, 999_999_999_999_999).optional().describe('Id of a rig; by default all.'),
  hours: whole(1, 48).default(24).describe('How many, the present one included.'),
})

export const earningsQuery = z.object({
  period: z.enum(['day', 'month', 'year'], 'write day, month or year').default('day'),
  from: instant.optional().describe('By default 31 days, 12 months or 5 years before `to`.'),
  to,
  site: whole(1, 999_999_999).optional().describe('Id of a site; by default all.'),
})

const ISO = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?)?$/

/** Undefined for what is neither, or outside of the years 1970 to 9999. */
export function parseInstant(text: string): number | undefined {
  // In a query a plus sign is a blank.
  const written = text.trim().replace(/ (?=\d\d:?\d\d$)/, '+')
  const atMs = /^\d{1,15}$/.test(written)
    ? Number(written)
    : ISO.test(written)
      ? Date.parse(inUtc(written))
      : Number.NaN
  return atMs >= 0 && atMs <= 253_402_300_800_000 ? atMs : undefined
}

function inUtc(text: string): string {
  return text.includes('T') && !/(Z|[+-]\d\d:?\d\d)$/.test(text) ? `${text}Z` : text
}
