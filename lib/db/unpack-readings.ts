import { setImmediate } from 'node:timers/promises'
import { spanOf } from './block-span.ts'
import type { DamagedSpan } from './damaged-spans.ts'
import { FigureReader } from './figure-bytes.ts'
import { type PackedReadings, rowAt, rowCount } from './packed-readings.ts'
import { moldFromText, type ReadingMold, readingFrom } from './reading-mold.ts'
import type { ReceivedReading } from './reading-store.ts'
import { damageIn } from './seal-blocks.ts'

// About two milliseconds of work, after which everything else has its turn.
const READINGS_PER_TURN = 250

/**
 * Readings of a thread's answer, in its order, with the rig of each and when it came. They come packed because copying whole objects
 * between threads costs more than unpacking them here. Throws where one is damaged, unless `tellDamaged` hears of it: then it is left out.
 */
export async function unpackReadings(
  packed: PackedReadings,
  tellDamaged?: (span: DamagedSpan) => void,
): Promise<ReceivedReading[]> {
  const texts = new Map(packed.frames.map(({ rigId, frameId, text }) => [`${rigId}/${frameId}`, text]))
  const molds = new Map<string, ReadingMold>()
  const readings: ReceivedReading[] = []
  for (let index = 0; index < rowCount(packed); index++) {
    if (index > 0 && index % READINGS_PER_TURN === 0) await setImmediate()
    const { rigId, atMs, receivedAtMs, frameId, start, end } = rowAt(packed, index)
    try {
      const key = `${rigId}/${frameId}`
      const mold = molds.get(key) ?? moldFromText(texts.get(key) ?? '')
      molds.set(key, mold)
      const reading = readingFrom(mold, atMs, new FigureReader(packed.figures, atMs, start, end))
      readings.push({ rigId, receivedAtMs, reading })
    } catch (error) {
      if (tellDamaged === undefined) throw error
      tellDamaged({ spanMs: spanOf(atMs), rigId, why: damageIn(error) })
    }
  }
  return readings
}
