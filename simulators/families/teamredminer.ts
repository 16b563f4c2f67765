import { hardwareErrors, ownPool, percentOf, summaryCounters } from '../cgminer-answers'
import { cgminerFamily, type Wire } from '../cgminer-protocol'
import { rounded } from '../noise'
import type { SimulatedRig } from '../simulated-rig'
import { busAddress } from './bus-address'

const VERSION = 'TeamRedMiner 0.10.7'

/** TeamRedMiner's read-only sgminer API: MHS and KHS side by side, averages of 30 s, junction and memory sensors. */
export const teamredminer = cgminerFamily({
  description: VERSION,
  joinsCommands: true,
  commands: {
    version: () => ({
      code: 22,
      message: 'TeamRedMiner versions',
      sections: { VERSION: [{ Miner: VERSION, SGMiner: '5.4', API: '4.0' }] },
    }),
    config: (rig) => ({
      code: 33,
      message: 'TeamRedMiner config',
      sections: {
        CONFIG: [
          {
            'GPU Count': rig.deviceCount,
            'PGA Count': 0,
            'Pool Count': 1,
            'Log Interval': 30,
            OS: 'Linux',
            'Algo Count': 1,
          },
        ],
      },
    }),
    summary: (rig) => ({
      code: 11,
      message: 'Summary',
      sections: {
        SUMMARY: [
          {
            Elapsed: rig.uptimeSeconds,
            ...rates(rig.averageHashesPerSecond(0), rig.hashesPerSecond(0)),
            ...summaryCounters(rig),
            'Hardware Errors': 0,
          },
        ],
      },
    }),
    devs: (rig) => ({
      code: 9,
      message: `${rig.deviceCount} GPU(s)`,
      sections: { DEVS: devices(rig).map((one) => entry(rig, one)) },
    }),
    devdetails: (rig) => ({
      code: 69,
      message: 'Device Details',
      sections: { DEVDETAILS: devices(rig).map((one) => details(rig, one)) },
    }),
    gpucount: (rig) => ({ code: 20, message: 'GPU count', sections: { GPUS: [{ Count: rig.deviceCount }] } }),
    pools: (rig) => ({ code: 7, message: '1 Pool(s)', sections: { POOLS: [pool(rig)] } }),
  },
})

function devices(rig: SimulatedRig): number[] {
  return Array.from({ length: rig.deviceCount }, (_, index) => index)
}

function rates(average: number, now: number): Wire {
  return {
    'MHS av': rounded(average / 1e6, 3),
    'MHS 30s': rounded(now / 1e6, 3),
    'KHS av': rounded(average / 1e3),
    'KHS 30s': rounded(now / 1e3),
  }
}

function pool(rig: SimulatedRig): Wire {
  return { ...ownPool(rig), Algorithm: rig.description.works[0]?.algorithm ?? '', Priority: 1 }
}

/** A GPU that hangs stays in the list, dead and without a hash rate. */
function entry(rig: SimulatedRig, device: number): Wire {
  const isLost = rig.isLost(device)
  const [work] = rig.works
  const accepted = work?.acceptedByDevice[device] ?? 0
  const rejected = work?.rejectedByDevice[device] ?? 0
  const kind = rig.description.device
  const celsius = (part: 'core' | 'memory' | 'hotspot') => (isLost ? 0 : Math.round(rig.celsius(device, part) ?? 0))
  return {
    GPU: device,
    Enabled: rig.isPaused ? 'N' : 'Y',
    Status: isLost ? 'Dead' : 'Alive',
    Temperature: celsius('core'),
    'Fan Speed': rig.fanRpm(device),
    'Fan Percent': rig.fanPercent(device),
    'GPU Clock': isLost ? 0 : kind.coreMegahertz,
    'Memory Clock': isLost ? 0 : (kind.memoryMegahertz ?? 0),
    'GPU Voltage': isLost ? 0 : 0.793,
    'GPU Activity': rig.isHashing(device) ? 100 : 0,
    Powertune: 0,
    ...rates(isLost ? 0 : rig.averageHashesPerSecond(0) / rig.deviceCount, rig.deviceHashesPerSecond(0, device)),
    Accepted: accepted,
    Rejected: rejected,
    'Hardware Errors': isLost ? hardwareErrors(rig, device) : 0,
    Utility: rounded(accepted / Math.max(1, rig.uptimeSeconds / 60), 4),
    Intensity: '20',
    XIntensity: 0,
    RawIntensity: 0,
    'Last Share Pool': 0,
    'Last Share Time': Math.floor((work?.lastShareAtMs ?? 0) / 1000),
    'Device Hardware%': 0,
    'Device Rejected%': percentOf(rejected, accepted + rejected),
    'Device Elapsed': rig.uptimeSeconds,
    TemperatureJnct: celsius('hotspot'),
    TemperatureMem: celsius('memory'),
    'GPU Power': rounded(rig.deviceWatts(device)),
  }
}

function details(rig: SimulatedRig, device: number): Wire {
  return {
    DEVDETAILS: device,
    Name: 'GPU',
    ID: device,
    Driver: 'opencl',
    Kernel: rig.description.works[0]?.algorithm ?? '',
    Model: rig.description.device.name,
    // With a colon before the function, where PCI has a dot.
    'Device Path': busAddress(device).replace('.', ':'),
  }
}
