import { z } from 'zod'

const MAC = /^[0-9a-f]{2}([:-]?)(?:[0-9a-f]{2}\1){4}[0-9a-f]{2}$/i

/** A rig's key as people type it. A MAC is written the one way (`a4:bb:6d:01:02:03`); serials and UUIDs stay as they are. */
export const rigKey = z
  .string()
  .trim()
  .min(1, 'Write a MAC address, serial number or key')
  .max(100, 'At most 100 characters')
  .transform((text) => (MAC.test(text) ? canonicalMac(text) : text))

function canonicalMac(text: string): string {
  const digits = text.toLowerCase().replace(/[:-]/g, '')
  return (digits.match(/../g) ?? []).join(':')
}
