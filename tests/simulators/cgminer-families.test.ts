import { afterEach, expect, test } from 'vitest'
import { askCgminer, askTcp, handClock, rigNamed, start, stopAll } from './ask'

afterEach(stopAll)

test('an S9 with Hiveon firmware leaves out the comma between its stats, ends in NUL and closes the connection', async () => {
  const { port } = await start({ rig: rigNamed('antminer-01') })
  const reply = await askTcp(port, '{"command":"stats"}')
  expect(reply).toMatch(/"Type":"Antminer S9 Hiveon"\}\{"STATS":0/)
  expect(reply.endsWith('\0')).toBe(true)
  expect(() => JSON.parse(reply.replace('\0', ''))).toThrow()
  const repaired = JSON.parse(reply.replace('\0', '').replace('}{', '},{'))
  const [identity, stats] = repaired.STATS
  expect(identity.Miner).toBe('30.0.1.3')
  expect(stats['GHS 5s']).toMatch(/^1\d{4}\.\d{2}$/)
  expect(stats['GHS av']).toBeTypeOf('number')
  expect(stats.fan1).toBe(0)
  expect(stats.fan5).toBeGreaterThan(1000)
  expect(stats.temp6).toBeGreaterThan(40)
  expect(stats.temp2_6).toBeGreaterThan(stats.temp6)
  const boards = stats.chain_power6 + stats.chain_power7 + stats.chain_power8
  expect(stats.chain_power).toBe(`${boards.toFixed(2)} (AB)`)
  expect(boards).toBeGreaterThan(800)
})

test('the firmware fee pool of an S9 is listed after the own one', async () => {
  const { port } = await start({ rig: rigNamed('antminer-01') })
  const { POOLS } = await askCgminer(port, 'pools')
  expect(POOLS.map((pool: { Priority: number }) => pool.Priority)).toEqual([0, 9999])
  expect(POOLS[0]['Last Share Time']).toMatch(/^\d+:\d\d:\d\d$/)
})

test('a stock S19 tells GH/s as a number, chips joined by dashes, no watts, and refuses joined commands', async () => {
  const { port } = await start({ rig: rigNamed('antminer-03') })
  const { STATS } = await askCgminer(port, 'stats')
  expect(STATS[0].Type).toBe('Antminer S19j Pro')
  expect(STATS[1]['GHS 5s']).toBeGreaterThan(98_000)
  expect(STATS[1]['GHS 5s']).toBeLessThan(110_000)
  expect(STATS[1].temp_chip1).toMatch(/^\d+-\d+-\d+-\d+$/)
  expect(STATS[1].chain_rate4).toBe('')
  expect(STATS[1].chain_acn1).toBe(126)
  expect(JSON.stringify(STATS).toLowerCase()).not.toMatch(/power|watt/)
  expect((await askCgminer(port, 'summary+pools')).STATUS[0]).toMatchObject({ STATUS: 'E', Code: 14 })
})

test('a sleeping S19 hashes nothing and stays alive', async () => {
  const { port, rig } = await start({ rig: rigNamed('antminer-03') })
  rig.apply({ kind: 'pause' })
  const { STATS } = await askCgminer(port, 'stats')
  expect(STATS[1]['GHS 5s']).toBe(0)
  expect(STATS[1].chain_acn1).toBe(126)
  expect(STATS[1]['GHS av']).toBeGreaterThan(90_000)
})

test('a Whatsminer tells MH/s everywhere, its MAC and its input watts', async () => {
  const { port } = await start({ rig: rigNamed('whatsminer-01') })
  const [summary] = (await askCgminer(port, 'summary')).SUMMARY
  expect(summary['HS RT'] * 1e6).toBeCloseTo(114e12, -13)
  expect(summary['MHS 1m']).toBe(summary['HS RT'])
  expect(summary.Power).toBeGreaterThan(3000)
  expect(summary.MAC).toMatch(/^([0-9A-F]{2}:){5}[0-9A-F]{2}$/)
  expect(summary['Factory GHS']).toBe(114_000)
  const { DEVS } = await askCgminer(port, 'edevs')
  expect(DEVS.map((board: { Slot: number }) => board.Slot)).toEqual([0, 1, 2])
  expect((await askCgminer(port, 'status')).Msg).toMatchObject({ btmineroff: 'false' })
})

test('a Whatsminer refuses what it does not know and what would change it', async () => {
  const { port } = await start({ rig: rigNamed('whatsminer-01') })
  expect(await askCgminer(port, 'nonsense')).toMatchObject({ STATUS: 'E', Code: 14, Msg: 'invalid cmd' })
  expect(await askCgminer(port, 'power_off')).toMatchObject({ STATUS: 'E', Code: 45 })
  expect(await askCgminer(port, 'summary+devs')).toMatchObject({ STATUS: 'E' })
})

test('a Whatsminer with a dead board names its error code and lists the other two', async () => {
  const { port, rig } = await start({ rig: rigNamed('whatsminer-01') })
  rig.apply({ kind: 'lose-device', device: 1 })
  expect((await askCgminer(port, 'devs')).DEVS.map((board: { Slot: number }) => board.Slot)).toEqual([0, 2])
  expect((await askCgminer(port, 'summary')).SUMMARY[0]).toMatchObject({ 'Error Code Count': 1, 'Error Code 0': 531 })
  expect((await askCgminer(port, 'get_error_code')).Msg.error_code[0]).toHaveProperty('531')
})

test('an Avalon packs everything into one bracket string', async () => {
  const { port } = await start({ rig: rigNamed('avalon-01') })
  const [stats] = (await askCgminer(port, 'stats')).STATS
  const text: string = stats['MM ID0']
  expect(text).toMatch(/^Ver\[1246-83-/)
  expect(text).toMatch(/SYSTEMSTATU\[Work: In Work, Hash Board: 3 \]/)
  const supply = /PS\[([\d ]+)\]/.exec(text)?.[1]?.split(' ').map(Number) ?? []
  expect(supply).toHaveLength(7)
  // Volts times amperes are the watts of the output, as in real dumps.
  expect(((supply[2] ?? 0) / 100) * (supply[3] ?? 0)).toBeCloseTo(supply[4] ?? 0, -2)
  expect(Number(/GHSspd\[([\d.]+)\]/.exec(text)?.[1])).toBeGreaterThan(78_000)
  const [version] = (await askCgminer(port, 'version')).VERSION
  expect(version).toMatchObject({ MODEL: '1246-83', MAC: expect.stringMatching(/^[0-9a-f]{12}$/) })
})

test('a switched-off Avalon still shows its since-start mean', async () => {
  const clock = handClock()
  const { port, rig } = await start({ rig: rigNamed('avalon-01'), clock: clock.now })
  rig.apply({ kind: 'pause' })
  clock.pass(60)
  const [summary] = (await askCgminer(port, 'summary')).SUMMARY
  expect(summary).toMatchObject({ 'MHS 5s': 0, 'MHS 1m': 0, 'MHS 5m': 0.06 })
  expect(summary['MHS av']).toBeGreaterThan(70e6)
  const text: string = (await askCgminer(port, 'stats')).STATS[0]['MM ID0']
  expect(text).toContain('GHSspd[0.00]')
  expect(text).toContain('TMax[0]')
  expect(text).toMatch(/PS\[0 1214 4 0 0 1320 146\]/)
})

test('TeamRedMiner shows MH/s over 30 s, watts and three temperatures for each GPU', async () => {
  const { port } = await start({ rig: rigNamed('gpu-rig-3') })
  const reply = await askCgminer(port, 'devs+summary')
  const gpus = reply.devs[0].DEVS
  expect(gpus).toHaveLength(7)
  expect(gpus[0]['MHS 30s']).toBeCloseTo(212 / 7, -1)
  expect(gpus[0]['KHS 30s']).toBeCloseTo(gpus[0]['MHS 30s'] * 1000, -1)
  expect(gpus[0]['GPU Power']).toBeGreaterThan(150)
  expect(gpus[0].TemperatureJnct).toBeGreaterThan(gpus[0].Temperature)
  expect(reply.summary[0].SUMMARY[0]['MHS 30s']).toBeGreaterThan(200)
  expect((await askCgminer(port, 'devdetails')).DEVDETAILS[1]).toMatchObject({
    Kernel: 'kawpow',
    'Device Path': '03:00:0',
  })
  expect((await askCgminer(port, 'gpufan')).STATUS[0]).toMatchObject({ STATUS: 'E', Code: 45 })
})

test('a GPU that hangs stays in the list of TeamRedMiner, dead', async () => {
  const { port, rig } = await start({ rig: rigNamed('gpu-rig-3') })
  rig.apply({ kind: 'lose-device', device: 2 })
  const gpu = (await askCgminer(port, 'devs')).DEVS[2]
  expect(gpu).toMatchObject({ Status: 'Dead', 'MHS 30s': 0, Temperature: 0, 'GPU Power': 0 })
})

test('plain cgminer answers old clients in text and waits for the rest of a broken request', async () => {
  const { port } = await start({ rig: rigNamed('whatsminer-01'), family: 'cgminer' })
  expect(await askTcp(port, 'summary|')).toMatch(
    /^STATUS=S,When=\d+,Code=11,Msg=Summary,.*\|SUMMARY,Elapsed=\d+,.*\|\0$/,
  )
  expect(await askTcp(port, 'pools')).toMatch(/\|POOL=0,URL=stratum/)
  expect((await askCgminer(port, 'devs')).DEVS).toHaveLength(3)
  expect((await askCgminer(port, 'quit')).STATUS[0]).toMatchObject({ STATUS: 'E', Code: 45 })
  expect((await askCgminer(port, 'constructor')).STATUS[0]).toMatchObject({ STATUS: 'E', Code: 14 })
})
