import { z } from 'zod'

// What the REST interface answers about money that came. Amounts of coins are exact decimal text.

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
    value: z
      .object({
        amount: z.number(),
        currency: z.string(),
        price: z.number(),
        source: z.string(),
        priceAtMs: z.number(),
      })
      .optional()
      .describe('What it was worth when it came; absent where no price of that time is known.'),
  })
  .meta({ id: 'Receipt' })

export const receiptsAnswer = z.object({ receipts: z.array(receipt), nextCursor: z.string().optional() })
