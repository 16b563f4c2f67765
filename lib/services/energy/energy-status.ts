import { z } from 'zod'
import type { Rows } from '#lib/db/rows'
import { datedSetting, replaceSetting } from '#lib/db/settings'

const statusValue = z.object({
  /** Who was asked for what, as `sourceKey` in energy-sources.ts says it: another tariff begins anew. */
  asked: z.string(),
  /** Absent where nothing was asked, because it would have been of no use. */
  askedAtMs: z.number().optional(),
  lastSuccessAtMs: z.number().optional(),
  problem: z.string().optional(),
  notBeforeMs: z.number().optional(),
})

/** How the source of a site's prices fared last. */
export type EnergyStatus = z.infer<typeof statusValue>

/** Undefined before a site's source was ever asked. */
export async function energyStatus(rows: Rows, siteId: number): Promise<EnergyStatus | undefined> {
  const row = (await datedSetting(rows, nameOf(siteId))).at(-1)
  return row && statusValue.parse(row.value)
}

/** Keeps how a site's source fared, for its card on the page of settings. */
export async function saveEnergyStatus(rows: Rows, siteId: number, status: EnergyStatus): Promise<void> {
  await replaceSetting(rows, nameOf(siteId), 0, status)
}

function nameOf(siteId: number): string {
  return `energy-status/${siteId}`
}
