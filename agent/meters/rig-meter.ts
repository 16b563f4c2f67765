import { plainText } from '#lib/domain/plain-text'
import type { TargetStatus } from '#lib/wire/agent-events'
import type { RigMeterSettings } from '#lib/wire/meter-schema'
import { parseTarget } from '../parse-target'
import type { MqttBrokers } from './mqtt-brokers'
import { mqttMeter } from './mqtt-meter'
import type { PowerMeter } from './power-meter'
import { shellyMeter } from './shelly'
import { tasmotaMeter } from './tasmota'

export type MeterLogin = { user?: string; password?: string }

export type MeterSurroundings = { timeoutMs: number; brokers: MqttBrokers; rigIntervalSeconds: () => number }

/** The meter of one rig, with how it fares. */
export class RigMeter {
  rigKey: string | undefined
  #lastSuccessAtMs: number | undefined
  #problem: string | undefined

  constructor(
    private readonly settings: RigMeterSettings,
    private readonly meter: PowerMeter,
  ) {}

  get status(): TargetStatus {
    const { settings } = this
    return {
      address: settings.kind === 'mqtt' ? `${settings.address} ${settings.topic}`.slice(0, 300) : settings.address,
      miner: `${settings.kind} meter`,
      ...(this.rigKey === undefined ? {} : { rigKey: this.rigKey }),
      ...(this.#lastSuccessAtMs === undefined ? {} : { lastSuccessAtMs: this.#lastSuccessAtMs }),
      ...(this.#problem === undefined ? {} : { problem: this.#problem }),
    }
  }

  /** Watts at the plug; undefined with the reason kept for the status. */
  async read(): Promise<number | undefined> {
    const read = await this.meter.read()
    this.#problem = read.ok ? undefined : plainText(read.problem, 1_000)
    if (!read.ok) return undefined
    this.#lastSuccessAtMs = Date.now()
    return read.watts
  }

  close(): void {
    this.meter.close()
  }
}

/** Makes a meter ready to be asked. `problem`, such as a missing password file, is said at every reading instead. */
export function openRigMeter(
  settings: RigMeterSettings,
  login: MeterLogin | { problem: string },
  surroundings: MeterSurroundings,
): RigMeter {
  return new RigMeter(settings, 'problem' in login ? silent(login.problem) : meterOf(settings, login, surroundings))
}

function meterOf(settings: RigMeterSettings, login: MeterLogin, surroundings: MeterSurroundings): PowerMeter {
  if (settings.kind === 'mqtt') return mqttMeter(settings, login, surroundings.brokers, surroundings.rigIntervalSeconds)
  const parsed = parseTarget(settings.address)
  if (!parsed.ok) return silent(`the meter's address cannot be used: ${parsed.problem}`)
  const { host, port, scheme } = parsed.target
  const isSecure = scheme === 'https'
  const target = {
    host,
    port: port ?? (isSecure ? 443 : 80),
    scheme: isSecure ? ('https' as const) : ('http' as const),
    ...login,
    timeoutMs: surroundings.timeoutMs,
  }
  return settings.kind === 'shelly' ? shellyMeter(target, settings.channel) : tasmotaMeter(target, settings.channel)
}

function silent(problem: string): PowerMeter {
  return { read: async () => ({ ok: false, problem }), close() {} }
}
