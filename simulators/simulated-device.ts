import { hashedFraction } from './noise'
import type { DevicePart, RigDescription, SimulatedDeviceKind } from './rig-description'
import type { SlowConditions } from './simulated-past'

/** How fast a device comes to its working temperature. */
const WARMING_SECONDS = 120
/** A restart takes about a minute, in which a device loses this share of its warmth. */
const COOLED_BY_A_RESTART = 0.25
const OVERHEATING_SECONDS = 5
const RELIEVED_SECONDS = 25
/** How far an overheating part ends above its critical limit. */
const OVERHEAT_MARGIN_CELSIUS = 6
const IDLE_RISE_CELSIUS = 5
/** The share of one part's overheating that the device's other sensors feel. */
const SPREAD_OF_HEAT = 0.25

/** One GPU, hash board or CPU: its heat, and how it differs from its siblings. */
export class SimulatedDevice {
  lost = false
  readonly rateFactor: number
  readonly #kind: SimulatedDeviceKind
  readonly #coolerBy: number
  /** 0 at room temperature, 1 at full load's equilibrium. */
  #warmth: number
  #overheats: DevicePart | undefined
  #hotPart: DevicePart = 'core'
  #riseCelsius = 0

  constructor(kind: SimulatedDeviceKind, differs: { rateFactor: number; coolerBy: number; uptimeSeconds: number }) {
    this.#kind = kind
    this.rateFactor = differs.rateFactor
    this.#coolerBy = differs.coolerBy
    this.#warmth = 1 - COOLED_BY_A_RESTART * Math.exp(-differs.uptimeSeconds / WARMING_SECONDS)
  }

  /** The part that overheats unless another is named: the memory where it has a sensor, else the core. */
  get weakestPart(): DevicePart {
    return this.#kind.typicalCelsius.memory === undefined ? 'core' : 'memory'
  }

  /** The part that climbs past its critical limit, or undefined for none. */
  set overheats(part: DevicePart | undefined) {
    this.#overheats = part
    if (part) this.#hotPart = part
  }

  /** Moves the temperatures on by so many seconds, exactly, however many they are. */
  step(seconds: number, isHashing: boolean, slow: SlowConditions): void {
    this.#warmth += ((isHashing ? 1 : 0) - this.#warmth) * (1 - Math.exp(-seconds / WARMING_SECONDS))
    const isOverheating = this.#overheats !== undefined && !this.lost
    const riseTo = isOverheating ? this.#overheatRise(slow) : 0
    const pace = isOverheating ? OVERHEATING_SECONDS : RELIEVED_SECONDS
    this.#riseCelsius += (riseTo - this.#riseCelsius) * (1 - Math.exp(-seconds / pace))
  }

  /** °C of one sensor, or undefined where such devices have none. */
  celsius(part: DevicePart, slow: SlowConditions): number | undefined {
    const typical = this.#kind.typicalCelsius[part]
    if (typical === undefined) return undefined
    const idle = slow.ambientCelsius + IDLE_RISE_CELSIUS
    const loaded = typical - this.#coolerBy + slow.warmthCelsius
    return idle + (loaded - idle) * this.#warmth + this.#riseCelsius * (part === this.#hotPart ? 1 : SPREAD_OF_HEAT)
  }

  #overheatRise(slow: SlowConditions): number {
    const { typicalCelsius, criticalCelsius } = this.#kind
    const typical = typicalCelsius[this.#hotPart] ?? typicalCelsius.core
    const critical = criticalCelsius[this.#hotPart] ?? criticalCelsius.core
    const loaded = typical - this.#coolerBy + slow.warmthCelsius
    return Math.max(OVERHEAT_MARGIN_CELSIUS, critical + OVERHEAT_MARGIN_CELSIUS - loaded)
  }
}

/** A rig's devices: one is the hottest, the others up to 4 °C cooler; their rates differ, but sum to the rig's nominal. */
export function createDevices(description: RigDescription, uptimeSeconds: number): SimulatedDevice[] {
  const { seed, deviceCount, device } = description
  const spread = Array.from({ length: deviceCount }, (_, index) => hashedFraction(seed, index + 200))
  const mean = spread.reduce((sum, fraction) => sum + fraction, 0) / spread.length
  const hottest = spread.indexOf(Math.max(...spread))
  return spread.map((fraction, index) => {
    const coolerBy = index === hottest ? 0 : 0.5 + 3.5 * hashedFraction(seed, index + 300)
    return new SimulatedDevice(device, { rateFactor: 1 + 0.012 * (fraction - mean), coolerBy, uptimeSeconds })
  })
}
