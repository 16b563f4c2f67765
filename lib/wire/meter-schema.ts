import { z } from 'zod'

/** Fewer than the interval of a fast rig makes no sense; more than an hour says nothing of now. */
const publishedEverySeconds = z
  .number('Write seconds')
  .min(1, 'Write at least 1 s')
  .max(3600, 'Write at most 3600 s')
  .optional()
const channel = z
  .int('Write a whole number')
  .min(0, 'Channels are counted from 0')
  .max(99, 'Channels are counted from 0 to 99')
  .optional()

function address(protocols: string[], example: string) {
  return z
    .string()
    .trim()
    .min(1, 'Write the address of the meter')
    .max(300, 'At most 300 characters')
    .superRefine((text, context) => {
      const url = urlOf(text, protocols[0] ?? '')
      if (!url || !protocols.includes(url.protocol)) {
        context.addIssue({ code: 'custom', message: `Write it like ${example}` })
      } else if (url.username !== '' || url.password !== '') {
        context.addIssue({ code: 'custom', message: 'Write user and password into their own fields' })
      }
    })
}

function urlOf(text: string, protocol: string): URL | undefined {
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `${protocol}//${text}`
  return URL.canParse(whole) ? new URL(whole) : undefined
}

const http = address(['http:', 'https:'], '192.168.1.30 or http://192.168.1.30')

/**
 * A meter at the plug of one rig, without its password: a Shelly or Tasmota plug asked over HTTP, or a topic of an MQTT
 * broker, as Home Assistant has one. `path` leads to the number in a topic's JSON; without it the message is the number.
 */
export const meterShapes = {
  shelly: z.strictObject({ kind: z.literal('shelly'), address: http, channel }),
  tasmota: z.strictObject({ kind: z.literal('tasmota'), address: http, channel }),
  mqtt: z.strictObject({
    kind: z.literal('mqtt'),
    address: address(['mqtt:', 'mqtts:'], 'mqtt://192.168.1.10').transform((text) =>
      text.includes('://') ? text : `mqtt://${text}`,
    ),
    topic: z
      .string()
      .trim()
      .min(1, 'Write the topic')
      .max(500, 'At most 500 characters')
      .regex(/^[^#+\0]+$/, 'Name one topic: + and # would mix several meters'),
    path: z.string().trim().max(200, 'At most 200 characters').optional(),
    publishedEverySeconds,
  }),
}

export const rigMeterSettings = z.discriminatedUnion('kind', [
  meterShapes.shelly,
  meterShapes.tasmota,
  meterShapes.mqtt,
])

export type RigMeterSettings = z.output<typeof rigMeterSettings>

const assigned = { rigKey: z.string().min(1), user: z.string().optional(), password: z.string().optional() }

/** As the server hands it to the agent that reports the rig, with what lets it in. */
export const assignedMeter = z.discriminatedUnion('kind', [
  meterShapes.shelly.extend(assigned).loose(),
  meterShapes.tasmota.extend(assigned).loose(),
  meterShapes.mqtt.extend(assigned).loose(),
])

export type AssignedMeter = RigMeterSettings & z.output<z.ZodObject<typeof assigned>>

/** What is measured: a topic's number, or a device at a place, whole or one of its channels. */
export type Plug = { place: string; channel?: number }

/** The plug that a meter's settings mean, however its address is written. */
export function plugOf(meter: RigMeterSettings): Plug {
  const url = urlOf(meter.address, meter.kind === 'mqtt' ? 'mqtt:' : 'http:')
  const host = url ? `${url.hostname.toLowerCase()}:${url.port || DEFAULT_PORTS[url.protocol] || ''}` : meter.address
  return meter.kind === 'mqtt'
    ? { place: `${host} ${meter.topic} ${meter.path ?? ''}` }
    : { place: host, channel: meter.channel }
}

/**
 * True where two meters measure some of the same watts: what one plug draws cannot be split between rigs, so that no two may
 * have it. Without a channel a device is meant as a whole.
 */
export function sharePlug(one: Plug, other: Plug): boolean {
  if (one.place !== other.place) return false
  return one.channel === undefined || other.channel === undefined || one.channel === other.channel
}

const DEFAULT_PORTS: { [protocol: string]: string } = {
  'http:': '80',
  'https:': '443',
  'mqtt:': '1883',
  'mqtts:': '8883',
}
