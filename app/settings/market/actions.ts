'use server'

import { z } from 'zod'
import { importRatesCsv } from '#lib/services/import-rates-csv'
import { switchMarket } from '#lib/services/market-switch'
import { refreshMarketplaces, refreshNetworks, refreshPrices } from '#lib/services/refresh-rates'
import { runningServer } from '#lib/services/running-server'
import { typeRate } from '#lib/services/type-rate'
import { type ActionResult, problem } from '../../forms/action-result'
import { followSaved } from '../../forms/follow-saved'
import { parseForm } from '../../forms/parse-form'
import { requireOwner } from '../../session'

const coin = z.string().max(20)
const figure = z.number('Write a number').nullable()
const rateForm = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('price'), coin, price: figure }),
  z.object({
    kind: z.literal('network'),
    coin,
    difficulty: figure,
    rewardPerBlock: z.number('Write a number').optional(),
  }),
  z.object({ kind: z.literal('marketplace'), algorithm: z.string().max(40), coinPerHash: figure }),
])

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

/** A null figure lets the observed rate speak again. */
export async function saveRate(sent: z.input<typeof rateForm>): Promise<ActionResult> {
  await requireOwner()
  const form = parseForm(rateForm, sent)
  if (!form.ok) return form
  const { database, fleet } = runningServer()
  const rate = form.value
  if (rate.kind === 'price') return followSaved(await typeRate(database, { ...rate, currency: fleet.rates.currency }))
  if (rate.kind === 'marketplace') {
    return followSaved(await typeRate(database, { ...rate, marketplace: 'nicehash', coin: 'BTC' }))
  }
  return followSaved(await typeRate(database, rate))
}

export async function takeRatesFile(sent: string): Promise<ActionResult<{ prices: number; networks: number }>> {
  await requireOwner()
  const form = parseForm(z.string().max(20_000_000, 'The file is larger than 20 MB'), sent)
  if (!form.ok) return form
  const { database, fleet } = runningServer()
  const saved = await importRatesCsv(database, { csv: form.value, currency: fleet.rates.currency })
  return followSaved(saved, ({ prices, networks }) => ({ prices, networks }))
}
