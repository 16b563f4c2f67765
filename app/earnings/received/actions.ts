'use server'

import { z } from 'zod'
import { picoText } from '#lib/domain/pico'
import { importReceipts, takeBackImport } from '#lib/services/income/import-receipts'
import { csvMapping, describeCsv, readReceiptsCsv } from '#lib/services/income/receipts-csv'
import { deleteSource, saveSource } from '#lib/services/income/save-source'
import { runningServer } from '#lib/services/running-server'
import type { ActionResult } from '../../forms/action-result'
import { followSaved } from '../../forms/follow-saved'
import { parseForm } from '../../forms/parse-form'
import { requireOwner } from '../../session'

const MOST_SHOWN = 20
const id = z.int().positive()
const csvText = z.string().min(1, 'The file is empty').max(20_000_000, 'The file is larger than 20 MB')
const sourceForm = z.object({
  name: z.string().max(200),
  kind: z.enum(['braiins', 'f2pool', '2miners', 'moneroocean', 'public-pool', 'nicehash', 'esplora', 'file']),
  settings: z.record(z.string().max(40), z.string().max(1000)),
})

export async function addSource(sent: z.input<typeof sourceForm>): Promise<ActionResult> {
  await requireOwner()
  const form = parseForm(sourceForm, sent)
  return form.ok ? followSaved(await saveSource(runningServer(), form.value)) : form
}

export async function removeSource(sent: number): Promise<ActionResult> {
  await requireOwner()
  const form = parseForm(id, sent)
  return form.ok ? followSaved(await deleteSource(runningServer().database, form.value)) : form
}

/** What columns a file has, and what they seem to mean. */
export async function lookIntoFile(sent: string): Promise<ActionResult<ReturnType<typeof describeCsv>>> {
  await requireOwner()
  const form = parseForm(csvText, sent)
  return form.ok ? { ok: true, ...describeCsv(form.value) } : form
}

const mappedFile = z.object({ csv: csvText, mapping: csvMapping })

/** What would be taken in and what refused, before anything is. */
export async function previewFile(sent: z.input<typeof mappedFile>) {
  await requireOwner()
  const form = parseForm(mappedFile, sent)
  if (!form.ok) return form
  const { receipts, refused } = readReceiptsCsv(form.value.csv, form.value.mapping, Date.now())
  const first = receipts.slice(0, MOST_SHOWN).map(({ line, coin, amountPico, receivedAtMs }) => ({
    ...{ line, coin, receivedAtMs },
    amount: picoText(amountPico),
  }))
  return {
    ok: true as const,
    count: receipts.length,
    first,
    refused: refused.slice(0, MOST_SHOWN),
    refusals: refused.length,
  }
}

const takenFile = mappedFile.extend({ sourceId: id, fileName: z.string().min(1).max(200) })

export async function takeFile(
  sent: z.input<typeof takenFile>,
): Promise<ActionResult<{ added: number; known: number; refusals: number }>> {
  await requireOwner()
  const form = parseForm(takenFile, sent)
  if (!form.ok) return form
  const saved = await importReceipts(runningServer().database, form.value)
  return followSaved(saved, ({ added, known, refusals }) => ({ added, known, refusals: refusals.length }))
}

export async function takeBack(sent: number): Promise<ActionResult> {
  await requireOwner()
  const form = parseForm(id, sent)
  return form.ok ? followSaved(await takeBackImport(runningServer().database, form.value)) : form
}
