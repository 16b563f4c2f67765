import { rigKind } from '#lib/domain/limits'
import { MINER_READERS } from './miners/registry'
import { readAmdgpu } from './sensors/amdgpu'
import { readCpu } from './sensors/cpu'
import { readNvidiaSmi } from './sensors/nvidia-smi'

/** No agent runs on an ASIC or a Bitaxe: a web server on port 80 here is somebody else's. */
const PROGRAMS = MINER_READERS.filter((reader) => reader.kinds.some((kind) => rigKind(kind) === 'computer'))

/**
 * What can be read on this machine: the addresses of miners that answer at their families' usual ports on loopback,
 * and `gpu` and `cpu` where there are such sensors.
 */
export async function findMinersOfThisMachine(timeoutMs: number): Promise<string[]> {
  const [miners, nvidia, amd, cpu] = await Promise.all([
    Promise.all(PROGRAMS.map(async (reader) => addressIfAnswering(reader, timeoutMs))),
    readNvidiaSmi({ timeoutMs }),
    readAmdgpu(),
    readCpu({}),
  ])
  return [
    ...new Set([
      ...miners.flatMap((address) => address ?? []),
      ...(hasDevices(nvidia) || hasDevices(amd) ? ['gpu'] : []),
      ...(hasDevices(cpu) ? ['cpu'] : []),
    ]),
  ]
}

async function addressIfAnswering(
  reader: (typeof MINER_READERS)[number],
  timeoutMs: number,
): Promise<string | undefined> {
  const answer = await reader.read({ host: '127.0.0.1', port: reader.defaultPort, scheme: reader.transport, timeoutMs })
  // A miner that wants a password is there all the same: polling it says what is missing.
  if (!answer.ok && answer.failure !== 'denied') return undefined
  return `${reader.transport}://127.0.0.1:${reader.defaultPort}`
}

function hasDevices(read: { ok: true; devices: unknown[] } | { ok: false }): boolean {
  return read.ok && read.devices.length > 0
}
