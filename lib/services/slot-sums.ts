import type { SiteSlotRow, SiteWorkSlotRow } from '#lib/db/reading-store'
import { QUARTER_MS } from '#lib/domain/units'

/** A site's quarter-hour while it is added up. */
export type SlotSum = Omit<SiteSlotRow, 'siteId' | 'levelSeconds' | 'slotMs' | 'rigs'> & {
  rigIds: Set<number>
  work: Map<string, WorkSum>
  uncostedSeconds: number
}

export type WorkSum = { algorithm: string; coin: string; hashes: number; seconds: number; coinAmount?: number }

const QUARTER_SECONDS = 900
const HOUR_SECONDS = 3600

/** The quarter-hours of one hour for all sites; {@link rows} gives them and the hour each site's four make. */
export class SlotSums {
  readonly #hourMs: number
  readonly #bySite: Map<number, SlotSum[]>

  constructor(sites: readonly { id: number }[], hourMs: number) {
    this.#hourMs = hourMs
    this.#bySite = new Map(sites.map(({ id }) => [id, [emptySlot(), emptySlot(), emptySlot(), emptySlot()]]))
  }

  slot(siteId: number, quarter: number): SlotSum | undefined {
    return this.#bySite.get(siteId)?.[quarter]
  }

  rows(): { slots: SiteSlotRow[]; work: SiteWorkSlotRow[] } {
    const slots: SiteSlotRow[] = []
    const work: SiteWorkSlotRow[] = []
    const write = (siteId: number, levelSeconds: number, slotMs: number, { rigIds, work: done, ...sum }: SlotSum) => {
      slots.push({ ...sum, siteId, levelSeconds, slotMs, rigs: rigIds.size })
      for (const row of done.values()) work.push({ ...row, siteId, levelSeconds, slotMs })
    }
    for (const [siteId, quarters] of this.#bySite) {
      const hour = emptySlot()
      for (const [index, quarter] of quarters.entries()) {
        write(siteId, QUARTER_SECONDS, this.#hourMs + index * QUARTER_MS, quarter)
        addSlot(hour, quarter)
      }
      write(siteId, HOUR_SECONDS, this.#hourMs, hour)
    }
    return { slots, work }
  }
}

/** Adds work to what was done of the same algorithm for the same coin. */
export function addWork(slot: Pick<SlotSum, 'work'>, work: WorkSum): void {
  const key = `${work.algorithm}/${work.coin}`
  const sum = slot.work.get(key)
  if (!sum) {
    slot.work.set(key, { ...work })
    return
  }
  sum.hashes += work.hashes
  sum.seconds += work.seconds
  if (work.coinAmount !== undefined) sum.coinAmount = (sum.coinAmount ?? 0) + work.coinAmount
}

function emptySlot(): SlotSum {
  return {
    rigIds: new Set(),
    work: new Map(),
    seconds: 0,
    hashingSeconds: 0,
    pausedSeconds: 0,
    expectedSeconds: 0,
    poweredSeconds: 0,
    energyWh: 0,
    workSeconds: 0,
    unvaluedSeconds: 0,
    unpoweredSeconds: 0,
    uncostedSeconds: 0,
  }
}

function addSlot(sum: SlotSum, part: SlotSum): void {
  for (const rigId of part.rigIds) sum.rigIds.add(rigId)
  for (const work of part.work.values()) addWork(sum, work)
  sum.seconds += part.seconds
  sum.hashingSeconds += part.hashingSeconds
  sum.pausedSeconds += part.pausedSeconds
  sum.expectedSeconds += part.expectedSeconds
  sum.poweredSeconds += part.poweredSeconds
  sum.energyWh += part.energyWh
  sum.workSeconds += part.workSeconds
  sum.unvaluedSeconds += part.unvaluedSeconds
  sum.unpoweredSeconds += part.unpoweredSeconds
  sum.uncostedSeconds += part.uncostedSeconds
  if (part.revenueNano !== undefined) sum.revenueNano = (sum.revenueNano ?? 0n) + part.revenueNano
  if (part.costNano !== undefined) sum.costNano = (sum.costNano ?? 0n) + part.costNano
}
