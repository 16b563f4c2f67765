import { resolve } from 'node:path'
import { type AssignedMeter, type Plug, plugOf, type RigMeterSettings, sharePlug } from '#lib/wire/meter-schema'
import { type MeterConfig, readSecretFile } from '../config'
import type { Log } from '../log'
import { MqttBrokers } from './mqtt-brokers'
import { type MeterLogin, openRigMeter, type RigMeter } from './rig-meter'

type Options = { timeoutMs: number; folder: string; log: Log }

/** All meters of an agent: those of its own file, which come first, and those given to rigs in the app, by the rigs' keys. */
export class RigMeters {
  readonly #options: Options
  readonly #brokers = new MqttBrokers()
  readonly #own: RigMeter[] = []
  readonly #ownPlugs: Plug[] = []
  readonly #assigned = new Map<string, { written: string; settings: AssignedMeter; meter?: RigMeter }>()

  constructor(options: Options) {
    this.#options = options
  }

  /** The meter of a rig in the agent's file. */
  open({ user, passwordFile, ...settings }: MeterConfig, rigIntervalSeconds: () => number): RigMeter {
    const meter = this.#opened(settings, this.#loginOf(user, passwordFile), rigIntervalSeconds)
    this.#own.push(meter)
    this.#ownPlugs.push(plugOf(settings))
    return meter
  }

  /** Takes the list the server sent: opens what is new, ends what is gone, and begins changed ones anew. */
  follow(assigned: AssignedMeter[]): void {
    const wanted = new Map(assigned.map((settings) => [settings.rigKey, settings]))
    for (const [rigKey, { written, meter }] of this.#assigned) {
      const settings = wanted.get(rigKey)
      if (settings && JSON.stringify(settings) === written) wanted.delete(rigKey)
      else {
        meter?.close()
        this.#assigned.delete(rigKey)
      }
    }
    for (const [rigKey, settings] of wanted) {
      const plug = plugOf(settings)
      if (this.#ownPlugs.some((own) => sharePlug(own, plug))) {
        this.#options.log('warn', `the meter of rig ${rigKey} stands at another rig in this agent's file: left out`)
        continue
      }
      this.#assigned.set(rigKey, { written: JSON.stringify(settings), settings })
    }
  }

  /** The meter that the app gave to a rig, opened when the rig is first asked. */
  of(rigKey: string | undefined, rigIntervalSeconds: () => number): RigMeter | undefined {
    const assigned = rigKey === undefined ? undefined : this.#assigned.get(rigKey)
    if (assigned === undefined) return undefined
    if (assigned.meter === undefined) {
      const { user, password } = assigned.settings
      assigned.meter = this.#opened(
        assigned.settings,
        { ...(user ? { user } : {}), ...(password ? { password } : {}) },
        rigIntervalSeconds,
      )
      assigned.meter.rigKey = rigKey
    }
    return assigned.meter
  }

  close(): void {
    for (const meter of this.#own) meter.close()
    for (const { meter } of this.#assigned.values()) meter?.close()
  }

  #opened(
    settings: RigMeterSettings,
    login: MeterLogin | { problem: string },
    rigIntervalSeconds: () => number,
  ): RigMeter {
    const { timeoutMs } = this.#options
    return openRigMeter(settings, login, { timeoutMs, brokers: this.#brokers, rigIntervalSeconds })
  }

  #loginOf(user: string | undefined, passwordFile: string | undefined): MeterLogin | { problem: string } {
    const given = user === undefined ? {} : { user }
    if (passwordFile === undefined) return given
    const read = readSecretFile(resolve(this.#options.folder, passwordFile))
    return read.ok ? { ...given, password: read.secret } : { problem: read.problem }
  }
}
