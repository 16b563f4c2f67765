import { z } from 'zod'

/**
 * A number above 0, whether a service sends it as one or as text (`"13.08"`). Text that is not a number, NaN, 0, negative
 * and endless ones are refused.
 */
export const positiveNumber = z
  .union([
    z.number(),
    z
      .string()
      .trim()
      .regex(/^\d+(\.\d+)?(e[+-]?\d+)?$/i)
      .transform(Number),
  ])
  .refine((value) => Number.isFinite(value) && value > 0, 'must be a number above 0')
