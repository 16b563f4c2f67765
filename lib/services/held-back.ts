import { z } from 'zod'
import type { Database } from '#lib/db/database'
import { saveMarketplaces, saveNetworks, savePrices } from '#lib/db/rates'
import type { Rows } from '#lib/db/rows'
import { datedSetting, removeSetting, saveSetting, settingsBeginningWith } from '#lib/db/settings'
import { DAY_MS, HOUR_MS } from '#lib/domain/units'
import { refused, type Saved } from './saved.ts'

const observed = { source: z.string(), observedAtMs: z.number() }
const positive = z.number().positive()
const rates = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('price'), coin: z.string(), currency: z.string(), price: positive, ...observed }),
  z.object({
    ...{ kind: z.literal('network'), coin: z.string(), difficulty: positive, rewardPerBlock: positive },
    ...{ height: z.number().optional(), ...observed },
  }),
  z.object({
    ...{ kind: z.literal('marketplace'), marketplace: z.string(), algorithm: z.string(), coin: z.string() },
    ...{ coinPerHash: positive, ...observed },
  }),
])

/** A rate that was not believed, with what speaks for it. */
export type DoubtedRate = z.infer<typeof rates>

const held = z.object({ rate: rates, why: z.string(), sinceMs: z.number(), atMs: z.number() })

export type HeldBack = z.infer<typeof held> & {
  /** Names it, to take it. */
  key: string
}

const PREFIX = 'held-back/'
/** One that was not told again for so long is history. */
const FORGOTTEN_AFTER_MS = 2 * DAY_MS

/** What was held back lately and still would be, the latest first. */
export async function heldBack(rows: Rows, nowMs = Date.now()): Promise<HeldBack[]> {
  return (await load(rows, PREFIX, nowMs)).sort((one, other) => other.atMs - one.atMs)
}

/** Whether a rate of the same thing, from whichever source, is being held back. */
export async function isHeldBack(rows: Rows, rate: DoubtedRate, nowMs: number): Promise<boolean> {
  return (await load(rows, `${PREFIX}${subjectOf(rate)}/`, nowMs)).length > 0
}

/**
 * Keeps a rate that was not believed, for the owner to look at; since when is kept from the first time. One with a figure
 * that could not be taken either (0, negative, endless) is not kept.
 */
export async function holdBack(rows: Rows, rate: DoubtedRate, why: string, nowMs: number): Promise<void> {
  if (!rates.safeParse(rate).success) return
  const key = keyOf(rate)
  const [before] = await load(rows, key, nowMs)
  await saveSetting(rows, key, 0, { rate, why, sinceMs: before?.sinceMs ?? nowMs, atMs: nowMs })
}

/** Forgets that a source was not believed in this, since it now is. */
export function release(rows: Rows, rate: DoubtedRate): Promise<void> {
  return removeSetting(rows, keyOf(rate))
}

/** Takes a rate that was held back into this hour, as its source told it: the next ones are measured against it. */
export async function takeHeldBack(database: Database, key: string, nowMs = Date.now()): Promise<Saved> {
  const [row] = key.startsWith(PREFIX) ? await datedSetting(database, key) : []
  if (!row) return refused('form', 'It is no longer held back: the page shows what is')
  const { rate } = held.parse(row.value)
  const hourMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS
  await database.$transaction(async (rows) => {
    if (rate.kind === 'price') await savePrices(rows, [{ ...without(rate), hourMs }])
    else if (rate.kind === 'network') await saveNetworks(rows, [{ ...without(rate), hourMs }])
    else await saveMarketplaces(rows, [{ ...without(rate), hourMs }])
    for (const other of await settingsBeginningWith(rows, `${PREFIX}${subjectOf(rate)}/`)) {
      await removeSetting(rows, other.name)
    }
  })
  return { ok: true, changes: [{ kind: 'rates' }] }
}

async function load(rows: Rows, prefix: string, nowMs: number): Promise<HeldBack[]> {
  const kept = await settingsBeginningWith(rows, prefix)
  return kept
    .map(({ name, value }) => ({ key: name, ...held.parse(value) }))
    .filter(({ atMs }) => nowMs - atMs <= FORGOTTEN_AFTER_MS)
}

function keyOf(rate: DoubtedRate): string {
  return `${PREFIX}${subjectOf(rate)}/${rate.source}`
}

function subjectOf(rate: DoubtedRate): string {
  if (rate.kind === 'price') return `price/${rate.coin}/${rate.currency}`
  return rate.kind === 'network' ? `network/${rate.coin}` : `marketplace/${rate.marketplace}/${rate.algorithm}`
}

function without<Rate extends { kind: string }>({ kind: _, ...rate }: Rate): Omit<Rate, 'kind'> {
  return rate
}
