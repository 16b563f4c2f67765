import { randomStream, smoothNoise } from './noise'
import { type RateWindow, rateJitter } from './rate-window'
import type { DevicePart, RigDescription, SimulatedWorkDescription } from './rig-description'
import type { FaultKind, RigFault } from './rig-faults'
import { ShareCounters } from './share-counters'
import { createDevices, type SimulatedDevice } from './simulated-device'
import { type SlowConditions, slowConditions } from './simulated-past'

export type { RateWindow } from './rate-window'

const IDLE_POWER_FRACTION = 0.04

/**
 * A rig's physics and counters. Nothing runs by itself: `advance(nowMs)` steps the model from its last moment to the
 * given one, in one step however long, so that thousands of idle rigs cost nothing.
 */
export class SimulatedRig {
  readonly description: RigDescription
  /** The counters, in the order of the description's works. */
  readonly works: ShareCounters[]
  /** The moment that all figures speak of. */
  nowMs: number
  /** Told when the API goes dark and when it comes back. */
  onDarkChange: ((dark: boolean) => void) | undefined
  #clock: () => number
  #random: () => number
  #devices: SimulatedDevice[]
  #slow: SlowConditions
  #startedAtMs: number
  #bootedAtMs: number
  #joules = 0
  #frozen = false
  #dark = false
  #paused = false
  #failure: { code: string; text: string } | undefined

  constructor(description: RigDescription, options: { clock?: () => number; uptimeSeconds?: number } = {}) {
    this.description = description
    this.#clock = options.clock ?? Date.now
    this.#random = randomStream(description.seed)
    this.nowMs = this.#clock()
    const uptimeSeconds = options.uptimeSeconds ?? description.uptimeAtStartSeconds
    this.#startedAtMs = this.nowMs - uptimeSeconds * 1000
    this.#bootedAtMs = this.#startedAtMs - 95_000
    this.#slow = slowConditions(description, this.nowMs)
    this.works = description.works.map(() => new ShareCounters(description.deviceCount))
    this.#devices = createDevices(description, uptimeSeconds)
    this.#accrue(uptimeSeconds)
  }

  /** Steps the model to `nowMs`; going back in time or being frozen changes nothing. */
  advance(nowMs: number = this.#clock()): this {
    const seconds = (nowMs - this.nowMs) / 1000
    if (this.#frozen || !(seconds > 0)) return this
    this.nowMs = nowMs
    this.#slow = slowConditions(this.description, nowMs)
    for (const [index, device] of this.#devices.entries()) device.step(seconds, this.isHashing(index), this.#slow)
    this.#accrue(seconds)
    return this
  }

  get uptimeSeconds(): number {
    return Math.max(0, Math.floor((this.nowMs - this.#startedAtMs) / 1000))
  }

  get machineUptimeSeconds(): number {
    return Math.max(0, Math.floor((this.nowMs - this.#bootedAtMs) / 1000))
  }

  get startedAtMs(): number {
    return this.#startedAtMs
  }

  get deviceCount(): number {
    return this.#devices.length
  }

  get isPaused(): boolean {
    return this.#paused
  }

  get isDark(): boolean {
    return this.#dark
  }

  get isFrozen(): boolean {
    return this.#frozen
  }

  /** The trouble it stopped itself over, if any. */
  get failure(): { code: string; text: string } | undefined {
    return this.#failure
  }

  get intakeCelsius(): number {
    return this.#slow.ambientCelsius + 2
  }

  /** Energy since the miner started, kWh. */
  get kilowattHours(): number {
    return this.#joules / 3.6e6
  }

  isLost(device: number): boolean {
    return this.#devices[device]?.lost ?? true
  }

  isHashing(device: number): boolean {
    return !this.#paused && this.#failure === undefined && !this.isLost(device)
  }

  /** H/s of one device for one of the description's works. */
  deviceHashesPerSecond(work: number, device: number, window: RateWindow = 'minute'): number {
    const state = this.#devices[device]
    const nominal = this.description.works[work]?.nominalHashesPerSecond
    if (!state || nominal === undefined || !this.isHashing(device)) return 0
    const jitter = rateJitter(window, this.description.seed, device * 31 + work * 977, this.nowMs)
    return (nominal / this.#devices.length) * state.rateFactor * this.#slow.hashFactor * this.#ramp() * jitter
  }

  /** H/s of the whole rig for one of the description's works. */
  hashesPerSecond(work: number, window: RateWindow = 'minute'): number {
    let sum = 0
    for (let device = 0; device < this.#devices.length; device++)
      sum += this.deviceHashesPerSecond(work, device, window)
    return sum
  }

  /** H/s over the whole time since the miner's start: the figure that outlives a switched-off machine. */
  averageHashesPerSecond(work: number): number {
    return this.uptimeSeconds > 0 ? (this.works[work]?.hashes ?? 0) / this.uptimeSeconds : 0
  }

  /** °C of one sensor, or undefined where such devices have none. */
  celsius(device: number, part: DevicePart = 'core'): number | undefined {
    return this.#devices[device]?.celsius(part, this.#slow)
  }

  /** Fan duty of one device: it follows the core's temperature. */
  fanPercent(device: number): number {
    const { fanPercent, typicalCelsius } = this.description.device
    const excess = (this.celsius(device) ?? typicalCelsius.core) - typicalCelsius.core
    return this.isLost(device) ? 0 : Math.round(Math.min(100, Math.max(25, fanPercent + 2.5 * excess)))
  }

  fanRpm(device: number): number {
    const wobble = 1 + 0.01 * smoothNoise(this.description.seed ^ (device + 400), this.nowMs / 7_000)
    return Math.round((this.fanPercent(device) / 100) * this.description.device.fanMaximumRpm * wobble)
  }

  /** Watts of one device. */
  deviceWatts(device: number): number {
    const state = this.#devices[device]
    if (!state || state.lost) return 0
    const { watts } = this.description.device
    if (!this.isHashing(device)) return watts * IDLE_POWER_FRACTION
    const ramp = IDLE_POWER_FRACTION + (1 - IDLE_POWER_FRACTION) * this.#ramp()
    const jitter = 1 + 0.004 * smoothNoise(this.description.seed ^ (device + 90), this.nowMs / 5_000)
    return watts * state.rateFactor * this.#slow.powerFactor * ramp * jitter
  }

  /** Watts of the whole machine. */
  watts(): number {
    let sum = 0
    for (let device = 0; device < this.#devices.length; device++) sum += this.deviceWatts(device)
    return sum
  }

  /** Puts a fault on the rig from this moment on. */
  apply(fault: RigFault): void {
    this.advance()
    if (fault.kind === 'freeze') this.#frozen = true
    else if (fault.kind === 'dark') this.#setDark(true)
    else if (fault.kind === 'pause') this.#paused = true
    else if (fault.kind === 'error') this.#failure = { code: fault.code, text: fault.text }
    else if (fault.kind === 'restart') this.#restart()
    else this.#applyToDevice(fault)
  }

  /** Takes a fault away, or all of them. */
  clear(kind?: FaultKind): void {
    const is = (asked: FaultKind) => kind === undefined || kind === asked
    if (is('freeze')) this.#frozen = false
    this.advance()
    if (is('pause')) this.#paused = false
    if (is('error')) this.#failure = undefined
    for (const device of this.#devices) {
      if (is('overheat')) device.overheats = undefined
      if (is('lose-device')) device.lost = false
    }
    if (is('dark')) this.#setDark(false)
  }

  #applyToDevice(fault: Extract<RigFault, { device: number }>): void {
    const device = this.#devices[fault.device]
    if (!device) throw new RangeError(`${this.description.name} has no device ${fault.device}`)
    if (fault.kind === 'lose-device') device.lost = true
    else device.overheats = fault.part ?? device.weakestPart
  }

  #setDark(dark: boolean): void {
    if (this.#dark === dark) return
    this.#dark = dark
    this.onDarkChange?.(dark)
  }

  #restart(): void {
    this.#startedAtMs = this.nowMs
    this.#joules = 0
    for (const work of this.works) work.reset()
  }

  #ramp(): number {
    const { warmUpSeconds } = this.description.device
    return Math.min(1, Math.max(0, (this.nowMs - this.#startedAtMs) / 1000 / warmUpSeconds))
  }

  #accrue(seconds: number): void {
    this.#joules += this.watts() * seconds
    for (const [work, counters] of this.works.entries()) {
      const told = this.description.works[work]
      if (told)
        for (let device = 0; device < this.#devices.length; device++) this.#mine(told, counters, work, device, seconds)
    }
  }

  #mine(told: SimulatedWorkDescription, counters: ShareCounters, work: number, device: number, seconds: number): void {
    const rate = this.deviceHashesPerSecond(work, device, 'long')
    counters.hashes += rate * seconds
    const meanShares = (seconds / told.secondsPerShare) * (rate / told.nominalHashesPerSecond)
    const span = { device, untilMs: this.nowMs, seconds, meanShares, shareDifficulty: told.shareDifficulty }
    counters.accrue(span, this.#random)
  }
}
