import { antminer } from './families/antminer'
import { antminerHiveon } from './families/antminer-hiveon'
import { avalon } from './families/avalon'
import { bitaxe } from './families/bitaxe'
import { cgminer } from './families/cgminer'
import { gminer } from './families/gminer'
import { lolminer } from './families/lolminer'
import { lolminerOld } from './families/lolminer-old'
import { teamredminer } from './families/teamredminer'
import { trex } from './families/trex'
import { whatsminer } from './families/whatsminer'
import { xmrig } from './families/xmrig'
import { LOOPBACK, type LoopbackPort, listenOnLoopback } from './listen-on-loopback'
import type { RigDescription, SimulatedFamily } from './rig-description'
import { SimulatedRig } from './simulated-rig'
import type { SimulatorSettings, WireFamily } from './wire-family'

/** Every dialect: a new one is a file in `families/`, a name in `SimulatedFamily` and a line here. */
export const families: Record<SimulatedFamily, WireFamily> = {
  antminer,
  'antminer-hiveon': antminerHiveon,
  avalon,
  bitaxe,
  cgminer,
  gminer,
  lolminer,
  'lolminer-old': lolminerOld,
  teamredminer,
  trex,
  whatsminer,
  xmrig,
}

const RELISTEN_MILLISECONDS = 250

export type Simulator = {
  family: SimulatedFamily
  host: string
  port: number
  /** As an agent would dial it: `tcp://127.0.0.1:4028` or `http://127.0.0.1:4067`. */
  address: string
  rig: SimulatedRig
  /** Closes the port and every connection for good. */
  stop(): Promise<void>
}

export type SimulatorOptions = SimulatorSettings & {
  /** A rig, or its description. */
  rig: SimulatedRig | RigDescription
  /** The description's own unless told. */
  family?: SimulatedFamily
  /** 0 or absent: a free port, kept through darkness. */
  port?: number
  /** 127.0.0.1 unless told: another address of 127.0.0.0/8. */
  host?: string
  /** Milliseconds since the epoch; only for a rig given as a description. */
  clock?: () => number
  /** The miner's uptime at the start; only for a rig given as a description. */
  uptimeSeconds?: number
}

/** Starts one simulated miner on loopback. Rejects with Node's error where the port cannot be had. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const rig = options.rig instanceof SimulatedRig ? options.rig : new SimulatedRig(options.rig, options)
  const family = options.family ?? rig.description.family
  const settings = options.accessToken === undefined ? {} : { accessToken: options.accessToken }
  const wire = families[family]
  const host = options.host ?? LOOPBACK
  let listening: LoopbackPort | undefined = await listenOnLoopback(wire, rig, options.port ?? 0, settings, host)
  const { port } = listening
  // Closing and opening again take turns, however fast somebody flips the switch.
  let turn: Promise<void> = Promise.resolve()
  let isStopped = false
  const settle = async () => {
    const shouldListen = !rig.isDark && !isStopped
    if (shouldListen && !listening) {
      // Somebody may have borrowed the port in the meantime; their end gives it back.
      listening = await listenOnLoopback(wire, rig, port, settings, host).catch(() => undefined)
      if (!listening) setTimeout(takeTurn, RELISTEN_MILLISECONDS).unref()
    } else if (!shouldListen && listening) {
      const closing = listening.close()
      listening = undefined
      await closing
    }
  }
  const takeTurn = () => {
    turn = turn.then(settle)
    return turn
  }
  rig.onDarkChange = takeTurn
  if (rig.isDark) await takeTurn()
  return {
    family,
    host,
    port,
    address: `${wire.scheme}://${host}:${port}`,
    rig,
    stop() {
      isStopped = true
      rig.onDarkChange = undefined
      return takeTurn()
    },
  }
}
