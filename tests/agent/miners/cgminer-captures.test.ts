import { expect, test } from 'vitest'
import { joinedTemperatures } from '#agent/miners/cgminer/antminer-boards'
import { cgminer } from '#agent/miners/cgminer/cgminer'
import { shareTimeMs } from '#agent/miners/cgminer/pools'
import { fixture, pretendCgminer } from './pretend-miner'

async function readFixtures(files: { [command: string]: string }) {
  const replies = Object.fromEntries(Object.entries(files).map(([command, file]) => [command, fixture(file)]))
  const read = await cgminer.read(await pretendCgminer(replies))
  if (!read.ok) throw new Error(read.problem)
  return read.reading
}

test('an S9 with Hiveon: a missing comma, boards in slots 6 to 8, watts of the boards, the pool that is not the maker’s', async () => {
  const reading = await readFixtures({ stats: 's9-hiveon.stats.txt', pools: 's9-hiveon.pools.json' })
  expect(reading).toMatchObject({
    state: 'hashing',
    miner: { name: 'antminer', version: '30.0.1.3', model: 'Antminer S9', uptimeSeconds: 44071 },
    powerSource: 'output',
    fans: [{ rpm: 1800 }, { rpm: 1800 }],
    cooling: 'air',
  })
  expect(reading.powerWatts).toBeCloseTo(867.32)
  const [work] = reading.work
  expect(work).toMatchObject({
    algorithm: 'sha256d',
    shares: { accepted: 2913, rejected: 8, stale: 7 },
    pool: { url: 'stratum+tcp://stratum.antpool.com:3333', user: 'wallet.workerS9', connected: true },
    bestDifficulty: 64150555,
  })
  expect(work?.hashesPerSecond).toBeCloseTo(10826.84e9, -3)
  expect(work?.nominalHashesPerSecond).toBeCloseTo(10845.73e9, -3)
  expect(reading.devices).toHaveLength(3)
  expect(reading.devices?.[0]).toMatchObject({
    index: 5,
    kind: 'board',
    temperatureCelsius: 80,
    boardCelsius: 65,
    frequencyMegahertz: 513.2,
    hardwareErrors: 25,
    powerWatts: 284.72,
  })
})

test('a T17 whose third board is dead: 0 H/s there, and its −127 °C and −64 °C sensors are not temperatures', async () => {
  const reading = await readFixtures({ stats: 't17-hiveon.stats.json' })
  expect(reading.miner).toMatchObject({ name: 'antminer', model: 'Antminer T17' })
  expect(reading.powerWatts).toBe(2767)
  expect(reading.devices?.[2]).toMatchObject({
    index: 2,
    temperatureCelsius: 81,
    boardCelsius: 51,
    work: [{ hashesPerSecond: 0 }],
  })
})

test('a stock S19 Pro tells no power, and none is made up', async () => {
  const reading = await readFixtures({ stats: 's19-pro.stats.json' })
  expect(reading.work[0]?.hashesPerSecond).toBeCloseTo(110566.89e9, -3)
  expect(reading.work[0]?.nominalHashesPerSecond).toBe(110000e9)
  expect(reading).not.toHaveProperty('powerWatts')
  expect(reading).not.toHaveProperty('powerSource')
  expect(reading.devices?.map((board) => board.temperatureCelsius)).toEqual([78, 71, 69])
  expect(reading.devices?.map((board) => board.boardCelsius)).toEqual([73, 66, 64])
  expect(reading.fans?.map((fan) => fan.rpm)).toEqual([6000, 5880, 5040, 5040])
})

test('a hydro machine has no fans that stand still', async () => {
  const reading = await readFixtures({ stats: 's21-xp-hydro.stats.json' })
  expect(reading.cooling).toBe('hydro')
  expect(reading).not.toHaveProperty('fans')
  expect(reading.miner).not.toHaveProperty('serial')
})

test.each([
  ['Antminer D3', '16346.64', 'x11', 16346.64e6],
  ['Antminer L3+', '504.21', 'scrypt', 504.21e6],
  ['Antminer L7', '9500', 'scrypt', 9500e6],
  ['Antminer Z11', '141.54', 'equihash', 141540],
  ['Antminer Z11', '145474.39', 'equihash', 145474.39],
  ['Antminer S9\nV1.3.58', '13500.1', 'sha256d', 13500.1e9],
  ['Antminer KS3', '9400', 'kheavyhash', 9400e9],
  ['Antminer KS5 Pro', '21000', 'kheavyhash', 21000e9],
  ['Antminer K7', '63500', 'eaglesong', 63500e9],
  ['Antminer KA3', '166000', 'kadena', 166000e9],
  ['Antminer HS3', '9000', 'handshake', 9000e9],
  ['Antminer AL1', '15600', 'blake3', 15600e9],
  ['Antminer E9', '2400', 'etchash', 2400e6],
  ['Antminer D7', '1286', 'x11', 1286e9],
  ['Antminer D5', '119000', 'x11', 119000e6],
  ['Antminer L9', '16000', 'scrypt', 16000e6],
  ['Antminer L7 (Vnish 1.2.0-rc4)', '9.5', 'scrypt', 9.5e9],
  ['Antminer B3', '780.5', 'tensority', 780.5],
  ['Antminer X5', '212', 'randomx', 212e3],
  ['Antminer Z9-Mini', '10.5', 'equihash', 10500],
  ['S19-88 v.2.6.0.39 ', '99989.59', 'sha256d', 99989.59e9],
])('what %j calls "GHS 5s": %j is %s at %d H/s', async (type, value, algorithm, hashesPerSecond) => {
  const stats = {
    STATUS: [{ STATUS: 'S' }],
    STATS: [
      { BMMiner: '1', Type: type },
      { 'GHS 5s': value, 'GHS av': 1, chain_acn1: 30, chain_rate1: value, frequency: '1600M' },
    ],
    id: 1,
  }
  const read = await cgminer.read(await pretendCgminer({ stats: JSON.stringify(stats) }))
  const reading = read.ok ? read.reading : undefined
  expect(reading?.work[0]?.algorithm).toBe(algorithm)
  expect(reading?.work[0]?.hashesPerSecond).toBeCloseTo(hashesPerSecond, 0)
  expect(reading?.miner.model).not.toContain('\n')
  expect(reading?.devices?.[0]?.frequencyMegahertz).toBe(1600)
})

test('a Hammer D10 labels MH/s rightly and repeats its keys', async () => {
  const reading = await readFixtures({ stats: 'hammer-d10.stats.txt' })
  expect(reading.miner).toMatchObject({ name: 'cgminer', model: 'Hammer D10' })
  expect(reading.work[0]).toMatchObject({ algorithm: 'scrypt' })
  expect(reading.work[0]?.hashesPerSecond).toBeCloseTo(4686.4886e6, 0)
  expect(reading.devices).toHaveLength(3)
})

test('a WhatsMiner: MH/s behind every label, the minute’s window, input watts, MAC in lower case', async () => {
  const reading = await readFixtures({ summary: 'm21.summary.json', edevs: 'm21.devs.json' })
  expect(reading).toMatchObject({
    state: 'hashing',
    miner: {
      name: 'whatsminer',
      version: '20210322.22.REL',
      mac: 'c4:08:28:00:a4:19',
      uptimeSeconds: 10154,
      machineUptimeSeconds: 10792,
    },
    powerWatts: 3417,
    powerSource: 'input',
    fans: [{ rpm: 6450 }, { rpm: 6480 }],
  })
  expect(reading.work[0]?.hashesPerSecond).toBeCloseTo(67439352.49e6, -3)
  expect(reading.work[0]?.nominalHashesPerSecond).toBe(65362500e6)
  expect(reading.devices?.[0]).toMatchObject({
    index: 0,
    temperatureCelsius: 90,
    boardCelsius: 70,
    frequencyMegahertz: 650,
  })
  expect(reading.devices?.[0]?.work?.[0]?.hashesPerSecond).toBeCloseTo(22103789.84e6, -3)
})

test('a WhatsMiner without windows: "HS RT" is live and in MH/s, "MHS av" is left alone; −1 W is no power', async () => {
  const reading = await readFixtures({ summary: 'whatsminer-v2.summary.json', status: 'whatsminer-v2.status.json' })
  expect(reading.work[0]?.hashesPerSecond).toBe(124.5e12)
  expect(reading.intakeCelsius).toBe(28.5)
  expect(reading.work[0]?.nominalHashesPerSecond).toBe(126000e9)
  const off = fixture('whatsminer-v2.status.json').replace('"mineroff": "false"', '"mineroff": "true"')
  const summary = fixture('whatsminer-v2.summary.json').replace('"Power": 3200', '"Power": -1')
  const read = await cgminer.read(await pretendCgminer({ summary, status: off }))
  expect(read.ok && read.reading.state).toBe('paused')
  expect(read.ok && 'powerWatts' in read.reading).toBe(false)
})

test('WhatsMiner 2.0.4 writes its error codes as a list with keys', async () => {
  const replies = {
    summary: fixture('whatsminer-v2.summary.json'),
    get_error_code:
      '{"STATUS":"S","When":1,"Code":131,"Msg":{"error_code":["218":"2024-06-15 10:30:00","601":"2024-06-15 10:31:00"]},"Description":""}',
  }
  const read = await cgminer.read(await pretendCgminer(replies))
  expect(read.ok && read.reading.errors).toEqual([{ code: '218' }, { code: '601' }])
})

test('an Avalon 1566: watts at the wall, boards by MTmax, no averages per board, a share time counted from its start', async () => {
  const before = Date.now()
  const reading = await readFixtures({
    version: 'avalon-1566.version.json',
    stats: 'avalon-1566.stats.json',
    devs: 'avalon-1566.devs.json',
    pools: 'avalon-1566.pools.json',
  })
  expect(reading).toMatchObject({
    state: 'hashing',
    miner: { name: 'avalon', model: 'AvalonMiner 15-194', mac: '12:34:56:78:90:12', uptimeSeconds: 975 },
    powerWatts: 3731,
    powerSource: 'input',
    intakeCelsius: 31,
    fans: [
      { rpm: 4275, percent: 49 },
      { rpm: 4282, percent: 49 },
    ],
  })
  expect(reading.work[0]?.hashesPerSecond).toBeCloseTo(197266944.16e6, -3)
  expect(reading.devices?.map((board) => board.temperatureCelsius)).toEqual([77, 78, 77])
  expect(reading.devices?.[0]).not.toHaveProperty('work')
  const shareAt = reading.work[0]?.shares?.lastAcceptedAt ?? 0
  expect(before - shareAt).toBeGreaterThan(9_000)
  expect(before - shareAt).toBeLessThan(13_000)
})

test('a soft-off Avalon Q hashes nothing, whatever its average says, and draws no 2245 W', async () => {
  const reading = await readFixtures({ stats: 'avalon-q-off.stats.json', summary: 'avalon-q-off.summary.json' })
  expect(reading.state).toBe('paused')
  expect(reading.work[0]?.hashesPerSecond).toBe(0)
  expect(reading.work[0]).not.toHaveProperty('bestDifficulty')
  expect(reading).not.toHaveProperty('powerWatts')
  expect(reading.devices?.[0]).not.toHaveProperty('temperatureCelsius')
  expect(reading.intakeCelsius).toBe(26)
})

test('an old Avalon that tells only an average is believed while its work counter moves', async () => {
  const summary = fixture('avalon-741.summary.json')
  const memory = {}
  const read = async (text: string) => {
    const result = await cgminer.read(
      await pretendCgminer({ stats: fixture('avalon-741.stats.json'), summary: text }),
      memory,
    )
    return result.ok ? result.reading : undefined
  }
  const first = await read(summary)
  expect(first?.work[0]?.hashesPerSecond).toBe(13.5e12)
  expect(first?.miner.model).toBe('Avalon 741')
  expect(first?.devices).toHaveLength(2)
  expect((await read(summary.replace('2443500000.0', '2843500000.0')))?.work[0]?.hashesPerSecond).toBe(13.5e12)
  expect((await read(summary.replace('2443500000.0', '2843500000.0')))?.work[0]?.hashesPerSecond).toBe(0)
})

test('TeamRedMiner: GPUs, the 30-second window', async () => {
  const reading = await readFixtures({ devs: 'teamredminer.devs.json' })
  expect(reading.miner.name).toBe('teamredminer')
  expect(reading.work).toMatchObject([{ algorithm: 'unknown', hashesPerSecond: 1.794e6 }])
  expect(reading.devices?.[0]).toMatchObject({
    kind: 'gpu',
    temperatureCelsius: 69,
    fanRpm: 2106,
    fanPercent: 47,
    frequencyMegahertz: 1187,
  })
})

test('LuxOS says when its watts were not measured', async () => {
  const reading = await readFixtures({
    summary: 'luxos.summary.json',
    devs: 'luxos.devs.json',
    power: 'luxos.power.json',
  })
  expect(reading).toMatchObject({ miner: { name: 'luxos' }, powerWatts: 1051, powerSource: 'estimated' })
  expect(reading.work[0]?.hashesPerSecond).toBeCloseTo(60829.48e9, -3)
  expect(reading.work[0]?.algorithm).toBe('sha256d')
  expect(reading.work[0]?.nominalHashesPerSecond).toBe(3 * 20651400e6)
})

test('a SealMiner: the minute, not the noisy five seconds; the supply’s input', async () => {
  const reading = await readFixtures({ stats: 'sealminer-a2.stats.json' })
  expect(reading).toMatchObject({
    miner: { name: 'sealminer', mac: '50:d4:48:4b:86:78' },
    powerWatts: 3504,
    powerSource: 'input',
    state: 'hashing',
  })
  expect(reading.work[0]?.hashesPerSecond).toBeCloseTo(220315525.22617e6, -3)
  expect(reading.devices).toHaveLength(3)
})

test('joined commands come over one connection where the machine knows them', async () => {
  const asked: string[] = []
  const joined = {
    version: [JSON.parse(fixture('avalon-1566.version.json'))],
    stats: [JSON.parse(fixture('s19-pro.stats.json'))],
    summary: [],
    devs: [],
    pools: [JSON.parse(fixture('s9-hiveon.pools.json'))],
    id: 1,
  }
  const target = await pretendCgminer({ 'version+summary+stats+devs+pools': JSON.stringify(joined) }, asked)
  expect((await cgminer.read(target)).ok).toBe(true)
  expect(asked).not.toContain('stats')
})

test.each([
  ['2--1-20-22', [2, -1, 20, 22]],
  ['78-50-69-70', [78, 50, 69, 70]],
  ['15--49-51--64', [15, undefined, 51, undefined]],
  ['0-0-0-0', [undefined, undefined, undefined, undefined]],
  ['---', []],
])('temperatures joined by minus signs: %s', (text, expected) => {
  expect(joinedTemperatures(text)).toEqual(expected)
})

test.each([
  [1761061362, 1761061372, 1761061400_000, 1761061362_000],
  ['0:00:23', undefined, 1761061400_000, 1761061377_000],
  ['0', undefined, 1761061400_000, undefined],
  [975, 986, 1761061400_000, 1761061389_000],
  [1420070400, 1420070410, 1761061400_000, 1761061390_000],
])('a share time of %j in a reply of %j', (value, when, now, expected) => {
  expect(shareTimeMs(value, when, now)).toBe(expected)
})
