import { rigKind } from '#lib/domain/limits'
import { STOCK_LOGINS } from '#lib/domain/stock-logins'
import { type FoundMachine, foundMachineSchema } from '#lib/wire/discovery'
import { toldKey } from '../identities'
import type { HeardPages, MinerRead, MinerReader, Target } from '../miners/miner-reader'
import { MINER_READERS } from '../miners/registry'
import { withPlainModel } from '../plain-model'

export type RecogniseOptions = {
  /** For one question to a machine. */
  timeoutMs: number
  /** Every family is tried on each port, instead of those whose usual port it is. */
  anyFamily: boolean
  /** Try what machines are shipped with where one asks for a password. */
  stockLogins: boolean
}

/** The ports that machines and miners' programs listen on as shipped, each once. */
export const USUAL_PORTS: readonly number[] = [...new Set(MINER_READERS.map(({ defaultPort }) => defaultPort))]

/**
 * Finds out what stands behind a host's open ports, one question at a time and with reading commands only. A machine is one
 * find, however many ports it has open; on a computer each program is one.
 */
export async function recogniseMachines(
  host: string,
  openPorts: readonly number[],
  options: RecogniseOptions,
): Promise<FoundMachine[]> {
  const heard = new Map<string, HeardPages>()
  const settled = new Set<number>()
  const dead = new Set<string>()
  const programs: FoundMachine[] = []
  let locked: FoundMachine | undefined
  for (const { reader, port } of attempts(openPorts, options.anyFamily)) {
    const lane = `${port} ${reader.transport}`
    if (settled.has(port) || dead.has(lane)) continue
    const pages = heard.get(lane) ?? { pages: new Map() }
    heard.set(lane, pages)
    const target = { host, port, scheme: reader.transport, timeoutMs: options.timeoutMs }
    const { read, stockLogin } = await readWithLogins(reader, { ...target, heard: pages }, options.stockLogins)
    if (read.ok) {
      const machine = describe(reader, target, read, stockLogin)
      if (rigKind(read.reading.miner.name) !== 'computer') return [machine]
      programs.push(machine)
      settled.add(port)
    } else if (read.failure === 'unreachable') dead.add(lane)
    else if (read.failure === 'denied') locked ??= { address: addressOf(reader, target), host, locked: true }
  }
  return programs.length > 0 || !locked ? programs : [locked]
}

function attempts(openPorts: readonly number[], anyFamily: boolean): { reader: MinerReader; port: number }[] {
  // In the registry's order, which lists first what tells most.
  return MINER_READERS.flatMap((reader) =>
    openPorts.filter((port) => anyFamily || port === reader.defaultPort).map((port) => ({ reader, port })),
  )
}

async function readWithLogins(
  reader: MinerReader,
  target: Target,
  stockLogins: boolean,
): Promise<{ read: MinerRead; stockLogin?: string }> {
  const read = await reader.read(target)
  if (read.ok || read.failure !== 'denied' || !stockLogins) return { read }
  for (const { name, family, user, password } of STOCK_LOGINS) {
    if (family !== reader.family) continue
    // What the machine said to a stranger is not what it says to its owner.
    const { heard: _, ...fresh } = target
    const letIn = await reader.read({ ...fresh, user, password })
    if (letIn.ok) return { read: letIn, stockLogin: name }
  }
  return { read }
}

function describe(
  reader: MinerReader,
  target: Target,
  read: Extract<MinerRead, { ok: true }>,
  stockLogin: string | undefined,
): FoundMachine {
  const miner = withPlainModel(read.reading.miner)
  const key = toldKey(miner)
  // Plain from here on: it goes into a terminal as well as to the server.
  return foundMachineSchema.parse({
    address: addressOf(reader, target, miner.name),
    host: target.host,
    miner: miner.name,
    ...(miner.model === undefined ? {} : { model: miner.model }),
    ...(key === undefined ? {} : { key }),
    ...(miner.mac === undefined ? {} : { mac: miner.mac.toLowerCase() }),
    ...(stockLogin === undefined ? {} : { stockLogin }),
  })
}

/** The bare host for a machine that listens where its kind does; a program is one of several on its computer. */
function addressOf(reader: MinerReader, { host, port }: Target, minerName?: string): string {
  const isMachine = minerName !== undefined && rigKind(minerName) !== 'computer'
  return isMachine && port === reader.defaultPort ? host : `${reader.transport}://${host}:${port}`
}
