import { clockTime, hardwareErrors, ownPool, summaryCounters } from '../cgminer-answers'
import { cgminerFamily, type Wire } from '../cgminer-protocol'
import { rounded } from '../noise'
import type { SimulatedRig } from '../simulated-rig'

/**
 * Stock Bitmain firmware of the S19 generation: `stats` is two objects, figures are GH/s, chips are "78-50-69-70",
 * there is no power anywhere and joined commands are refused.
 */
export const antminer = cgminerFamily({
  description: 'cgminer 1.0.0',
  joinsCommands: false,
  commands: {
    version: (rig) => ({
      code: 22,
      message: 'CGMiner versions',
      sections: { VERSION: [{ ...identity(rig), API: '3.1' }] },
    }),
    summary: (rig) => ({ code: 11, message: 'Summary', sections: { SUMMARY: [summary(rig)] } }),
    pools: (rig) => ({ code: 7, message: '1 Pool(s)', sections: { POOLS: [bitmainPool(rig)] } }),
    stats: (rig) => ({ code: 70, message: 'CGMiner stats', sections: { STATS: [identity(rig), stats(rig)] } }),
  },
})

function identity(rig: SimulatedRig): Wire {
  return {
    BMMiner: '1.0.0',
    Miner: 'uart_trans.1.3',
    CompileTime: 'Fri Dec 10 11:15:50 CST 2021',
    Type: rig.description.model,
  }
}

/** The last share as a clock time and the difficulty with a letter: Bitmain's own ways. */
export function bitmainPool(rig: SimulatedRig): Wire {
  const [work] = rig.works
  const since = work && work.lastShareAtMs > 0 ? clockTime((rig.nowMs - work.lastShareAtMs) / 1000) : '0'
  return { ...ownPool(rig), 'Last Share Time': since }
}

function summary(rig: SimulatedRig): Wire {
  return {
    Elapsed: rig.uptimeSeconds,
    'GHS 5s': rounded(rig.hashesPerSecond(0, 'instant') / 1e9, 2),
    'GHS 30m': rounded(rig.hashesPerSecond(0, 'long') / 1e9, 2),
    'GHS av': rounded(rig.averageHashesPerSecond(0) / 1e9, 2),
    ...summaryCounters(rig),
  }
}

function stats(rig: SimulatedRig): Wire {
  const { description } = rig
  const boards = Array.from({ length: rig.deviceCount }, (_, index) => index)
  const alive = boards.filter((board) => !rig.isLost(board))
  const chips = description.device.chips ?? 0
  const ideal = (description.works[0]?.nominalHashesPerSecond ?? 0) / 1e9
  const rpm = rig.fanRpm(0)
  const said: Wire = {
    STATS: 0,
    ID: 'BTM_SOC0',
    Elapsed: rig.uptimeSeconds,
    Calls: 0,
    Wait: 0,
    Max: 0,
    Min: 99999999,
    'GHS 5s': rounded(rig.hashesPerSecond(0, 'instant') / 1e9, 2),
    'GHS av': rounded(rig.averageHashesPerSecond(0) / 1e9, 2),
    rate_30m: rounded(rig.hashesPerSecond(0, 'long') / 1e9, 2),
    Mode: 2,
    miner_count: alive.length,
    frequency: description.device.coreMegahertz,
    fan_num: 4,
    fan1: rpm,
    fan2: Math.round(rpm * 1.01),
    fan3: Math.round(rpm * 0.99),
    fan4: Math.round(rpm * 1.02),
    temp_num: alive.length,
  }
  for (const board of boards) {
    const slot = board + 1
    const chip = Math.round(rig.celsius(board) ?? 0)
    const isLost = rig.isLost(board)
    said[`temp${slot}`] = isLost ? 0 : chip - 14
    said[`temp2_${slot}`] = isLost ? 0 : chip
    said[`temp3_${slot}`] = isLost ? 0 : chip
    said[`temp_pcb${slot}`] = isLost ? '0-0-0-0' : [chip - 14, chip - 29, chip - 18, chip - 17].join('-')
    said[`temp_chip${slot}`] = isLost ? '0-0-0-0' : [chip, chip - 16, chip - 4, chip - 3].join('-')
    said[`temp_pic${slot}`] = isLost ? '0-0-0-0' : [chip - 22, chip - 30, chip - 24, chip - 24].join('-')
    said[`freq${slot}`] = isLost ? 0 : description.device.coreMegahertz
    said[`chain_acn${slot}`] = isLost ? 0 : chips
    said[`chain_acs${slot}`] = isLost ? '' : ` ${'o'.repeat(chips).replace(/(.{8})/g, '$1 ')}`.trimEnd()
    said[`chain_hw${slot}`] = hardwareErrors(rig, board)
    said[`chain_rate${slot}`] = isLost ? '' : (rig.deviceHashesPerSecond(0, board, 'instant') / 1e9).toFixed(2)
  }
  const last = rig.deviceCount + 1
  return {
    ...said,
    [`freq${last}`]: 0,
    [`chain_acn${last}`]: 0,
    [`chain_acs${last}`]: '',
    [`chain_hw${last}`]: 0,
    [`chain_rate${last}`]: '',
    total_rateideal: ideal,
    rate_unit: 'GH',
    total_freqavg: description.device.coreMegahertz,
    total_acn: chips * alive.length,
    'total rate': rounded(rig.hashesPerSecond(0, 'instant') / 1e9, 2),
    temp_max: 0,
    no_matching_work: hardwareErrors(rig, 0),
    'Device Hardware%': 0.0001,
    'Device Rejected%': 0,
    miner_version: '49.0.1.3',
    miner_id: description.serial.toLowerCase(),
  }
}
