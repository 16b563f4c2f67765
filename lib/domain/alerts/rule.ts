import type { RuleKind, Scope, Severity, Subject } from '#lib/domain/alert-types'
import type { SensorKind, TemperatureLimits } from '#lib/domain/limits'

/** A sensor that can be too hot: those of devices, and the air that a machine takes in. */
export type AlertSensor = SensorKind | 'intake'

/** One shape for all kinds of rule; {@link RuleKindFacts.fields} says which a kind reads. Durations in milliseconds. */
export type RuleSettings = {
  /** Thresholds in the kind's unit: °C, a fraction, H/s, W, J per hash, ms. */
  warning?: number
  critical?: number
  /** How far below (or above) its threshold a value must come to count as over. */
  clearMargin?: number
  /** The value at which the warning counts as over; outranks `clearMargin`. */
  clear?: number
  /** How long the trouble must last before anybody is told. */
  forMs: number
  /** The same for critical trouble; absent means `forMs`. */
  criticalForMs?: number
  /** How long it must be over before that is told. */
  clearForMs: number
  /** For kinds without two thresholds. */
  severity?: Severity
  /** What a hash rate is held against. */
  against?: 'nominal' | 'median' | 'absolute'
  /** Only this algorithm. */
  algorithm?: string
  /** Ratios say nothing below so many shares. */
  leastShares?: number
  /** How far back shares or restarts are counted; shares at most 30 min. */
  windowMs?: number
  /** Outranks the machine's usual limits, sensor by sensor. */
  limits?: Partial<Record<AlertSensor, TemperatureLimits>>
  /** Only these sensors. */
  sensors?: AlertSensor[]
  /** Watts; or the least number of rigs or agents for "all of them" to mean something. */
  minimum?: number
  maximum?: number
  /** Restarts, readings, or mean gaps. */
  times?: number
}

export type Rule = {
  id: number
  kind: RuleKind
  name: string
  enabled: boolean
  settings: RuleSettings
  scope: Scope
  /** Names the default it came from, so that a later version finds it again. */
  builtIn?: string
}

/** The settings that hold one number. */
export type NumberSetting = Exclude<
  {
    [Name in keyof RuleSettings]-?: NonNullable<RuleSettings[Name]> extends number ? Name : never
  }[keyof RuleSettings],
  undefined
>

/** A number an owner may change. `fraction` is shown in percent, `milliseconds` as a duration. */
export type RuleField = {
  setting: NumberSetting
  label: string
  unit: 'milliseconds' | 'celsius' | 'fraction' | 'hashesPerSecond' | 'watts' | 'joulesPerHash' | 'count'
}

export type RuleKindFacts = {
  label: string
  /** One sentence: when it speaks. */
  describes: string
  subject: Subject['kind']
  /** Of its thresholds. */
  unit?: RuleField['unit']
  /** Muted while the machine warms up. */
  ratio: boolean
  /** Watched even while the rig rests by choice. */
  whilePaused: boolean
  fields: RuleField[]
  defaults: RuleSettings
}
