import { connect } from 'mqtt'
import type { MeterSample } from '#lib/domain/meter-quarters'
import { sampleOf } from './meter-sample.ts'
import type { MqttMeter } from './meter-settings.ts'

const RECONNECT_MS = 5_000
const MOST_BYTES = 100_000
const MOST_SAMPLES = 10_000

/** A standing connection to a broker. */
export type MqttConnection = {
  /** What came since the last call, and what is wrong now. */
  take(): { samples: MeterSample[]; problem?: string }
  close(): Promise<void>
}

/**
 * Listens to a meter's topic and connects again by itself. A retained message is left out: when it was measured is not
 * known. Problems never repeat user or secret.
 */
export function openMqttMeter(settings: MqttMeter, clock = Date.now): MqttConnection {
  const { host } = new URL(settings.address)
  let samples: MeterSample[] = []
  let problem: string | undefined = `${host} has not answered yet`
  const client = connect(settings.address, {
    reconnectPeriod: RECONNECT_MS,
    connectTimeout: 10_000,
    ...(settings.user ? { username: settings.user } : {}),
    ...(settings.secret ? { password: settings.secret } : {}),
  })
  client.on('connect', () => {
    problem = undefined
    client.subscribe(settings.topic, (error) => {
      if (error) problem = `${host} does not let us listen to ${settings.topic}`
    })
  })
  client.on('message', (_topic, payload, { retain }) => {
    if (retain) return
    const read = payload.byteLength > MOST_BYTES ? undefined : sampleOf(parsed(payload.toString()), settings, clock())
    problem = read?.ok ? undefined : (read?.reason ?? `${host} sent more than ${MOST_BYTES} bytes`)
    if (read?.ok && samples.length < MOST_SAMPLES) samples.push(read.sample)
  })
  client.on('error', (error) => {
    const refused = 'code' in error && (error.code === 4 || error.code === 5)
    problem = refused ? `${host} refused user or password` : `${host} could not be reached`
  })
  client.on('close', () => {
    problem ??= `The connection to ${host} broke`
  })
  return {
    take() {
      const taken = samples
      samples = []
      return { samples: taken, ...(problem === undefined ? {} : { problem }) }
    },
    async close() {
      await client.endAsync(true)
    },
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
