import { hardwareErrors, summaryCounters } from '../cgminer-answers'
import { cgminerFamily, type Wire } from '../cgminer-protocol'
import { rounded } from '../noise'
import type { SimulatedRig } from '../simulated-rig'
import { bitmainPool } from './antminer'

/** An S9's boards sit in slots 6 to 8 of 16, its fans in 5 and 6 of 8. */
const SLOTS = 16
const FIRST_SLOT = 6
const FANS = 8

/**
 * Hiveon firmware on an S9: no comma between the two objects of `stats`, "GHS 5s" is text while "GHS av" is a number,
 * watts by board (and a sum with a mark), and the firmware's fee pool among the pools.
 */
export const antminerHiveon = cgminerFamily({
  description: 'bmminer 2.0.0 rwglr',
  joinsCommands: true,
  commands: {
    version: (rig) => ({
      code: 22,
      message: 'BMMiner versions',
      sections: { VERSION: [{ ...identity(rig), API: '3.1' }] },
    }),
    summary: (rig) => ({ code: 11, message: 'Summary', sections: { SUMMARY: [summary(rig)] } }),
    pools: (rig) => ({ code: 7, message: '2 Pool(s)', sections: { POOLS: [bitmainPool(rig), feePool(rig)] } }),
    stats: (rig) => ({ code: 70, message: 'BMMiner stats', sections: { STATS: [identity(rig), stats(rig)] } }),
  },
  print: (text, command) => (command === 'stats' ? text.replace('},{"STATS":0', '}{"STATS":0') : text),
})

function identity(rig: SimulatedRig): Wire {
  return {
    BMMiner: '2.0.0 rwglr',
    Miner: '30.0.1.3',
    CompileTime: 'Wed Feb 26 17:50:21 UTC 2019',
    Type: rig.description.model,
  }
}

function summary(rig: SimulatedRig): Wire {
  return {
    Elapsed: rig.uptimeSeconds,
    'GHS 5s': (rig.hashesPerSecond(0, 'instant') / 1e9).toFixed(2),
    'GHS av': rounded(rig.averageHashesPerSecond(0) / 1e9, 2),
    ...summaryCounters(rig),
  }
}

function feePool(rig: SimulatedRig): Wire {
  const accepted = Math.floor((rig.works[0]?.accepted ?? 0) * 0.02)
  return {
    ...bitmainPool(rig),
    POOL: 1,
    URL: 'Hiveon',
    User: 'Hiveon',
    Priority: 9999,
    Accepted: accepted,
    Rejected: 0,
    Stale: 0,
    'Stratum Active': false,
    'Stratum URL': '',
    'Last Share Time': '0',
  }
}

function stats(rig: SimulatedRig): Wire {
  const { device, works } = rig.description
  const chips = device.chips ?? 0
  const ideal = (works[0]?.nominalHashesPerSecond ?? 0) / 1e9
  const boards = Array.from({ length: rig.deviceCount }, (_, index) => index)
  const alive = boards.filter((board) => !rig.isLost(board))
  const said: Wire = {
    STATS: 0,
    ID: 'BC50',
    Elapsed: rig.uptimeSeconds,
    Calls: 0,
    Wait: 0,
    Max: 0,
    Min: 99999999,
    'GHS 5s': (rig.hashesPerSecond(0, 'instant') / 1e9).toFixed(2),
    'GHS av': rounded(rig.averageHashesPerSecond(0) / 1e9, 2),
    miner_count: alive.length,
    frequency: String(device.coreMegahertz),
    fan_num: 2,
  }
  for (let fan = 1; fan <= FANS; fan++) said[`fan${fan}`] = fan === 5 || fan === 6 ? rig.fanRpm(fan - 5) : 0
  said.temp_num = alive.length
  /** One figure a slot: what a present board shows, or the filler of an empty slot. */
  const bySlot = (name: string, of: (board: number) => unknown, empty: unknown) => {
    for (let slot = 1; slot <= SLOTS; slot++) {
      const board = slot - FIRST_SLOT
      said[`${name}${slot}`] = board >= 0 && board < rig.deviceCount && !rig.isLost(board) ? of(board) : empty
    }
  }
  const chipCelsius = (board: number) => Math.round(rig.celsius(board) ?? 0)
  bySlot('temp', (board) => chipCelsius(board) - 16, 0)
  bySlot('temp2_', chipCelsius, 0)
  bySlot('temp3_', () => 0, 0)
  bySlot('freq_avg', () => device.coreMegahertz, 0)
  said.total_rateideal = rounded(ideal, 2)
  said.total_freqavg = device.coreMegahertz
  said.total_acn = chips * alive.length
  said.total_rate = rounded(rig.hashesPerSecond(0, 'instant') / 1e9, 2)
  bySlot('chain_rateideal', () => rounded(ideal / rig.deviceCount, 2), 0)
  said.temp_max = Math.max(0, ...alive.map((board) => chipCelsius(board) - 16))
  said['Device Hardware%'] = 0.0003
  said.no_matching_work = hardwareErrors(rig, 0)
  bySlot('chain_acn', () => chips, 0)
  bySlot('chain_acs', () => ` ${'o'.repeat(chips).replace(/(.{8})/g, '$1 ')}`.trimEnd(), '')
  bySlot('chain_hw', (board) => hardwareErrors(rig, board), 0)
  bySlot('chain_rate', (board) => (rig.deviceHashesPerSecond(0, board, 'instant') / 1e9).toFixed(2), '')
  const watts = alive.map((board) => rounded(rig.deviceWatts(board), 2))
  for (const [index, board] of alive.entries()) said[`chain_power${board + FIRST_SLOT}`] = watts[index]
  // Text: the boards' sum and a mark for AsicBoost.
  said.chain_power = `${watts.reduce((sum, board) => sum + board, 0).toFixed(2)} (AB)`
  return { ...said, miner_version: '30.0.1.3', miner_id: rig.description.serial.toLowerCase() }
}
