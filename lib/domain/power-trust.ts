import type { PowerSource } from '#lib/domain/reading'

/** How far a power figure can be believed: measured at the plug, told by the machine's supply, or estimated. */
export type PowerTrust = 'measured' | 'told' | 'estimated'

export const POWER_TRUST: Record<PowerSource, PowerTrust> = {
  metered: 'measured',
  input: 'told',
  output: 'told',
  estimated: 'estimated',
}
