import type { DeviceReport, FanReport, MachineError, MinerIdentity, Reading, WorkReport } from '#lib/domain/reading'

/** Whether two readings tell the same in every figure, counter and uptime; only the moment may differ. */
export function sameFigures(one: Reading, other: Reading): boolean {
  // What changes with every poll of a living miner comes first, so that the long comparison is rare.
  return (
    sameMiner(one.miner, other.miner) &&
    one.powerWatts === other.powerWatts &&
    sameList(one.work, other.work, sameWork) &&
    sameList(one.devices, other.devices, sameDevice) &&
    sameList(one.fans, other.fans, sameFan) &&
    one.state === other.state &&
    one.intakeCelsius === other.intakeCelsius &&
    one.powerSource === other.powerSource &&
    sameList(one.errors, other.errors, sameError)
  )
}

function sameMiner(one: MinerIdentity, other: MinerIdentity): boolean {
  return (
    one.uptimeSeconds === other.uptimeSeconds &&
    one.machineUptimeSeconds === other.machineUptimeSeconds &&
    one.name === other.name &&
    one.version === other.version &&
    one.model === other.model
  )
}

function sameWork(one: WorkReport, other: WorkReport): boolean {
  return (
    one.hashesPerSecond === other.hashesPerSecond &&
    one.algorithm === other.algorithm &&
    one.nominalHashesPerSecond === other.nominalHashesPerSecond &&
    one.shares?.accepted === other.shares?.accepted &&
    one.shares?.rejected === other.shares?.rejected &&
    one.shares?.stale === other.shares?.stale &&
    one.shares?.lastAcceptedAt === other.shares?.lastAcceptedAt &&
    one.bestDifficulty === other.bestDifficulty &&
    one.blocksFound === other.blocksFound &&
    one.pool?.url === other.pool?.url &&
    one.pool?.user === other.pool?.user &&
    one.pool?.connected === other.pool?.connected
  )
}

function sameDevice(one: DeviceReport, other: DeviceReport): boolean {
  return (
    one.temperatureCelsius === other.temperatureCelsius &&
    one.powerWatts === other.powerWatts &&
    one.fanRpm === other.fanRpm &&
    one.fanPercent === other.fanPercent &&
    one.memoryCelsius === other.memoryCelsius &&
    one.hotspotCelsius === other.hotspotCelsius &&
    one.boardCelsius === other.boardCelsius &&
    one.regulatorCelsius === other.regulatorCelsius &&
    one.coolantInCelsius === other.coolantInCelsius &&
    one.coolantOutCelsius === other.coolantOutCelsius &&
    one.frequencyMegahertz === other.frequencyMegahertz &&
    one.hardwareErrors === other.hardwareErrors &&
    one.index === other.index &&
    one.kind === other.kind &&
    one.busId === other.busId &&
    sameList(one.work, other.work, sameRate)
  )
}

function sameRate(one: { hashesPerSecond?: number }, other: { hashesPerSecond?: number }): boolean {
  return one.hashesPerSecond === other.hashesPerSecond
}

function sameFan(one: FanReport, other: FanReport): boolean {
  return one.rpm === other.rpm && one.percent === other.percent
}

function sameError(one: MachineError, other: MachineError): boolean {
  return one.code === other.code && one.text === other.text
}

function sameList<T>(one: T[] | undefined, other: T[] | undefined, same: (one: T, other: T) => boolean): boolean {
  if (one === other) return true
  if (!one || !other || one.length !== other.length) return false
  for (let at = 0; at < one.length; at += 1) {
    const left = one[at]
    const right = other[at]
    if (left === undefined || right === undefined || !same(left, right)) return false
  }
  return true
}
