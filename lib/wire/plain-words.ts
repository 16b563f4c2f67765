import { z } from 'zod'
import { plainText } from '#lib/domain/plain-text'

// What machines of strangers say comes through here: it is cleaned and not refused, so that one odd name costs neither
// the machine nor those told beside it.

/** Text that must be there, made plain. */
export function plainWords(longest: number) {
  return z
    .string()
    .transform((text) => plainText(text, longest))
    .pipe(z.string().min(1, 'must be text that can be read'))
}

/** Text that may be there; absent when nothing readable is in it. */
export function optionalWords(longest: number) {
  return z
    .string()
    .transform((text) => plainText(text, longest) || undefined)
    .optional()
}
