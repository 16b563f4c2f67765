import type { Reading } from '#lib/domain/reading'
import type { MachineFacts } from '#lib/domain/wall-power'
import type { RigSettings } from './fleet-settings.ts'
import { machineOf } from './machines.ts'

/** What the table of machines says of the one behind a reading; undefined where it is not in there. */
export function knownMachine(reading: Reading, settings: Pick<RigSettings, 'model'>): MachineFacts | undefined {
  return machineOf(reading.miner.name, reading.miner.model ?? settings.model, reading.work[0]?.hashesPerSecond)
}
