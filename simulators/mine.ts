import { deviceKinds } from './device-kinds'
import { describeRig, type RigDescription, type SimulatedWorkDescription } from './rig-description'

const bitcoinUser = (worker: string) => `bc1qmx0lamp3d4vysafet9l0werd2pthm1ne5qk7u8.${worker}`
const etherUser = '0x00000000000000000000000000000000da7b1a3d'
const niceHashUser = '3DavyLampNiceHashAddr1111111111111'

/** Bitcoin work at a pool that pays by share. */
export function bitcoinWork(nominalHashesPerSecond: number, worker: string): SimulatedWorkDescription {
  return {
    algorithm: 'sha256d',
    coin: 'BTC',
    nominalHashesPerSecond,
    secondsPerShare: 7,
    shareDifficulty: Math.round((nominalHashesPerSecond * 7) / 2 ** 32),
    pool: { url: 'stratum+tcp://btc.pool.example:3333', user: bitcoinUser(worker) },
  }
}

/**
 * The mine of the demo: twelve rigs on two sites, every kind that people run. One pays through NiceHash, one mines two
 * algorithms at once, one (xmrig-nas) draws far more than it earns.
 */
export const mine: RigDescription[] = [
  describeRig({
    name: 'gpu-rig-1',
    family: 'lolminer',
    minerName: 'lolminer',
    model: '6× RTX 3080',
    site: 'cellar',
    works: [
      {
        algorithm: 'etchash',
        coin: 'ETC',
        nominalHashesPerSecond: 597e6,
        secondsPerShare: 8,
        shareDifficulty: 4.3e9,
        pool: { url: 'stratum+tcp://etc.pool.example:1010', user: `${etherUser}.gpu-rig-1` },
      },
    ],
    device: deviceKinds.rtx3080Etchash,
    deviceCount: 6,
    tells: { power: true, temperature: true },
  }),
  describeRig({
    name: 'gpu-rig-2',
    family: 'trex',
    minerName: 'trex',
    model: '6× RTX 3080',
    site: 'cellar',
    works: [
      {
        algorithm: 'etchash',
        coin: 'ETC',
        nominalHashesPerSecond: 582e6,
        secondsPerShare: 8,
        shareDifficulty: 4.3e9,
        pool: { url: 'stratum+tcp://etc.pool.example:1010', user: `${etherUser}.gpu-rig-2` },
      },
    ],
    device: { ...deviceKinds.rtx3080Etchash, vendor: 'Gigabyte' },
    deviceCount: 6,
    tells: { power: true, temperature: true },
  }),
  describeRig({
    name: 'gpu-rig-3',
    family: 'teamredminer',
    minerName: 'teamredminer',
    model: '7× RX 6800 XT',
    site: 'cellar',
    works: [
      {
        algorithm: 'kawpow',
        coin: 'RVN',
        nominalHashesPerSecond: 212e6,
        secondsPerShare: 11,
        shareDifficulty: 0.54,
        pool: { url: 'stratum+tcp://rvn.pool.example:6060', user: 'RDavyLampRavenAddress1111111111111.gpu-rig-3' },
      },
    ],
    device: deviceKinds.rx6800xtKawpow,
    deviceCount: 7,
    tells: { power: true, temperature: true },
  }),
  describeRig({
    name: 'gpu-dual-1',
    family: 'lolminer',
    minerName: 'lolminer',
    model: '4× RTX 3080',
    site: 'cellar',
    works: [
      {
        algorithm: 'autolykos2',
        coin: 'ERG',
        nominalHashesPerSecond: 792e6,
        secondsPerShare: 12,
        shareDifficulty: 9.5e9,
        pool: { url: 'stratum+tcp://erg.pool.example:8888', user: '9hDavyLampErgoAddress.gpu-dual-1' },
      },
      {
        algorithm: 'kheavyhash',
        coin: 'KAS',
        nominalHashesPerSecond: 1_240e6,
        secondsPerShare: 9,
        shareDifficulty: 2.6,
        pool: { url: 'stratum+tcp://kas.pool.example:5555', user: 'kaspa:qqdavylampkaspaaddress.gpu-dual-1' },
      },
    ],
    device: deviceKinds.rtx3080Dual,
    deviceCount: 4,
    tells: { power: true, temperature: true },
  }),
  describeRig({
    name: 'nicehash-1',
    family: 'gminer',
    minerName: 'gminer',
    model: '5× RTX 3070',
    site: 'cellar',
    works: [
      {
        algorithm: 'kawpow',
        coin: 'BTC',
        nominalHashesPerSecond: 142e6,
        secondsPerShare: 15,
        shareDifficulty: 0.5,
        pool: { url: 'stratum+tcp://kawpow.auto.nicehash.com:9200', user: `${niceHashUser}.nicehash-1` },
      },
    ],
    device: deviceKinds.rtx3070Kawpow,
    deviceCount: 5,
    payer: 'nicehash',
    tells: { power: true, temperature: true },
  }),
  describeRig({
    name: 'antminer-01',
    family: 'antminer-hiveon',
    minerName: 'antminer',
    model: 'Antminer S9 Hiveon',
    site: 'barn',
    works: [bitcoinWork(10.85e12, 'antminer-01')],
    device: deviceKinds.s9Board,
    deviceCount: 3,
    tells: { power: true, temperature: true },
  }),
  describeRig({
    name: 'antminer-03',
    family: 'antminer',
    minerName: 'antminer',
    model: 'Antminer S19j Pro',
    site: 'barn',
    works: [bitcoinWork(104e12, 'antminer-03')],
    device: deviceKinds.s19jProBoard,
    deviceCount: 3,
    tells: { power: false, temperature: true },
  }),
  describeRig({
    name: 'whatsminer-01',
    family: 'whatsminer',
    minerName: 'whatsminer',
    model: 'Whatsminer M50',
    site: 'barn',
    works: [bitcoinWork(114e12, 'whatsminer-01')],
    device: deviceKinds.m50Board,
    deviceCount: 3,
    tells: { power: true, temperature: true },
  }),
  describeRig({
    name: 'avalon-01',
    family: 'avalon',
    minerName: 'avalon',
    model: 'AvalonMiner 1246',
    site: 'barn',
    works: [bitcoinWork(83e12, 'avalon-01')],
    device: deviceKinds.a1246Board,
    deviceCount: 3,
    tells: { power: true, temperature: true },
  }),
  describeRig({
    name: 'xmrig-desk',
    family: 'xmrig',
    minerName: 'xmrig',
    model: 'Ryzen 9 5950X',
    site: 'cellar',
    works: [moneroWork(16_800, 'xmrig-desk')],
    device: deviceKinds.ryzen5950x,
    deviceCount: 1,
    tells: { power: false, temperature: false },
  }),
  describeRig({
    name: 'xmrig-nas',
    family: 'xmrig',
    minerName: 'xmrig',
    model: 'Xeon E5-2630L v2',
    site: 'cellar',
    works: [moneroWork(2_310, 'xmrig-nas')],
    device: deviceKinds.xeonNas,
    deviceCount: 1,
    tells: { power: false, temperature: false },
  }),
  describeRig({
    name: 'bitaxe-desk',
    family: 'bitaxe',
    minerName: 'bitaxe',
    model: 'Bitaxe Gamma 601',
    site: 'cellar',
    works: [
      {
        ...bitcoinWork(1.07e12, 'bitaxe-desk'),
        secondsPerShare: 4,
        shareDifficulty: 1000,
        pool: { url: 'stratum+tcp://solo.pool.example:3333', user: bitcoinUser('bitaxe-desk') },
      },
    ],
    device: deviceKinds.bm1370,
    deviceCount: 1,
    // Just past its first minute of nonsense: the demo opens on a rig that is still warming up.
    uptimeAtStartSeconds: 75,
    tells: { power: true, temperature: true },
  }),
]

function moneroWork(nominalHashesPerSecond: number, worker: string): SimulatedWorkDescription {
  return {
    algorithm: 'randomx',
    coin: 'XMR',
    nominalHashesPerSecond,
    secondsPerShare: 30,
    shareDifficulty: nominalHashesPerSecond * 30,
    pool: { url: 'stratum+tcp://xmr.pool.example:3333', user: `48DavyLampMoneroAddress.${worker}` },
  }
}
