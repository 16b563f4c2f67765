import { hashedFraction, seedOf } from './noise'

/** The dialects that `start-simulator.ts` can speak. */
export type SimulatedFamily =
  | 'antminer'
  | 'antminer-hiveon'
  | 'avalon'
  | 'bitaxe'
  | 'cgminer'
  | 'gminer'
  | 'lolminer'
  | 'lolminer-old'
  | 'teamredminer'
  | 'trex'
  | 'whatsminer'
  | 'xmrig'

export type SiteName = 'cellar' | 'barn'

export type DevicePart = 'core' | 'memory' | 'hotspot' | 'regulator'

/** One kind of GPU, hash board or CPU; all of a rig's devices are of one kind, as in most real rigs. */
export type SimulatedDeviceKind = {
  kind: 'gpu' | 'board' | 'cpu'
  name: string
  vendor?: string
  watts: number
  /** What the hottest of the rig's devices shows at 20 °C ambient, per sensor that the device has. */
  typicalCelsius: { core: number } & Partial<Record<DevicePart, number>>
  /** Where each sensor becomes critical: what an overheating device climbs past. */
  criticalCelsius: { core: number } & Partial<Record<DevicePart, number>>
  fanPercent: number
  fanMaximumRpm: number
  coreMegahertz: number
  memoryMegahertz?: number
  /** Hash boards: chips on one board. */
  chips?: number
  /** From start to the full hash rate: building a DAG, tuning chips. */
  warmUpSeconds: number
}

export type SimulatedWorkDescription = {
  /** Canonical name, as in a reading. */
  algorithm: string
  /** Which coin the owner means by it; a hint, the miner does not know. */
  coin: string
  /** Of the whole rig, in hashes per second. */
  nominalHashesPerSecond: number
  /** Mean seconds between two accepted shares of the whole rig. */
  secondsPerShare: number
  shareDifficulty: number
  pool: { url: string; user: string }
}

export type RigDescription = {
  name: string
  family: SimulatedFamily
  /** The `miner.name` of a reading from this rig. */
  minerName: string
  model: string
  site: SiteName
  location?: { row: string; rack: string; position: number }
  works: SimulatedWorkDescription[]
  device: SimulatedDeviceKind
  deviceCount: number
  /** Watts that the machine draws when hashing, whether its API tells them or not. */
  typicalWatts: number
  /** The hottest chip or core at 20 °C ambient, whether its API tells it or not. */
  typicalCelsius: number
  /** What this dialect tells at all: a stock Antminer and XMRig tell no watts, XMRig no temperature. */
  tells: { power: boolean; temperature: boolean }
  /** Marketplace that pays for the work, where it is not a pool. */
  payer?: 'nicehash'
  /** Miner uptime when the simulator starts, in seconds. */
  uptimeAtStartSeconds: number
  /** Identity of the machine: always the same for the same name. */
  seed: number
  mac: string
  serial: string
}

type Derived = 'typicalWatts' | 'typicalCelsius' | 'seed' | 'mac' | 'serial' | 'uptimeAtStartSeconds'

/** Fills in what follows from the rest: identity from the name, watts and heat from the devices. */
export function describeRig(given: Omit<RigDescription, Derived> & { uptimeAtStartSeconds?: number }): RigDescription {
  const seed = seedOf(given.name)
  const octets = [0, 1, 2, 3, 4].map((index) => Math.floor(hashedFraction(seed ^ 0x6d6163, index) * 256))
  // The leading 02 marks a locally administered address, so that no real vendor's block is borrowed.
  const mac = [2, ...octets].map((octet) => octet.toString(16).padStart(2, '0')).join(':')
  const serial = `DL${octets.map((octet) => octet.toString(16).padStart(2, '0')).join('')}`.toUpperCase()
  const hours = 9 + Math.floor(hashedFraction(seed, 77) * 400)
  return {
    ...given,
    seed,
    mac,
    serial,
    uptimeAtStartSeconds: given.uptimeAtStartSeconds ?? hours * 3600 + Math.floor(hashedFraction(seed, 78) * 3600),
    typicalWatts: given.device.watts * given.deviceCount,
    typicalCelsius: given.device.typicalCelsius.core,
  }
}
