import type { MeterSample } from '#lib/domain/meter-quarters'
import { numberAtPath } from '#lib/domain/number-at-path'
import type { MeterSettings } from './meter-settings.ts'

export type SampleResult = { ok: true; sample: MeterSample } | { ok: false; reason: string }

const MOST_WATTS = 1e9
const MOST_KWH = 1e12

/** What a meter's answer says at a moment, or why it cannot be used, in words. */
export function sampleOf(
  document: unknown,
  { path, unit }: Pick<MeterSettings, 'path' | 'unit'>,
  atMs: number,
): SampleResult {
  const value = numberAtPath(document, path)
  if (value === undefined) return { ok: false, reason: `The meter’s answer has no number at "${path}"` }
  if (value < 0) return { ok: false, reason: 'The meter told a negative number: choose what is drawn, not the balance' }
  if (value > (unit === 'watts' ? MOST_WATTS : MOST_KWH))
    return { ok: false, reason: 'The meter’s number is too large' }
  return { ok: true, sample: unit === 'watts' ? { atMs, watts: value } : { atMs, counterWh: value * 1000 } }
}
