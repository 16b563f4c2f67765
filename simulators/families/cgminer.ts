import { hardwareErrors, ownPool, summaryCounters } from '../cgminer-answers'
import { cgminerFamily, type Wire } from '../cgminer-protocol'
import { rounded } from '../noise'
import type { SimulatedRig } from '../simulated-rig'

/** Plain cgminer 4: MH/s in windows of 5 s to 15 min, one entry a board. */
export const cgminer = cgminerFamily({
  description: 'cgminer 4.12.1',
  joinsCommands: true,
  commands: {
    version: () => ({
      code: 22,
      message: 'CGMiner versions',
      sections: { VERSION: [{ CGMiner: '4.12.1', API: '3.7' }] },
    }),
    summary: (rig) => ({
      code: 11,
      message: 'Summary',
      sections: {
        SUMMARY: [
          {
            Elapsed: rig.uptimeSeconds,
            'MHS av': rounded(rig.averageHashesPerSecond(0) / 1e6, 2),
            ...rates((window) => rig.hashesPerSecond(0, window)),
            ...summaryCounters(rig),
          },
        ],
      },
    }),
    devs: (rig) => ({ code: 9, message: `${rig.deviceCount} ASC(s)`, sections: { DEVS: boards(rig) } }),
    pools: (rig) => ({ code: 7, message: '1 Pool(s)', sections: { POOLS: [ownPool(rig)] } }),
    stats: (rig) => ({
      code: 70,
      message: 'CGMiner stats',
      sections: { STATS: [{ STATS: 0, ID: 'POOL0', Elapsed: rig.uptimeSeconds }] },
    }),
  },
})

function rates(of: (window: 'instant' | 'minute' | 'long') => number): Wire {
  return {
    'MHS 5s': rounded(of('instant') / 1e6, 2),
    'MHS 1m': rounded(of('minute') / 1e6, 2),
    'MHS 5m': rounded(of('long') / 1e6, 2),
    'MHS 15m': rounded(of('long') / 1e6, 2),
  }
}

function boards(rig: SimulatedRig): Wire[] {
  const [work] = rig.works
  return Array.from({ length: rig.deviceCount }, (_, board) => ({
    ASC: board,
    Name: 'BTM',
    ID: board,
    Enabled: 'Y',
    Status: rig.isLost(board) ? 'Dead' : 'Alive',
    Temperature: rig.isLost(board) ? 0 : rounded(rig.celsius(board) ?? 0, 2),
    'MHS av': rig.isLost(board) ? 0 : rounded(rig.averageHashesPerSecond(0) / rig.deviceCount / 1e6, 2),
    ...rates((window) => rig.deviceHashesPerSecond(0, board, window)),
    Accepted: work?.acceptedByDevice[board] ?? 0,
    Rejected: work?.rejectedByDevice[board] ?? 0,
    'Hardware Errors': hardwareErrors(rig, board),
    'Last Share Time': Math.floor((work?.lastShareAtMs ?? 0) / 1000),
    'Device Elapsed': rig.uptimeSeconds,
  }))
}
