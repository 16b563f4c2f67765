import { getJson, withoutCredentials } from '../miners/http-json'
import { objectFrom } from '../miners/lenient'
import { describeTarget, type Target } from '../miners/miner-reader'
import { metered, type PowerMeter } from './power-meter'

/**
 * A plug with Tasmota: `Status 8` tells its sensors (tasmota.github.io/docs/Commands), `ENERGY.Power` in watts, which is a
 * list on a plug with several channels. Its password goes into the question, as its documentation has it; it never leaves
 * the question for a problem.
 */
export function tasmotaMeter(target: Target, channel: number | undefined): PowerMeter {
  const place = describeTarget(target)
  const login = new URLSearchParams(
    target.password === undefined ? {} : { user: target.user ?? 'admin', password: target.password },
  ).toString()
  const path = `/cm?${login === '' ? '' : `${login}&`}cmnd=Status%208`
  return {
    async read() {
      const reply = await getJson(withoutCredentials(target), path)
      if (!reply.ok) return { ok: false, problem: `the meter ${reply.problem}`, isOther: true }
      const answer = objectFrom(reply.json)
      // Without or with a wrong password it answers `{"WARNING":"Need user=<username>&password=<password>"}`.
      if (answer?.WARNING !== undefined) {
        const told = target.password === undefined ? 'wants a password' : 'did not accept the password it was given'
        return { ok: false, problem: `the meter ${place} ${told}` }
      }
      const sensors = objectFrom(answer?.StatusSNS)
      if (sensors === undefined)
        return { ok: false, problem: `the meter ${place} answers, but not as Tasmota does`, isOther: true }
      const power = objectFrom(sensors.ENERGY)?.Power
      if (!Array.isArray(power)) return metered(power, place)
      if (channel === undefined && power.length > 1) {
        const problem = `has ${power.length} channels: say which one this rig hangs on, from 0`
        return { ok: false, problem: `the meter ${place} ${problem}`, channels: power.length }
      }
      return metered(power[channel ?? 0], place)
    },
    close() {},
  }
}
