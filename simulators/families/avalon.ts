import { ownPool, summaryCounters } from '../cgminer-answers'
import { type CgminerReply, cgminerFamily, type Wire } from '../cgminer-protocol'
import { rounded } from '../noise'
import type { SimulatedRig } from '../simulated-rig'

const BUILD = '21072802_4ec6bb0_211fc46'
/** The supply's losses: two real dumps give 91 to 96 % of output to input. */
const SUPPLY_EFFICIENCY = 0.91
const SUPPLY_VOLTS = 13.16

/**
 * Canaan's cgminer: everything about the machine is one bracket string in `stats`. In soft-off the live figures fall
 * to 0 while `MHS av` and `GHSavg` still tell the since-start mean.
 */
export const avalon = cgminerFamily({
  description: 'cgminer 4.11.1',
  joinsCommands: true,
  commands: {
    version: (rig) => ({ code: 22, message: 'CGMiner versions', sections: { VERSION: [version(rig)] } }),
    summary: (rig) => ({
      code: 11,
      message: 'Summary',
      sections: { SUMMARY: [{ ...rates(rig), ...summaryCounters(rig) }] },
    }),
    devs: (rig) => ({ code: 9, message: '1 ASC(s)', sections: { DEVS: [device(rig)] } }),
    pools: (rig) => ({ code: 7, message: '1 Pool(s)', sections: { POOLS: [ownPool(rig)] } }),
    stats,
    estats: stats,
    litestats: stats,
  },
})

function version(rig: SimulatedRig): Wire {
  const { model, mac, serial } = rig.description
  const number = model.replace(/\D+/g, '')
  return {
    CGMiner: '4.11.1',
    API: '3.7',
    STM8: '20.08.01',
    PROD: model,
    MODEL: `${number}-83`,
    HWTYPE: 'MM3v2_X3',
    SWTYPE: 'MM319',
    VERSION: `${number}-83-${BUILD}`,
    LOADER: 'd0d779de.00',
    DNA: serial.toLowerCase(),
    MAC: mac.replaceAll(':', ''),
    UPAPI: '1',
  }
}

/** A switched-off machine's short windows are empty, its five minutes nearly so, its mean since the start as before. */
function rates(rig: SimulatedRig): Wire {
  const five = rig.hashesPerSecond(0, 'long')
  return {
    Elapsed: rig.uptimeSeconds,
    'MHS av': rounded(rig.averageHashesPerSecond(0) / 1e6, 2),
    'MHS 5s': rounded(rig.hashesPerSecond(0, 'instant') / 1e6, 2),
    'MHS 1m': rounded(rig.hashesPerSecond(0, 'minute') / 1e6, 2),
    'MHS 5m': five > 0 ? rounded(five / 1e6, 2) : 0.06,
    'MHS 15m': five > 0 ? rounded(five / 1e6, 2) : 12.41,
  }
}

/** `Temperature` 0 means that there is no reading, not 0 °C. */
function device(rig: SimulatedRig): Wire {
  const [work] = rig.works
  return {
    ASC: 0,
    Name: 'AVA10',
    ID: 0,
    Enabled: 'Y',
    Status: 'Alive',
    Temperature: 0,
    ...rates(rig),
    Accepted: work?.accepted ?? 0,
    Rejected: work?.rejected ?? 0,
    'Hardware Errors': 0,
    'Last Share Time': Math.floor((work?.lastShareAtMs ?? 0) / 1000),
    'Device Elapsed': rig.uptimeSeconds,
  }
}

function stats(rig: SimulatedRig): CgminerReply {
  const entry = {
    STATS: 0,
    ID: 'AVA100',
    Elapsed: rig.uptimeSeconds,
    Calls: 0,
    Wait: 0,
    Max: 0,
    Min: 99999999,
    'MM ID0': moduleText(rig),
    'MM Count': 1,
    'Smart Speed': 1,
    'Voltage Level Offset': 0,
    'Nonce Mask': 25,
  }
  return { code: 70, message: 'CGMiner stats', sections: { STATS: [entry] } }
}

function moduleText(rig: SimulatedRig): string {
  const { device: kind, deviceCount, model, serial, works } = rig.description
  const boards = Array.from({ length: deviceCount }, (_, index) => index)
  const alive = boards.filter((board) => !rig.isLost(board))
  const chips = boards.map((board) => (rig.isPaused || rig.isLost(board) ? 0 : Math.round(rig.celsius(board) ?? 0)))
  const hottest = Math.max(...chips)
  const coolerBy = (celsius: number, by: number) => (celsius > 0 ? celsius - by : 0)
  const dcWatts = rig.isPaused ? 0 : Math.round(rig.watts())
  const acWatts = rig.isPaused ? 146 : Math.round(dcWatts / SUPPLY_EFFICIENCY)
  const volts = rig.isPaused ? 4 : Math.round(SUPPLY_VOLTS * 100)
  const rpm = rig.fanRpm(0)
  const ghs = (hashesPerSecond: number) => (hashesPerSecond / 1e9).toFixed(2)
  const state = rig.isPaused ? 'In Idle' : 'In Work'
  const failure = rig.failure ? 1 : 0
  return [
    `Ver[${model.replace(/\D+/g, '')}-83-${BUILD}]`,
    `DNA[${serial.toLowerCase()}]`,
    `SYSTEMSTATU[Work: ${state}, Hash Board: ${alive.length} ]`,
    `Elapsed[${rig.uptimeSeconds}]`,
    'BOOTBY[0x04.00000000]',
    'LW[2345112]',
    `MH[${boards.map((board) => Math.floor(rig.uptimeSeconds / (25 + board))).join(' ')}]`,
    `HW[${Math.floor(rig.uptimeSeconds / 9)}]`,
    'DH[2.732%]',
    `Temp[${Math.round(rig.intakeCelsius)}]`,
    `TMax[${hottest}]`,
    `TAvg[${coolerBy(hottest, 12)}]`,
    ...[1, 1.01, 0.995, 1.003].map((factor, index) => `Fan${index + 1}[${Math.round(rpm * factor)}]`),
    `FanR[${rig.fanPercent(0)}%]`,
    'Vo[329]',
    `PS[0 1214 ${volts} ${rig.isPaused ? 0 : Math.round(dcWatts / SUPPLY_VOLTS)} ${dcWatts} 1320 ${acWatts}]`,
    `GHSspd[${ghs(rig.hashesPerSecond(0, 'minute'))}]`,
    'DHspd[2.732%]',
    `GHSmm[${ghs(works[0]?.nominalHashesPerSecond ?? 0)}]`,
    `GHSavg[${ghs(rig.averageHashesPerSecond(0))}]`,
    `WU[${(rig.averageHashesPerSecond(0) / 71582788).toFixed(2)}]`,
    `Freq[${kind.coreMegahertz.toFixed(2)}]`,
    `MGHS[${boards.map((board) => ghs(rig.deviceHashesPerSecond(0, board))).join(' ')}]`,
    `MTmax[${chips.join(' ')}]`,
    `MTavg[${chips.map((celsius) => coolerBy(celsius, 11)).join(' ')}]`,
    `TA[${(kind.chips ?? 0) * alive.length}]`,
    `ECHU[${boards.map((board) => (rig.isLost(board) ? 16 : failure * 512)).join(' ')}]`,
    `ECMM[${failure}]`,
    `SoftOFF[${rig.isPaused ? 4 : 0}]`,
    'WORKMODE[0]',
    'CRC[0 0 0]',
  ].join(' ')
}
