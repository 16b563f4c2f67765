/**
 * A reading: what a rig reported at one moment. SI units, the unit in the name. A value the miner does not tell is
 * absent, never 0 and never null. `docs/reading.md` is the contract in words; `lib/wire/reading-schema.ts` guards the door.
 */
export type Reading = {
  /** Milliseconds since the Unix epoch: the agent's clock, corrected by the server's. */
  at: number
  /** How often this rig is asked, in seconds; absent means {@link DEFAULT_INTERVAL_SECONDS}. */
  intervalSeconds?: number
  state: ReportedState
  miner: MinerIdentity
  /** One entry per algorithm mined at once; two when dual mining, none when nothing is mined. */
  work: WorkReport[]
  /** Power of the whole machine in watts, where known; else the sum over its devices. */
  powerWatts?: number
  /** Present exactly when `powerWatts` is. */
  powerSource?: PowerSource
  devices?: DeviceReport[]
  /** Chassis fans (ASICs); a GPU's fan stays with its device. */
  fans?: FanReport[]
  intakeCelsius?: number
  cooling?: Cooling
  /** The machine's own words. */
  errors?: MachineError[]
}

export const DEFAULT_INTERVAL_SECONDS = 10

/** What a machine says of itself; what we conclude from silence and time is presence (`presence.ts`). */
export type ReportedState = 'hashing' | 'warming' | 'paused' | 'error'

/**
 * Where a power figure comes from: `metered` by a smart plug or PDU, `input` the power supply's own AC figure,
 * `output` the DC side (the wall draws more), `estimated` by the firmware or a table of models.
 */
export type PowerSource = 'metered' | 'input' | 'output' | 'estimated'

export type Cooling = 'air' | 'hydro' | 'immersion'

export type DeviceKind = 'gpu' | 'board' | 'cpu'

export type MinerIdentity = {
  /** The family of miner, such as `xmrig` or `antminer`. */
  name: string
  version?: string
  /** The machine, where the API tells it. */
  model?: string
  /** Of the miner software. */
  uptimeSeconds?: number
  machineUptimeSeconds?: number
  /** Lower case, colons between octets. */
  mac?: string
  serial?: string
}

export type WorkReport = {
  /** Canonical name (`algorithms.ts`), or as the miner spells it in lower case; `unknown` where the API does not say. */
  algorithm: string
  /** H/s, Sol/s or graphs/s of the whole machine; 0 is a fact, absence is not knowing. */
  hashesPerSecond?: number
  /** What the machine itself says it should do at its present settings. */
  nominalHashesPerSecond?: number
  shares?: ShareCounters
  bestDifficulty?: number
  blocksFound?: number
  pool?: PoolReport
}

/** The miner's own counters: they fall to 0 when it restarts. */
export type ShareCounters = {
  accepted?: number
  rejected?: number
  stale?: number
  /** Milliseconds since the Unix epoch. */
  lastAcceptedAt?: number
}

export type PoolReport = { url?: string; user?: string; connected?: boolean }

export type DeviceReport = {
  index: number
  kind: DeviceKind
  name?: string
  /** PCI address as `01:00.0`. */
  busId?: string
  work?: DeviceWork[]
  /** Core, or the hottest chip of a board. */
  temperatureCelsius?: number
  /** The PCB's sensor, which is not the chip's. */
  boardCelsius?: number
  memoryCelsius?: number
  hotspotCelsius?: number
  regulatorCelsius?: number
  coolantInCelsius?: number
  coolantOutCelsius?: number
  frequencyMegahertz?: number
  hardwareErrors?: number
  fanPercent?: number
  fanRpm?: number
  powerWatts?: number
}

export type DeviceWork = { algorithm: string; hashesPerSecond?: number }

export type FanReport = { rpm?: number; percent?: number }

export type MachineError = { code?: string; text?: string }
