import { ownPool, percentOf } from '../cgminer-answers'
import { isWriting, parseRequest, type Wire } from '../cgminer-protocol'
import { hashedFraction, rounded } from '../noise'
import type { SimulatedRig } from '../simulated-rig'
import type { WireFamily } from '../wire-family'

const FIRMWARE = '20230911.12.Rel'

/** Commands of the protected half of the API: without a token they are refused. */
const protectedCommands =
  /^(update_|set_|power_|reboot|factory_reset|restart_btminer|enable_|disable_|adjust_|pre_|net_config|download_logs|get_token)/

/**
 * MicroBT's API 2 on port 4028: cgminer's shape with its own status lines. `HS RT` is MH/s like the others, `Power`
 * is the supply's input in watts, on and off are the words "true" and "false".
 */
export const whatsminer: WireFamily = {
  scheme: 'tcp',
  answer(rig, request) {
    const asked = parseRequest(request)
    if (asked === undefined) return undefined
    return `${JSON.stringify(reply(rig, asked.command))}\0`
  },
}

function reply(rig: SimulatedRig, command: string): Wire {
  if (command === 'summary') return section('Summary', { SUMMARY: [summary(rig)] })
  if (command === 'pools') return section('1 Pool(s)', { POOLS: [{ ...ownPool(rig), POOL: 1, 'Has Stratum': 1 }] })
  if (command === 'devs' || command === 'edevs') {
    const boards = aliveBoards(rig).map((board) => boardEntry(rig, board))
    return section(`${boards.length} ASC(s)`, { DEVS: boards })
  }
  if (command === 'devdetails') {
    const details = aliveBoards(rig).map((board) => ({
      DEVDETAILS: board,
      Name: 'SM',
      ID: board,
      Driver: 'bitmicro',
      Kernel: '',
      Model: rig.description.model.replace('Whatsminer ', ''),
    }))
    return section('Device Details', { DEVDETAILS: details })
  }
  if (command === 'status')
    return message(rig, { btmineroff: String(rig.isPaused), 'Firmware Version': `'${FIRMWARE}'` })
  if (command === 'get_version')
    return message(rig, { api_ver: '2.0.5', fw_ver: FIRMWARE, platform: 'H616', chip: 'K58M' })
  if (command === 'get_psu') {
    const centiamps = String(Math.round((rig.watts() / 230) * 1000))
    return message(rig, {
      name: 'P463B',
      hw_version: 'V01.00',
      model: 'P463B',
      iin: centiamps,
      vin: '23000',
      fan_speed: '6976',
    })
  }
  if (command === 'get_miner_info') {
    const { mac, serial, name } = rig.description
    return message(rig, { ip: '127.0.0.1', proto: 'dhcp', mac: mac.toUpperCase(), minersn: serial, hostname: name })
  }
  if (command === 'get_error_code') {
    return message(rig, { error_code: errorCodes(rig).map((code) => ({ [code]: localTime(rig.nowMs) })) })
  }
  if (protectedCommands.test(command) || isWriting(command)) return refusal(rig, 45, 'permission denied')
  return refusal(rig, 14, 'invalid cmd')
}

function section(title: string, sections: Wire): Wire {
  return { STATUS: [{ STATUS: 'S', Msg: title }], ...sections, id: 1 }
}

function message(rig: SimulatedRig, said: Wire): Wire {
  return { STATUS: 'S', When: Math.floor(rig.nowMs / 1000), Code: 131, Msg: said, Description: '' }
}

function refusal(rig: SimulatedRig, code: number, words: string): Wire {
  return { STATUS: 'E', When: Math.floor(rig.nowMs / 1000), Code: code, Msg: words, Description: '' }
}

function aliveBoards(rig: SimulatedRig): number[] {
  return Array.from({ length: rig.deviceCount }, (_, index) => index).filter((board) => !rig.isLost(board))
}

/** 530 to 532: that hash board is not found. */
function errorCodes(rig: SimulatedRig): string[] {
  const missing = Array.from({ length: rig.deviceCount }, (_, index) => index).filter((board) => rig.isLost(board))
  return [...missing.map((board) => String(530 + board)), ...(rig.failure ? [rig.failure.code] : [])]
}

/** "2024-06-15 10:30:00", with no word about the zone. */
function localTime(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 19).replace('T', ' ')
}

function rates(of: (window: 'instant' | 'minute' | 'long') => number): Wire {
  return {
    'MHS 5s': rounded(of('instant') / 1e6, 2),
    'MHS 1m': rounded(of('minute') / 1e6, 2),
    'MHS 5m': rounded(of('long') / 1e6, 2),
    'MHS 15m': rounded(of('long') / 1e6, 2),
    'HS RT': rounded(of('minute') / 1e6, 2),
  }
}

function summary(rig: SimulatedRig): Wire {
  const [work] = rig.works
  const nominal = rig.description.works[0]?.nominalHashesPerSecond ?? 0
  const chips = aliveBoards(rig).map((board) => rig.celsius(board) ?? 0)
  const hottest = Math.max(0, ...chips)
  const codes = errorCodes(rig)
  const now = rig.hashesPerSecond(0, 'minute')
  const watts = Math.round(rig.watts())
  const rpm = rig.fanRpm(0)
  return {
    Elapsed: rig.uptimeSeconds,
    'MHS av': rounded(rig.averageHashesPerSecond(0) / 1e6, 2),
    ...rates((window) => rig.hashesPerSecond(0, window)),
    Accepted: work?.accepted ?? 0,
    Rejected: work?.rejected ?? 0,
    'Total MH': Math.round((work?.hashes ?? 0) / 1e6),
    Temperature: rounded(hottest - 14, 2),
    freq_avg: rig.description.device.coreMegahertz,
    'Fan Speed In': rpm,
    'Fan Speed Out': Math.round(rpm * 0.98),
    Power: watts,
    'Power Rate': now > 0 ? rounded(watts / (now / 1e12), 2) : 0,
    'Pool Rejected%': percentOf(work?.rejected ?? 0, (work?.accepted ?? 0) + (work?.rejected ?? 0)),
    'Pool Stale%': 0,
    'Last getwork': 0,
    Uptime: rig.machineUptimeSeconds,
    'Security Mode': 0,
    'Hash Stable': now > 0,
    'Hash Deviation%': 0.1398,
    'Target Freq': rig.description.device.coreMegahertz,
    'Target MHS': Math.round(nominal / 1e6),
    'Env Temp': rounded(rig.intakeCelsius, 2),
    'Power Mode': 'Normal',
    'Factory GHS': Math.round(nominal / 1e9),
    'Power Limit': Math.round(rig.description.typicalWatts * 1.05),
    'Chip Temp Min': rounded(Math.min(...chips, hottest) - 11, 2),
    'Chip Temp Max': rounded(hottest, 2),
    'Chip Temp Avg': rounded(hottest - 5, 2),
    'Error Code Count': codes.length,
    ...Object.fromEntries(codes.map((code, index) => [`Error Code ${index}`, Number(code)])),
    MAC: rig.description.mac.toUpperCase(),
    'Firmware Version': `'${FIRMWARE}'`,
    Debug: '-0.0_100.0_354',
    'Btminer Fast Boot': 'disable',
  }
}

function boardEntry(rig: SimulatedRig, board: number): Wire {
  const chip = rig.celsius(board) ?? 0
  const [work] = rig.works
  return {
    ASC: board,
    Slot: board,
    Enabled: 'Y',
    Status: 'Alive',
    Temperature: rounded(chip - 14, 2),
    'Chip Frequency': rig.description.device.coreMegahertz,
    'MHS av': rounded(rig.averageHashesPerSecond(0) / rig.deviceCount / 1e6, 2),
    ...rates((window) => rig.deviceHashesPerSecond(0, board, window)),
    Accepted: work?.acceptedByDevice[board] ?? 0,
    Rejected: work?.rejectedByDevice[board] ?? 0,
    'Last Valid Work': Math.floor((work?.lastShareAtMs ?? 0) / 1000),
    'Upfreq Complete': 1,
    'Effective Chips': rig.description.device.chips ?? 0,
    'PCB SN': `HEM1EP9C${Math.floor(hashedFraction(rig.description.seed, board + 700) * 1e9)}`,
    'Chip Temp Min': rounded(chip - 11, 2),
    'Chip Temp Max': rounded(chip, 2),
    'Chip Temp Avg': rounded(chip - 5, 2),
    chip_vol_diff: 9,
  }
}
