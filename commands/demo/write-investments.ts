import type { Database } from '#lib/db/database'
import { saveInvestment } from '#lib/services/investment/save-investment'
import type { SimulatedFamily } from '#simulators/rig-description'
import type { FoundRig } from './found-mine.ts'

/** What an owner might have paid for such a machine, used: made up, in dollars. */
const PRICES: Partial<Record<SimulatedFamily, number>> = {
  antminer: 780,
  'antminer-hiveon': 780,
  whatsminer: 890,
  avalon: 420,
  bitaxe: 165,
  xmrig: 690,
  teamredminer: 1_350,
}
const GPU_RIG_PRICE = 2_400

/** Gives the demo's rigs what they cost, a machine a repair, and the cellar its shelves and the sale of old cards. */
export async function writeInvestments(
  database: Database,
  { rigs, siteIds }: { rigs: FoundRig[]; siteIds: { cellar: number } },
  boughtMs: number,
  nowMs: number,
): Promise<void> {
  const boughtOn = dayOf(boughtMs)
  const byPrice = new Map<number, number[]>()
  for (const { id, description } of rigs) {
    const price = PRICES[description.family] ?? GPU_RIG_PRICE
    byPrice.set(price, [...(byPrice.get(price) ?? []), id])
  }
  for (const [purchasePrice, ids] of byPrice) {
    await database.rig.updateMany({ where: { id: { in: ids } }, data: { purchasePrice, purchasedOn: boughtOn } })
  }
  const cellar = { subject: `site:${siteIds.cellar}`, currency: 'USD' }
  const boards = rigs.find(({ description }) => description.family === 'antminer')
  const written = [
    { ...cellar, kind: 'purchase', amount: 640, date: boughtOn, writeOffMonths: 120, note: 'shelves, cables and fans' },
    { ...cellar, kind: 'resale', amount: 260, date: dayOf(nowMs, 150), note: 'two old GPUs' },
    ...(boards ? [repairOf(`rig:${boards.id}`, dayOf(nowMs, 90))] : []),
  ] as const
  for (const entry of written) {
    const saved = await saveInvestment(database, entry, nowMs)
    if (!saved.ok) throw new Error(Object.values(saved.problems).join(' '))
  }
}

function repairOf(subject: string, date: string) {
  return { subject, currency: 'USD', kind: 'repair', amount: 95, date, note: 'a hash board' } as const
}

function dayOf(atMs: number, daysBefore = 0): string {
  return new Date(atMs - daysBefore * 86_400_000).toISOString().slice(0, 10)
}
