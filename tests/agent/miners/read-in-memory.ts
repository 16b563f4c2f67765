import type { MinerRead, MinerReading } from '#agent/miners/miner-reader'
import { readersOf } from '#agent/miners/registry'
import { MEMORY_TARGET, machineIs } from './machine-in-memory'
import type { Recording } from './play-recording'

/** Reads a recorded machine by its kind, where the test has put `machine-in-memory` in place of the network. */
export async function readInMemory(
  recording: Recording,
  mutate: (reply: string, ask: string) => string,
): Promise<MinerRead> {
  machineIs({ recording, mutate })
  const scheme = recording.transport === 'http' ? ('http' as const) : ('tcp' as const)
  let read: MinerRead | undefined
  for (const reader of readersOf(recording.kind)) {
    if ((reader.transport === 'http') !== (scheme === 'http')) continue
    read = await reader.read({ ...MEMORY_TARGET, scheme, ...recording.login })
    if (read.ok) break
  }
  if (!read) throw new Error(`No reader is registered for ${recording.kind}`)
  return read
}

export async function wholeReading(recording: Recording): Promise<MinerReading> {
  const read = await readInMemory(recording, (reply) => reply)
  if (!read.ok) throw new Error(read.problem)
  return read.reading
}
