import type { MeterQuarter } from '#lib/domain/meter-quarters'
import type { Rows } from './rows.ts'

/** Quarter-hours of all meters that begin in `[fromMs, toMs)`, by site and then by when they begin. */
export async function meterQuartersBetween(
  rows: Rows,
  fromMs: number,
  toMs: number,
): Promise<Map<number, Map<number, MeterQuarter>>> {
  const found = await rows.meterQuarter.findMany({
    where: { quarterMs: { gte: BigInt(fromMs), lt: BigInt(toMs) } },
  })
  const bySite = new Map<number, Map<number, MeterQuarter>>()
  for (const { siteId, quarterMs, energyWh, seconds } of found) {
    const quarters = bySite.get(siteId) ?? new Map<number, MeterQuarter>()
    bySite.set(siteId, quarters)
    quarters.set(Number(quarterMs), { quarterMs: Number(quarterMs), energyWh, seconds })
  }
  return bySite
}

/** Adds to what is known of quarter-hours. Call it in the transaction that keeps the sample the parts end with. */
export async function addMeterQuarters(rows: Rows, siteId: number, parts: MeterQuarter[]): Promise<void> {
  for (const { quarterMs, energyWh, seconds } of parts) {
    const key = { siteId, quarterMs: BigInt(quarterMs) }
    await rows.meterQuarter.upsert({
      where: { siteId_quarterMs: key },
      create: { ...key, energyWh, seconds },
      update: { energyWh: { increment: energyWh }, seconds: { increment: seconds } },
    })
  }
}
