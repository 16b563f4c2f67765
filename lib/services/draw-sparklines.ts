import { quarterSparklines } from '#lib/db/sparklines'
import { HOUR_MS, QUARTER_MS } from '#lib/domain/units'
import type { Sparklines } from '#lib/wire/rest'
import { openHoursOf } from './open-hours.ts'
import type { RunningServer } from './running-server.ts'

/** The last hours' hash rate of rigs by quarter-hour: one line a rig, of the algorithm it mines first. */
export async function drawSparklines(
  context: Pick<RunningServer, 'database' | 'fleet'>,
  rigIds: number[],
  hours: number,
  nowMs = Date.now(),
): Promise<Sparklines> {
  const toMs = (Math.floor(nowMs / QUARTER_MS) + 1) * QUARTER_MS
  const fromMs = toMs - hours * HOUR_MS
  const open = openHoursOf(context.fleet, rigIds, nowMs)
  const lines = await quarterSparklines(context.database, rigIds, fromMs, toMs, open)
  return {
    fromMs,
    stepSeconds: QUARTER_MS / 1000,
    sparklines: [...lines].flatMap(([rigId, ofRig]) => {
      const present = context.fleet.liveRig(rigId)?.reading?.work[0]?.algorithm
      const line = ofRig.find(({ algorithm }) => algorithm === present) ?? ofRig[0]
      return line ? [{ rigId, ...line }] : []
    }),
  }
}
