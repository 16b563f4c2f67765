import type { PayoutScheme } from '#lib/domain/explained-money'

/** How pools pay, as forms offer it. */
export const SCHEMES: { value: PayoutScheme; label: string }[] = [
  { value: 'unknown', label: 'Not known' },
  { value: 'pps', label: 'PPS: without the fees of blocks' },
  { value: 'fpps', label: 'FPPS or PPS+' },
  { value: 'pplns', label: 'PPLNS: expected, with luck' },
  { value: 'prop', label: 'Proportional: expected, with luck' },
  { value: 'solo', label: 'SOLO: a whole block or nothing' },
]

/** The scheme of a form's value; anything else is not known. */
export function schemeOf(text: string): PayoutScheme {
  return SCHEMES.find(({ value }) => value === text)?.value ?? 'unknown'
}
