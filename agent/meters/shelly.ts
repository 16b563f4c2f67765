import { getJson, withoutCredentials } from '../miners/http-json'
import { isObject, type JsonObject, listFrom, numberFrom, objectFrom } from '../miners/lenient'
import { describeTarget, type Target } from '../miners/miner-reader'
import { type MeterRead, metered, type PowerMeter } from './power-meter'

type Generation = 'first' | 'later'

/**
 * A Shelly plug, relay or energy meter. Which generation it is `/shelly` tells without a login. The first one answers at
 * `/status` in `meters` or `emeters` (shelly-api-docs.shelly.cloud/gen1, Basic login); all later ones at
 * `/rpc/Shelly.GetStatus` by component (shelly-api-docs.shelly.cloud/gen2, Digest login as `admin`). Without a channel it
 * has to be a device with one, or a three-phase meter, of which the sum is taken.
 */
export function shellyMeter(target: Target, channel: number | undefined): PowerMeter {
  let generation: Generation | undefined
  const place = describeTarget(target)
  const stranger = withoutCredentials(target)
  const guest = target.password === undefined ? target : { ...target, user: target.user ?? 'admin' }
  return {
    async read() {
      if (generation === undefined) {
        const told = await getJson(stranger, '/shelly')
        if (!told.ok) return { ok: false, problem: `the meter ${told.problem}`, isOther: true }
        const shelly = objectFrom(told.json)
        if (shelly === undefined || told.status >= 300 || shelly.mac === undefined)
          return { ok: false, problem: `the meter ${place} answers, but not as a Shelly does`, isOther: true }
        generation = (numberFrom(shelly.gen) ?? 1) >= 2 ? 'later' : 'first'
      }
      const reply = await getJson(guest, generation === 'first' ? '/status' : '/rpc/Shelly.GetStatus')
      if (!reply.ok) return { ok: false, problem: `the meter ${reply.problem}` }
      const status = objectFrom(reply.json)
      if (status === undefined || reply.status >= 300)
        return { ok: false, problem: `the meter ${place} answered HTTP ${reply.status} without its status` }
      return generation === 'first' ? firstGeneration(status, channel, place) : laterGeneration(status, channel, place)
    },
    close() {},
  }
}

/** Watts from the first generation's `/status`: `is_valid` false is a meter that has not measured yet. */
function firstGeneration(status: JsonObject, channel: number | undefined, place: string): MeterRead {
  const isEnergyMeter = Array.isArray(status.emeters)
  const meters = listFrom(isEnergyMeter ? status.emeters : status.meters)
  if (channel === undefined && meters.length > 1) {
    // Only the three-phase meter tells a total; two clamps of one device may sit on two machines.
    return status.total_power === undefined ? severalChannels(place, meters.length) : metered(status.total_power, place)
  }
  const meter = objectFrom(meters[channel ?? 0])
  if (meter === undefined) return noChannel(place, channel)
  if (meter.is_valid === false) return { ok: false, problem: `the meter ${place} has not measured yet` }
  return metered(meter.power, place)
}

/** Of each kind of component, where its watts stand. Others, `switch` of a Shelly without a meter included, tell none. */
const COMPONENTS: readonly (readonly [prefix: string, field: string])[] = [
  ['em', 'total_act_power'],
  ['em1', 'act_power'],
  ['pm1', 'apower'],
  ['switch', 'apower'],
  ['cover', 'apower'],
  ['light', 'apower'],
]

function laterGeneration(status: JsonObject, channel: number | undefined, place: string): MeterRead {
  for (const [prefix, field] of COMPONENTS) {
    const measuring = Object.entries(status).flatMap(([name, component]) => {
      const id = new RegExp(`^${prefix}:(\\d+)$`).exec(name)?.[1]
      return id !== undefined && isObject(component) && field in component ? [{ id: Number(id), component }] : []
    })
    if (measuring.length === 0) continue
    if (channel === undefined && measuring.length > 1) return severalChannels(place, measuring.length)
    const found = channel === undefined ? measuring[0] : measuring.find(({ id }) => id === channel)
    return found ? metered(found.component[field], place) : noChannel(place, channel)
  }
  return metered(undefined, place)
}

function severalChannels(place: string, channels: number): MeterRead {
  return {
    ok: false,
    problem: `the meter ${place} has ${channels} channels: say which one this rig hangs on, from 0`,
    channels,
  }
}

function noChannel(place: string, channel: number | undefined): MeterRead {
  const problem = channel === undefined ? 'measures nothing' : `has no channel ${channel}; they are counted from 0`
  return { ok: false, problem: `the meter ${place} ${problem}` }
}
