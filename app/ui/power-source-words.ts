import type { PowerTrust } from '#lib/domain/power-trust'
import type { PowerSource } from '#lib/domain/reading'

/** Where a power figure comes from, as one word beside it and as the sentence behind the word. */
export const POWER_SOURCE_WORDS: Record<PowerSource, { word: string; explanation: string }> = {
  metered: { word: 'metered', explanation: 'Measured between the rig and the wall: by a meter, or typed in from one.' },
  input: { word: 'supply’s input', explanation: 'What the power supply itself tells that it takes from the wall.' },
  output: {
    word: 'supply’s output',
    explanation: 'What the machine draws behind its power supply. The wall draws more; a power correction adds that.',
  },
  estimated: {
    word: 'estimated',
    explanation:
      'A guess of the firmware, or what the maker names for this machine at its hash rate. Nothing measured it.',
  },
}

export const CORRECTED_EXPLANATION = 'With the owner’s power correction it counts as power at the wall.'

export const DEVICE_POWER_EXPLANATION =
  'What the device’s own sensor tells, behind the supply: the devices together draw less than the rig does at the wall.'

/** `8.1 kW measured · 2.4 kW told · 140 W estimated`, without what is none. */
export function trustInWords(watts: Record<PowerTrust, number>, format: (watts: number) => string): string {
  const kinds = (['measured', 'told', 'estimated'] as const).filter((trust) => watts[trust] > 0)
  // A line breaks between the parts, never within one.
  return kinds.map((trust) => `${format(watts[trust])} ${trust}`.replaceAll(' ', '\u00a0')).join(' · ')
}
