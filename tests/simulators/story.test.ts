import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { mine } from '#simulators/mine'
import { SimulatedRig } from '#simulators/simulated-rig'
import { laterRound, ROUND_SECONDS, type StoryEvent, startStory, storyEvents } from '#simulators/story'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function mineOfRigs() {
  const rigs = mine.map((description) => ({ rig: new SimulatedRig(description) }))
  const named = (name: string) => {
    const found = rigs.find(({ rig }) => rig.description.name === name)
    if (!found) throw new Error(`no rig ${name}`)
    return found.rig
  }
  return { rigs, named }
}

test('the story heats, darkens, freezes and breaks in time, and all recovers', () => {
  const { rigs, named } = mineOfRigs()
  const events: StoryEvent[] = []
  const story = startStory(rigs, { onEvent: (event) => events.push(event) })
  vi.advanceTimersByTime(5_000)
  expect(named('antminer-03').isDark).toBe(true)
  vi.advanceTimersByTime(15_000)
  expect(named('gpu-rig-2').advance().celsius(4, 'memory')).toBeGreaterThan(100)
  vi.advanceTimersByTime(75_000)
  expect(named('whatsminer-01').isFrozen).toBe(true)
  expect(named('gpu-rig-1').isLost(2)).toBe(true)
  vi.advanceTimersByTime(145_000)
  expect(named('antminer-03').isDark).toBe(false)
  expect(named('gpu-rig-1').isLost(2)).toBe(false)
  expect(named('gpu-rig-2').advance().celsius(4, 'memory')).toBeLessThan(100)
  vi.advanceTimersByTime(170_000)
  expect(named('whatsminer-01').isFrozen).toBe(false)
  expect(events).toEqual(storyEvents)
  story.stop()
})

test('after ten minutes it begins again with other rigs, until stopped', () => {
  const { rigs } = mineOfRigs()
  const events: StoryEvent[] = []
  const story = startStory(rigs, { onEvent: (event) => events.push(event) })
  vi.advanceTimersByTime((2 * ROUND_SECONDS - 1) * 1000)
  expect(events).toEqual([...storyEvents, ...laterRound(1)])
  story.stop()
  vi.advanceTimersByTime(10 * ROUND_SECONDS * 1000)
  expect(events).toHaveLength(storyEvents.length + laterRound(1).length)
})

test('every fault of every round hits a rig of the mine and is cleared in the same round', () => {
  for (const round of [storyEvents, ...Array.from({ length: 20 }, (_, index) => laterRound(index + 1))]) {
    const open = new Set<string>()
    for (const event of round) {
      const rig = mine.find((one) => one.name === event.rig)
      expect(rig, event.rig).toBeDefined()
      if ('fault' in event && 'device' in event.fault) expect(event.fault.device).toBeLessThan(rig?.deviceCount ?? 0)
      if ('fault' in event && event.fault.kind === 'overheat' && event.fault.part) {
        expect(rig?.device.typicalCelsius[event.fault.part]).toBeDefined()
      }
      const name = `${event.rig} ${'fault' in event ? event.fault.kind : event.clears}`
      if ('fault' in event) open.add(name)
      else expect(open.delete(name)).toBe(true)
    }
    expect([...open]).toEqual([])
  }
})

test('rigs that are not there are left out of the story', () => {
  const { named } = mineOfRigs()
  const events: StoryEvent[] = []
  const story = startStory([{ rig: named('gpu-rig-2') }], { onEvent: (event) => events.push(event) })
  vi.advanceTimersByTime(300_000)
  story.stop()
  expect(new Set(events.map((event) => event.rig))).toEqual(new Set(['gpu-rig-2']))
})
