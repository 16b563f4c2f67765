import { expect, test } from 'vitest'
import { cgminer } from '#agent/miners/cgminer/cgminer'
import { allRecordings, playRecording, textOf } from './play-recording'

/** Those whose label says nothing of the unit, whose name stands in one reply alone, or which end without a brace. */
const FRAGILE = [
  'antminer-z11',
  'antminer-l3plus-plain-text',
  'antminer-d3-blissz',
  'avalon-1066-plain-text',
  'hammer-d10',
]
const PLACES = 30

test.each(allRecordings().filter((recording) => FRAGILE.includes(recording.name)))(
  '$name: whichever one reply breaks off, another machine is never read out of the rest',
  async (recording) => {
    let cutAsk = ''
    let keep = 0
    const { target } = await playRecording(recording, (reply, ask) => (ask === cutAsk ? reply.slice(0, keep) : reply))
    const whole = await cgminer.read(target)
    const told = whole.ok ? whole.reading.work[0] : undefined
    expect(told?.hashesPerSecond).toBeGreaterThan(0)
    let broke = 0
    for (const { ask, reply } of recording.exchanges) {
      const { length } = textOf(reply)
      cutAsk = ask
      for (let place = 0; place < PLACES; place++) {
        keep = Math.floor((length * place) / PLACES)
        const read = await cgminer.read({ ...target, timeoutMs: 500 })
        if (!read.ok) {
          broke++
          expect(read.problem).toContain('127.0.0.1')
          continue
        }
        expect(read.reading.miner.name).toBe(recording.kind)
        const [work] = read.reading.work
        expect(work?.algorithm).toBe(told?.algorithm)
        // A window further from the minute may stand in, never a figure of another size.
        if (work?.hashesPerSecond !== undefined)
          expect(work.hashesPerSecond / (told?.hashesPerSecond ?? 0)).toBeCloseTo(1, 0)
      }
    }
    expect(broke).toBeGreaterThan(0)
  },
  30_000,
)
