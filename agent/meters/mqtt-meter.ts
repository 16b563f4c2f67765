import { numberAtPath } from '#lib/domain/number-at-path'
import type { RigMeterSettings } from '#lib/wire/meter-schema'
import type { BrokerSettings, MqttBrokers } from './mqtt-brokers'
import { metered, type PowerMeter } from './power-meter'

/** After so many intervals without a message what the topic last told speaks no longer. */
const SILENT_INTERVALS = 3

/**
 * A topic on which a meter publishes watts: a number alone, or JSON with the number at a path such as `ENERGY.Power`. What is
 * older than three intervals is absent; the interval is how often the topic is published, else how often the rig is asked.
 */
export function mqttMeter(
  settings: Extract<RigMeterSettings, { kind: 'mqtt' }>,
  login: Omit<BrokerSettings, 'address'>,
  brokers: MqttBrokers,
  rigIntervalSeconds: () => number,
): PowerMeter {
  const heard = brokers.listen({ address: settings.address, ...login }, settings.topic)
  const openedAtMs = performance.now()
  return {
    async read() {
      const { message, problem } = heard.last()
      const intervalMs = (settings.publishedEverySeconds ?? rigIntervalSeconds()) * 1_000
      const ageMs = performance.now() - (message?.atMs ?? openedAtMs)
      if (message && ageMs <= SILENT_INTERVALS * intervalMs) return wattsIn(message.text, settings)
      if (problem !== undefined) return { ok: false, problem: `the meter's value is missing: ${problem}` }
      const since = `${Math.round(ageMs / 1_000)} s`
      const remedy = 'If it is published more seldom than the rig is asked, say how often (publishedEverySeconds)'
      return { ok: false, problem: `nothing new came on ${settings.topic} for ${since}. ${remedy}` }
    },
    close: () => heard.close(),
  }
}

function wattsIn(text: string, { topic, path = '' }: { topic: string; path?: string }) {
  const value = numberAtPath(parsed(text), path)
  if (value !== undefined) return metered(value, topic)
  const where = path === '' ? 'is no number: name the path to it' : `has no number at ${path}`
  return { ok: false as const, problem: `what is published on ${topic} ${where}` }
}

/** Home Assistant and Zigbee bridges publish numbers as bare text as well as in JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
