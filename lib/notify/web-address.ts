import { z } from 'zod'

/** A whole web address, as people paste it. Where it leads is checked by the guard, since names may change theirs. */
export const webAddress = z
  .string()
  .trim()
  .max(2000, 'This address is too long')
  .refine(
    (text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol),
    'Write a whole address that begins with https://',
  )

/** Whether addresses of private networks may be asked, for who runs the service at home. */
export const allowPrivate = z.boolean().default(false)

/** `https://ntfy.sh` + `/v1`: a base with or without a slash at its end. */
export function under(base: string, path: string): string {
  return `${base.replace(/\/+$/, '')}${path}`
}

/** The host alone: an address' path often is its password. */
export function hostOf(address: string): string {
  return new URL(address).host
}
