import type { DevicePart } from './rig-description'

/** What an operator can do to a simulated rig. Each stays until cleared, except `restart`, which is over at once. */
export type RigFault =
  /** A device climbs past its critical limit within 15 s. Without `part`: its memory where it has a sensor, else its core. */
  | { kind: 'overheat'; device: number; part?: DevicePart }
  /** Nothing answers on the API's port. */
  | { kind: 'dark' }
  /** It answers, but every figure, counter and uptime stands still. */
  | { kind: 'freeze' }
  /** A GPU fell off the bus, or a hash board died. */
  | { kind: 'lose-device'; device: number }
  /** Idle by choice: sleep, soft-off, paused. */
  | { kind: 'pause' }
  /** The miner starts anew: uptime and share counters from 0. */
  | { kind: 'restart' }
  /** The machine stopped itself over a trouble of its own, named as far as its dialect can. */
  | { kind: 'error'; code: string; text: string }

export type FaultKind = RigFault['kind']
