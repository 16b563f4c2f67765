'use server'

import { z } from 'zod'
import { MARKETPLACES } from '#lib/domain/payers'
import { takeHeldBack } from '#lib/services/held-back'
import { importRatesCsv } from '#lib/services/import-rates-csv'
import { askFirst, switchMarket } from '#lib/services/market-switch'
import { refreshMarketplaces, refreshNetworks, refreshPrices } from '#lib/services/refresh-rates'
import { runningServer } from '#lib/services/running-server'
import { typeRate } from '#lib/services/type-rate'
import { type ActionResult, problem } from '../../forms/action-result'
import { followSaved } from '../../forms/follow-saved'
import { parseForm } from '../../forms/parse-form'
import { requireOwner } from '../../session'

const coin = z.string().max(20)
const figure = z.number('Write a number').nullable()
const fromMs = z.int('Choose a day').nonnegative('Choose a day').optional()
const rateForm = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('price'), coin, price: figure, fromMs }),
  z.object({
    kind: z.literal('network'),
    coin,
    difficulty: figure,
    rewardPerBlock: z.number('Write a number').optional(),
    fromMs,
  }),
  z.object({
    kind: z.literal('marketplace'),
    marketplace: z.enum(MARKETPLACES),
    algorithm: z.string().max(40),
    coinPerHash: figure,
    fromMs,
  }),
])

const ratesFile = z.object({
  csv: z.string().max(20_000_000, 'The file is larger than 20 MB'),
  coin: z.string().max(20),
})

export async function setMarket(sent: boolean): Promise<ActionResult> {
  await requireOwner()
  const form = parseForm(z.boolean(), sent)
  return form.ok ? followSaved(await switchMarket(runningServer().database, form.value)) : form
}

/** Asks the sources at once; what they did not know is told. */
export async function askMarketNow(): Promise<ActionResult<{ stored: number }>> {
  await requireOwner()
  const server = runningServer()
  const { database, config } = server
  const context = { database, config }
  const results = [await refreshPrices(context), await refreshNetworks(context), await refreshMarketplaces(context)]
  server.publish(results.flatMap(({ changes }) => changes))
  const stored = results.reduce((sum, result) => sum + result.stored, 0)
  const [first] = results.flatMap(({ problems }) => problems)
  return stored === 0
    ? problem(first ?? 'Nothing was asked: market data is off, or its sources were asked a moment ago.')
    : { ok: true, stored }
}

/** Uses a rate that was held back, from this hour on. */
export async function takeHeldRate(sent: string): Promise<ActionResult> {
  await requireOwner()
  const form = parseForm(z.string().max(200), sent)
  return form.ok ? followSaved(await takeHeldBack(runningServer().database, form.value)) : form
}

/** Which source speaks before the others. */
export async function setFirstSource(sent: string): Promise<ActionResult> {
  await requireOwner()
  const form = parseForm(z.string().max(40), sent)
  if (!form.ok) return form
  const { database, config } = runningServer()
  return followSaved(await askFirst(database, config, form.value))
}

/** A null figure lets the observed rate speak again. */
export async function saveRate(sent: z.input<typeof rateForm>): Promise<ActionResult> {
  await requireOwner()
  const form = parseForm(rateForm, sent)
  if (!form.ok) return form
  const { database, fleet } = runningServer()
  const rate = form.value
  if (rate.kind === 'price') return followSaved(await typeRate(database, { ...rate, currency: fleet.rates.currency }))
  if (rate.kind === 'marketplace') {
    return followSaved(await typeRate(database, { ...rate, coin: 'BTC' }))
  }
  return followSaved(await typeRate(database, rate))
}

/** `coin` is whose rates they are where the file has no such column. */
export async function takeRatesFile(
  sent: z.input<typeof ratesFile>,
): Promise<ActionResult<{ prices: number; networks: number }>> {
  await requireOwner()
  const form = parseForm(ratesFile, sent)
  if (!form.ok) return form
  const { database, fleet } = runningServer()
  const { csv, coin } = form.value
  const saved = await importRatesCsv(database, { csv, coin: coin || undefined, currency: fleet.rates.currency })
  return followSaved(saved, ({ prices, networks }) => ({ prices, networks }))
}
