'use server'

import { z } from 'zod'
import { startOfDate } from '#lib/domain/local-dates'
import { changeCurrency } from '#lib/services/change-currency'
import { changeSite } from '#lib/services/change-site'
import { changeTariff, dropTariff } from '#lib/services/change-tariff'
import { createSite } from '#lib/services/create-site'
import { deleteSite } from '#lib/services/delete-site'
import {
  type EnergyCsvPreview,
  importEnergyPrices,
  previewEnergyPrices,
} from '#lib/services/energy/import-energy-prices'
import { runningServer } from '#lib/services/running-server'
import { tariffInput } from '#lib/services/tariff-input'
import type { ActionResult } from '../../forms/action-result'
import { followSaved } from '../../forms/follow-saved'
import { parseForm } from '../../forms/parse-form'
import { requireOwner } from '../../session'

const newSite = z.object({ name: z.string(), timeZone: z.string(), tariff: tariffInput })
const siteWords = z.object({ siteId: z.int(), name: z.string(), timeZone: z.string() })
const tariffForm = z.object({ siteId: z.int(), tariff: tariffInput, fromDate: z.string() })
const datedTariff = z.object({ siteId: z.int(), fromMs: z.int() })
const pricesFile = z.object({ siteId: z.int(), csv: z.string().max(20_000_000, 'The file is larger than 20 MB') })
const currencyForm = z.object({ currency: z.string(), always: z.boolean() })

export async function addSite(sent: z.input<typeof newSite>): Promise<ActionResult> {
  await requireOwner()
  const form = parseForm(newSite, sent)
  return form.ok ? followSaved(await createSite(runningServer().database, form.value)) : form
}

export async function saveSite(sent: z.input<typeof siteWords>): Promise<ActionResult> {
  await requireOwner()
  const form = parseForm(siteWords, sent)
  return form.ok ? followSaved(await changeSite(runningServer().database, form.value)) : form
}

export async function removeSite(sent: number): Promise<ActionResult> {
  await requireOwner()
  const form = parseForm(z.int(), sent)
  return form.ok ? followSaved(await deleteSite(runningServer().database, form.value)) : form
}

/** From the beginning of a day at the site; an empty day is now. */
export async function saveTariff(sent: z.input<typeof tariffForm>): Promise<ActionResult> {
  await requireOwner()
  const form = parseForm(tariffForm, sent)
  if (!form.ok) return form
  const { siteId, tariff, fromDate } = form.value
  const timeZone = runningServer().fleet.sites.get(siteId)?.timeZone ?? 'UTC'
  const fromMs = fromDate === '' ? undefined : startOfDate(fromDate, timeZone)
  if (fromDate !== '' && fromMs === undefined) return { ok: false, problems: { fromDate: 'Write a whole date' } }
  return followSaved(await changeTariff(runningServer().database, { siteId, tariff, fromMs }))
}

export async function removeTariff(sent: z.input<typeof datedTariff>): Promise<ActionResult> {
  await requireOwner()
  const form = parseForm(datedTariff, sent)
  return form.ok ? followSaved(await dropTariff(runningServer().database, form.value)) : form
}

export async function saveCurrency(sent: z.input<typeof currencyForm>): Promise<ActionResult> {
  await requireOwner()
  const form = parseForm(currencyForm, sent)
  if (!form.ok) return form
  const { currency, always } = form.value
  return followSaved(await changeCurrency(runningServer().database, { currency, ...(always ? { fromMs: 0 } : {}) }))
}

/** What a file of prices says, before it is taken. */
export async function previewPrices(sent: z.input<typeof pricesFile>): Promise<ActionResult<EnergyCsvPreview>> {
  await requireOwner()
  const form = parseForm(pricesFile, sent)
  return form.ok ? previewEnergyPrices(runningServer().database, form.value) : form
}

export async function takePrices(sent: z.input<typeof pricesFile>): Promise<ActionResult<{ taken: number }>> {
  await requireOwner()
  const form = parseForm(pricesFile, sent)
  if (!form.ok) return form
  return followSaved(await importEnergyPrices(runningServer().database, form.value), ({ taken }) => ({ taken }))
}
