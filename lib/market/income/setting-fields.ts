import { z } from 'zod'

/** A base address that may be another server than the public one. */
export function baseUrl(standard: string) {
  return z
    .string()
    .trim()
    .refine(
      (text) => /^https?:\/\//.test(text) && URL.canParse(text),
      'Write a whole address, such as https://pool.example',
    )
    .transform((text) => text.replace(/\/+$/, ''))
    .default(standard)
}

/** A wallet address or account: letters and digits alone, since it becomes part of a path. */
export const account = (words: string) =>
  z
    .string(words)
    .trim()
    .regex(/^[A-Za-z0-9:._-]{3,130}$/, words)

export const secret = (words: string) => z.string(words).trim().min(4, words).max(500, words)
