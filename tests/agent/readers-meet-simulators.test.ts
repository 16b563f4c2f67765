import { expect, onTestFinished, test } from 'vitest'
import { probeTarget } from '#agent/probe'
import { mine } from '#simulators/mine'
import { startSimulator } from '#simulators/start-simulator'

test.each(mine.map((rig) => [rig.name, rig] as const))('%s of the demo reads as what it is', async (_, rig) => {
  const simulator = await startSimulator({ rig, uptimeSeconds: 86_400 })
  onTestFinished(() => simulator.stop())
  const result = await probeTarget({ target: `127.0.0.1:${simulator.port}`, timeoutMs: 3_000 })
  if (!result.ok) throw new Error(result.problem)
  const { reading } = result
  expect(reading.miner.name).toBe(rig.minerName)
  expect(reading.state).toBe('hashing')
  // One family does not tell what it mines.
  const tells = rig.family !== 'teamredminer'
  if (tells) expect(reading.work.map((work) => work.algorithm)).toEqual(rig.works.map((work) => work.algorithm))
  for (const [index, work] of rig.works.entries()) {
    const ratio = (reading.work[index]?.hashesPerSecond ?? 0) / work.nominalHashesPerSecond
    expect(ratio).toBeGreaterThan(0.85)
    expect(ratio).toBeLessThan(1.15)
    expect(reading.work[index]?.shares?.accepted).toBeGreaterThan(0)
  }
  expect(reading.devices ?? []).toHaveLength(rig.deviceCount)
  expect(reading.powerWatts !== undefined).toBe(rig.tells.power)
  if (rig.tells.temperature) {
    for (const device of reading.devices ?? []) expect(device.temperatureCelsius).toBeGreaterThan(20)
  }
})
