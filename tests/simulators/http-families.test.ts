import { afterEach, expect, test } from 'vitest'
import { askHttp, handClock, rigNamed, start, stopAll } from './ask'

afterEach(stopAll)

test('XMRig leaves windows empty until they have filled', async () => {
  const clock = handClock()
  const simulator = await start({ rig: rigNamed('xmrig-desk'), clock: clock.now, uptimeSeconds: 12 })
  const early = await askHttp(simulator, '/2/summary')
  expect(early.body.hashrate.total).toEqual([expect.any(Number), null, null])
  clock.pass(60)
  const later = await askHttp(simulator, '/1/summary')
  expect(later.body.hashrate.total).toEqual([expect.any(Number), expect.any(Number), null])
  expect(later.body.hashrate.total[1]).toBeGreaterThan(16_000)
  expect(later.body.uptime).toBe(72)
  expect(later.body.algo).toBe('rx/0')
  expect(JSON.stringify(later.body)).not.toMatch(/power|watt|temp/i)
})

test('XMRig wants its token where it has one, and refuses to be changed', async () => {
  const simulator = await start({ rig: rigNamed('xmrig-desk'), accessToken: 'let me in' })
  expect((await askHttp(simulator, '/1/summary')).status).toBe(401)
  const wrong = await askHttp(simulator, '/1/summary', { headers: { authorization: 'Bearer guess' } })
  expect(wrong.status).toBe(403)
  const headers = { authorization: 'Bearer let me in' }
  expect((await askHttp(simulator, '/2/backends', { headers })).body[0].type).toBe('cpu')
  expect((await askHttp(simulator, '/1/config', { method: 'PUT', headers, body: '{}' })).status).toBe(403)
  expect(await askHttp(simulator, '/elsewhere', { headers })).toEqual({
    status: 404,
    body: { status: 404, error: 'NOT_FOUND' },
  })
})

test('a Bitaxe talks nonsense in its first minute and sense after it', async () => {
  const clock = handClock()
  const simulator = await start({ rig: rigNamed('bitaxe-desk'), clock: clock.now, uptimeSeconds: 4 })
  const early = (await askHttp(simulator, '/api/system/info')).body
  expect(early).toMatchObject({ hashRate: 1000, uptimeSeconds: 4, current: 521.25 })
  // 377 GH/s per watt: impossible.
  expect(early.hashRate / early.power).toBeGreaterThan(300)
  clock.pass(120)
  const later = (await askHttp(simulator, '/api/system/info')).body
  expect(later.hashRate).toBeGreaterThan(1000)
  expect(later.hashRate).toBeLessThan(1150)
  expect(later.power).toBeCloseTo(17.4, 0)
  expect(later.voltage).toBe(5175)
  expect((later.voltage / 1000) * (later.current / 1000)).toBeCloseTo(later.power, 1)
  expect(later.bestDiff).toMatch(/^[\d.]+[kMGT]?$/)
  expect((await askHttp(simulator, '/api/system/restart', { method: 'POST' })).status).toBe(401)
})

test('T-Rex shows whole hashes, a difficulty in words and a second algorithm apart', async () => {
  const dual = rigNamed('gpu-dual-1')
  const simulator = await start({ rig: dual, family: 'trex' })
  const { body } = await askHttp(simulator, '/summary')
  expect(body).toMatchObject({ algorithm: 'autolykos2', gpu_total: 4, success: 1, paused: false })
  expect(body.dual_stat).toMatchObject({ algorithm: 'kheavyhash' })
  expect(Number.isInteger(body.hashrate)).toBe(true)
  expect(body.dual_stat.hashrate).toBeGreaterThan(1.2e9)
  expect(body.active_pool.difficulty).toBe('9.50 G')
  const single = await start({ rig: rigNamed('gpu-rig-2') })
  const plain = (await askHttp(single, '/summary')).body
  expect(plain).not.toHaveProperty('dual_stat')
  expect(plain.gpus[0].efficiency).toMatch(/^\d+kH\/W$/)
  expect((await askHttp(single, '/control?command=shutdown')).body.success).toBe(0)
})

test('a GPU that fell off the bus vanishes from T-Rex', async () => {
  const simulator = await start({ rig: rigNamed('gpu-rig-2') })
  const uuids = async () => (await askHttp(simulator, '/summary')).body.gpus.map((gpu: { uuid: string }) => gpu.uuid)
  const before = await uuids()
  simulator.rig.apply({ kind: 'lose-device', device: 1 })
  expect(await uuids()).toEqual(before.filter((_: string, index: number) => index !== 1))
})

test('new lolMiner: rate times factor are hashes per second, for both algorithms', async () => {
  const simulator = await start({ rig: rigNamed('gpu-dual-1') })
  const { body } = await askHttp(simulator, '/')
  const rates = body.Algorithms.map(
    (one: { Total_Performance: number; Performance_Factor: number }) => one.Total_Performance * one.Performance_Factor,
  )
  expect(rates[0] / 792e6).toBeCloseTo(1, 1)
  expect(rates[1] / 1240e6).toBeCloseTo(1, 1)
  expect(body.Algorithms[0].Worker_Performance).toHaveLength(body.Num_Workers)
  expect(body.Workers[1]).toMatchObject({ PCIE_Address: '3:0', Name: 'NVIDIA GeForce RTX 3080' })
})

test('a lost GPU stays in lolMiner with zeros', async () => {
  const simulator = await start({ rig: rigNamed('gpu-rig-1') })
  simulator.rig.apply({ kind: 'lose-device', device: 2 })
  const { body } = await askHttp(simulator, '/summary')
  expect(body.Workers[2]).toMatchObject({ Power: 0, Core_Temp: 0, Mem_Temp: 0 })
  expect(body.Algorithms[0].Worker_Performance[2]).toBe(0)
  expect(body.Algorithms[0].Worker_Performance[3]).toBeGreaterThan(90)
})

test('old lolMiner: one session, a unit in small letters, submitted includes rejected', async () => {
  const simulator = await start({ rig: rigNamed('gpu-rig-1'), family: 'lolminer-old' })
  const { body } = await askHttp(simulator, '/summary')
  expect(body.Session.Performance_Unit).toBe('mh/s')
  expect(body.Session.Performance_Summary).toBeCloseTo(597, -2)
  expect(body.Session.Submitted).toBeGreaterThan(body.Session.Accepted)
  expect(body.GPUs[0]['Consumption (W)']).toBeGreaterThan(200)
})

test('GMiner names its unit, its pool and every GPU', async () => {
  const simulator = await start({ rig: rigNamed('nicehash-1') })
  const { body } = await askHttp(simulator, '/stat')
  expect(body).toMatchObject({
    algorithm: 'KawPow',
    speed_unit: 'H/s',
    server: expect.stringContaining('nicehash.com'),
  })
  const total = body.devices.reduce((sum: number, gpu: { speed: number }) => sum + gpu.speed, 0)
  expect(total / 142e6).toBeCloseTo(1, 1)
  expect(body.devices[0]).toMatchObject({ bus_id: '0000:01:00.0', memory_temperature: 0 })
  expect((await askHttp(simulator, '/stat', { method: 'POST' })).status).toBe(405)
})
