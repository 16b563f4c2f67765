import { z } from 'zod'

const path = z.string().trim().max(200, 'At most 200 characters').default('')
const unit = z.enum(['watts', 'kwh'], 'Choose what the number is')
const intervalSeconds = z
  .int('Write whole seconds')
  .min(5, 'At least 5 seconds')
  .max(600, 'At most 600 seconds')
  .default(30)
// What goes into a header must not end it.
const secret = z
  .string()
  .max(500, 'At most 500 characters')
  .regex(/^[\x20-\x7E]*$/, 'Plain letters, digits and signs only')
  .optional()

function address(protocols: string[], example: string) {
  return z
    .string()
    .trim()
    .max(500, 'At most 500 characters')
    .refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), `Write it like ${example}`)
    .refine(
      (text) => !URL.canParse(text) || (new URL(text).username === '' && new URL(text).password === ''),
      'Write user and password into their own fields',
    )
}

const shared = { path, unit, intervalSeconds, user: secret, secret }

/** A meter as it is asked; `secret` is stored encrypted and apart from the rest. */
export const meterSettings = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('rest'), address: address(['http:', 'https:'], 'http://192.168.1.20/status'), ...shared }),
  z.object({
    kind: z.literal('mqtt'),
    address: address(['mqtt:', 'mqtts:'], 'mqtt://192.168.1.10:1883'),
    topic: z
      .string()
      .trim()
      .min(1, 'Write the topic')
      .max(500, 'At most 500 characters')
      .regex(/^[^#+]+$/, 'Name one topic: + and # would mix several meters'),
    ...shared,
  }),
])

export type MeterSettings = z.output<typeof meterSettings>
export type RestMeter = Extract<MeterSettings, { kind: 'rest' }>
export type MqttMeter = Extract<MeterSettings, { kind: 'mqtt' }>
