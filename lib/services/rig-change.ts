import { z } from 'zod'
import { canonicalAlgorithm } from '#lib/domain/algorithms'
import { reasonNotToMine } from '#lib/domain/coins'
import { MARKETPLACES, poolKey } from '#lib/domain/payers'

const line = (most: number) => z.string().trim().max(most, `At most ${most} characters`)
/** An empty text empties the field. */
const place = line(40).transform((text) => (text === '' ? null : text))
const tag = line(40)
  .min(1, 'A tag needs a letter')
  .regex(/^[^,;]*$/, 'A tag holds no comma or semicolon')
const watts = (least: number) => z.number('Write watts').min(least, `Write ${least} or more`).max(1e6, 'Too many watts')

/** How reported watts become watts at the wall; null ends a correction. */
export const correctionInput = z
  .object({
    overheadWatts: watts(0).optional(),
    supplyEfficiency: z
      .number('Write a share')
      .gt(0.3, 'Write a share above 0.3, such as 0.92')
      .max(1, 'Write a share of at most 1, such as 0.92')
      .optional(),
    fixedWatts: watts(1).optional(),
  })
  .nullable()

/** Who pays for an algorithm's work. */
export const assignmentInput = z
  .object({
    algorithm: z.string().min(1, 'Name an algorithm').transform(canonicalAlgorithm),
    payer: z.enum(['pool', ...MARKETPLACES]).default('pool'),
    pool: line(60)
      .transform((text) => (text === '' ? undefined : poolKey(text)))
      .optional(),
    coin: line(20).toUpperCase().min(1, 'Choose a coin'),
    scheme: z.enum(['unknown', 'pps', 'fpps', 'pplns', 'prop', 'solo']).default('unknown'),
    poolFeePercent: z.number('Write a percentage').min(0, 'Write 0 or more').max(100, 'Write at most 100%'),
    /** Where the rig is seen to mine while this payer is confirmed all the same. */
    despiteHost: line(253).toLowerCase().optional(),
  })
  .superRefine(({ payer, coin, algorithm }, context) => {
    const reason = payer === 'pool' ? reasonNotToMine(coin, algorithm) : undefined
    if (reason) context.addIssue({ code: 'custom', path: ['coin'], message: reason })
  })
  // A marketplace is no pool, and pays for hashes by its rate whatever is found.
  .transform((input) => (input.payer === 'pool' ? input : { ...input, pool: undefined, scheme: 'unknown' as const }))

/** What people change on rigs. Absent leaves as it is; null or an empty text empties. */
export const rigChange = z.object({
  name: line(80).min(1, 'Give the rig a name').optional(),
  model: place.optional(),
  tags: z.array(tag).max(20, 'At most 20 tags').optional(),
  addTags: z.array(tag).max(20, 'At most 20 tags').optional(),
  removeTags: z.array(tag).optional(),
  row: place.optional(),
  rack: place.optional(),
  position: place.optional(),
  notes: line(2000)
    .transform((text) => (text === '' ? null : text))
    .optional(),
  purchasePrice: z.number('Write an amount').min(0, 'Write 0 or more').max(1e9, 'Too much').nullable().optional(),
  purchasedOn: z.iso.date('Write a day as 2026-11-22').nullable().optional(),
  siteId: z.int().optional(),
  lifecycle: z.enum(['active', 'repair', 'stored', 'sold']).optional(),
  correction: correctionInput.optional(),
  assignments: z.array(assignmentInput).max(8).optional(),
})

export type RigChangeInput = z.input<typeof rigChange>
export type RigChange = z.output<typeof rigChange>
