import type { MinerGuide } from '../miner-reader'

const RPC = 'TCP 4028, cgminer API, no login'

/** Kinds that speak cgminer's API, in the order in which people meet them. */
export const CGMINER_GUIDES: readonly MinerGuide[] = [
  {
    kind: 'antminer',
    machines:
      'Bitmain Antminer with its own firmware (S1 to S23, T, L3 to L9, D3 to D9, Z9 to Z15, K, KA, KS, E3, E9, B3, X5, HS, AL) and with Hiveon, asicseer, MSK or Blissz',
    reached: RPC,
    tells:
      'Hash rate (5 seconds), nominal rate, boards with chip and board temperatures, clocks and errors, fans, pools and shares, sleep. Watts of the boards only with Hiveon, MSK and Blissz; Bitmain’s own tells no power',
    switchOn: 'On as shipped (`api-listen` and `api-network` in the miner’s configuration)',
    source: 'Captures of hiveos-asic, asic-rs, pyasic, AgentScanner and foreman-apps',
    evidence: 'recorded',
  },
  {
    kind: 'whatsminer',
    machines: 'MicroBT Whatsminer M3 to M66 with firmware before November 2024 (API 1 and 2)',
    reached: RPC,
    tells:
      'Hash rate (minute), target rate, input watts, boards with chip temperatures and clocks, fans, intake, pools, shares, error codes, sleep and tuning',
    switchOn: 'On as shipped; where not, WhatsMinerTool: Remote Ctrl, Miner API Switch',
    source: 'MicroBT, API 2 documentation, and captures of asic-rs and foreman-apps',
    evidence: 'recorded',
  },
  {
    kind: 'avalon',
    machines: 'Canaan AvalonMiner A7 to A15, Avalon Q, Nano 3, Nano 3S, Mini 3',
    reached: RPC,
    tells:
      'Hash rate (minute), theoretical rate, watts (wall where told, else of the supply’s output), boards with chip temperatures, fans, intake, pools, shares, soft-off. Boards tell only their average since the start, which is left out',
    switchOn: 'On as shipped',
    source: 'Canaan, API manual of the A10, and captures of pyasic, asic-rs and AgentScanner',
    evidence: 'recorded',
  },
  {
    kind: 'braiins',
    machines: 'Antminer and others with Braiins OS (BOSminer, BOSer), over its cgminer door',
    reached: RPC,
    tells:
      'Hash rate (minute), nominal rate, watts as the tuner estimates them, boards with temperatures, clocks and watts, fans, pools, shares, tuning',
    switchOn: 'On as shipped',
    source: 'Braiins, BOSminer API documentation',
    evidence: 'documented',
  },
  {
    kind: 'luxos',
    machines: 'Antminer with LuxOS',
    reached: RPC,
    tells:
      'Hash rate (minute, older builds 5 seconds), nominal rate, watts (measured by the supply or estimated, as it says), boards with temperatures, fans, pools, shares, sleep and tuning',
    switchOn: 'On as shipped',
    source: 'Captures of asic-rs, and Luxor’s firmware documentation for `config`',
    evidence: 'recorded',
  },
  {
    kind: 'vnish',
    machines: 'Antminer with vnish, over its cgminer door',
    reached: RPC,
    tells:
      'Hash rate (5 seconds), nominal rate, boards with temperatures, clocks and watts, fans, pools and shares, stopped and tuning, faults of chains',
    switchOn: 'On as shipped',
    source: 'Captures of an S19 XP with vnish 1.2.0 in a public miner-info test',
    evidence: 'recorded',
  },
  {
    kind: 'sealminer',
    machines: 'Bitdeer SealMiner A2 and relatives (bdminer)',
    reached: RPC,
    tells: 'Hash rate (minute), ideal rate, input watts, boards with temperatures and clocks, fans, tuning, error code',
    switchOn: 'On as shipped',
    source: 'Captures of asic-rs',
    evidence: 'recorded',
  },
  {
    kind: 'auradine',
    machines: 'Auradine Teraflux (GCMiner, FluxOS)',
    reached: RPC,
    tells: 'Hash rate (minute), input watts, boards with chip and board temperatures, fans, pools, shares, sleep',
    switchOn: 'On as shipped',
    source: 'Captures of asic-rs',
    evidence: 'recorded',
  },
  {
    kind: 'innosilicon',
    machines: 'Innosilicon A4, A5, A6, A9, A10, T1 to T3 (innominer)',
    reached: RPC,
    tells: 'Hash rate (minute), boards with temperatures and clocks, fan duty, pools and shares. No power',
    switchOn: 'On as shipped in older firmware',
    source: 'Captures of foreman-apps',
    evidence: 'recorded',
  },
  {
    kind: 'goldshell',
    machines: 'Goldshell boxes and rack miners that answer BFGMiner’s API',
    reached: RPC,
    tells: 'Hash rate (20 seconds), boards with temperatures, fans, pools and shares. Not what it hashes, and no power',
    switchOn: 'On as shipped in most firmware',
    source: 'asic-rs, test data of its Goldshell firmware',
    evidence: 'documented',
  },
  {
    kind: 'elphapex',
    machines: 'Elphapex DG1, DG2, DG Home where they answer the cgminer API',
    reached: RPC,
    tells: 'Hash rate, boards, fans, pools and shares as cgminer’s rows give them',
    switchOn: 'Not known',
    source: 'No replies found',
    evidence: 'unverified',
  },
  {
    kind: 'teamredminer',
    machines: 'TeamRedMiner on AMD GPUs',
    reached: 'TCP 4028 (or the port given), cgminer API, no login',
    tells: 'Hash rate (30 or 120 seconds), per GPU rate, temperatures, fan, clock and watts, pool, shares',
    switchOn: 'Start it with `--api_listen=0.0.0.0:4028`',
    source: 'TeamRedMiner, API examples',
    evidence: 'documented',
  },
  {
    kind: 'cgminer',
    machines:
      'Any other relative of cgminer, sgminer or BFGMiner: Blackminer, Hammer, StrongU, Baikal, Spondoolies, FutureBit, GekkoScience sticks, and those from before JSON (`summary|`)',
    reached: 'TCP 4028, cgminer API in JSON or plain text, no login',
    tells:
      'Hash rate (window nearest a minute), devices with temperatures and clocks, fans, pools and shares, as far as told',
    switchOn: 'Start it with `--api-listen --api-network` (`--api-allow` for one address)',
    source: 'cgminer, API-README, and captures of foreman-apps',
    evidence: 'recorded',
  },
]
