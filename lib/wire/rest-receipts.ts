import { z } from 'zod'

// What the REST interface answers about money that came. Amounts of coins are exact decimal text.

const value = z.object({
  amount: z.number(),
  currency: z.string(),
  price: z.number(),
  source: z.string(),
  priceAtMs: z.number(),
})

const before = z.object({
  amount: z.string(),
  fee: z.string().optional(),
  value: value.optional(),
  untilMs: z.number().describe('When its source told another figure.'),
  reason: z.string().describe('amount corrected, fee corrected, or both.'),
})

const receipt = z
  .object({
    id: z.number().int(),
    source: z.object({ id: z.number().int(), name: z.string(), kind: z.string() }),
    kind: z.string().describe('payout: to a wallet; credit: to a pool’s balance; mined: a block of one’s own.'),
    coin: z.string(),
    amount: z.string().describe('Coins, as exact decimal text.'),
    fee: z.string().optional(),
    receivedAtMs: z.number(),
    transaction: z.string().optional(),
    note: z.string().optional(),
    value: value.optional().describe('What it was worth when it came; absent where no price of that time is known.'),
    before: z
      .array(before)
      .optional()
      .describe(
        'What it said until its source corrected it, oldest first; absent where it never did. Do not add it up.',
      ),
  })
  .meta({ id: 'Receipt' })

export const receiptsAnswer = z.object({ receipts: z.array(receipt), nextCursor: z.string().optional() })
