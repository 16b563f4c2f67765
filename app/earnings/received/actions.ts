'use server'

import { z } from 'zod'
import { formatInstant } from '#lib/domain/format'
import { picoText } from '#lib/domain/pico'
import { askSource } from '#lib/services/income/ask-source'
import { assignReceipts } from '#lib/services/income/assign-receipts'
import { importReceipts, previewReceipts, takeBackImport } from '#lib/services/income/import-receipts'
import { csvMapping, describeCsv } from '#lib/services/income/receipts-csv'
import { deleteSource, saveSource } from '#lib/services/income/save-source'
import { deleteMapping, mappingsFor, type SavedMapping, saveMapping } from '#lib/services/income/saved-mappings'
import { runningServer } from '#lib/services/running-server'
import type { ActionResult } from '../../forms/action-result'
import { followSaved } from '../../forms/follow-saved'
import { parseForm } from '../../forms/parse-form'
import { requireOwner } from '../../session'

const MOST_SHOWN = 20
const id = z.int().positive()
const csvText = z.string().min(1, 'The file is empty').max(20_000_000, 'The file is larger than 20 MB')
const sourceForm = z.object({
  id: id.optional(),
  name: z.string().max(200),
  enabled: z.boolean(),
  kind: z.enum(['braiins', 'f2pool', '2miners', 'moneroocean', 'public-pool', 'nicehash', 'esplora', 'file']),
  settings: z.record(z.string().max(40), z.string().max(1000)),
})

/** Adds a source, or changes the one of its id. */
export async function keepSource(sent: z.input<typeof sourceForm>): Promise<ActionResult> {
  await requireOwner()
  const form = parseForm(sourceForm, sent)
  return form.ok ? followSaved(await saveSource(runningServer(), form.value)) : form
}

/** Asks a source now and tells what came. */
export async function testSource(sent: number): Promise<ActionResult<{ words: string }>> {
  await requireOwner()
  const form = parseForm(id, sent)
  if (!form.ok) return form
  return followSaved(await askSource(runningServer(), form.value), ({ words }) => ({ words }))
}

const assigned = z.object({
  of: z.union([z.strictObject({ id }), z.strictObject({ sourceId: id }), z.strictObject({ importId: id })]),
  subject: z.string().max(40).optional(),
})

/** Says what a receipt, or all of a source or file, belongs to. */
export async function assign(sent: z.input<typeof assigned>): Promise<ActionResult> {
  await requireOwner()
  const form = parseForm(assigned, sent)
  if (!form.ok) return form
  const { of, subject } = form.value
  return followSaved(
    await assignReceipts(runningServer().database, { of, ...(subject === undefined ? {} : { subject }) }),
  )
}

export async function removeSource(sent: number): Promise<ActionResult> {
  await requireOwner()
  const form = parseForm(id, sent)
  return form.ok ? followSaved(await deleteSource(runningServer().database, form.value)) : form
}

/** What columns a file has, what they seem to mean, and what was saved for a file with the same ones. */
export async function lookIntoFile(
  sent: string,
): Promise<ActionResult<ReturnType<typeof describeCsv> & { saved: SavedMapping[] }>> {
  await requireOwner()
  const form = parseForm(csvText, sent)
  if (!form.ok) return form
  const described = describeCsv(form.value)
  return { ok: true, ...described, saved: await mappingsFor(runningServer().database, described.columns) }
}

const namedMapping = z.object({
  name: z.string().max(200),
  columns: z.array(z.string().max(200)).max(200),
  mapping: csvMapping,
})

/** Keeps what the columns of a file mean, under a name. */
export async function keepMapping(sent: z.input<typeof namedMapping>): Promise<ActionResult> {
  await requireOwner()
  const form = parseForm(namedMapping, sent)
  return form.ok ? followSaved(await saveMapping(runningServer().database, form.value)) : form
}

export async function dropMapping(sent: number): Promise<ActionResult> {
  await requireOwner()
  const form = parseForm(id, sent)
  return form.ok ? followSaved(await deleteMapping(runningServer().database, form.value)) : form
}

const mappedFile = z.object({ csv: csvText, mapping: csvMapping, sourceId: id })

/** What would be taken in and what refused, before anything is. */
export async function previewFile(
  sent: z.input<typeof mappedFile>,
): Promise<ActionResult<{ taken: number; known: number; refused: number; lines: string[] }>> {
  await requireOwner()
  const form = parseForm(mappedFile, sent)
  if (!form.ok) return form
  const { timeZone } = form.value.mapping
  const { receipts, refusals } = await previewReceipts(runningServer().database, form.value)
  const news = receipts.filter(({ isKnown }) => !isKnown)
  const first = news.slice(0, MOST_SHOWN).map(({ line, coin, amountPico, receivedAtMs }) => {
    return `Line ${line}: ${picoText(amountPico)} ${coin}, ${formatInstant(receivedAtMs, timeZone)}`
  })
  const left = refusals.slice(0, MOST_SHOWN).map(({ line, reason }) => `Line ${line} is left out: ${reason}`)
  return {
    ok: true,
    ...{ taken: news.length, known: receipts.length - news.length, refused: refusals.length },
    lines: [...first, ...left],
  }
}

const takenFile = mappedFile.extend({ fileName: z.string().min(1).max(200) })

export async function takeFile(sent: z.input<typeof takenFile>): Promise<ActionResult<{ lines: string[] }>> {
  await requireOwner()
  const form = parseForm(takenFile, sent)
  if (!form.ok) return form
  const saved = await importReceipts(runningServer().database, form.value)
  return followSaved(saved, ({ added, known, refusals }) => ({
    lines: [`${added} taken in, ${known} were known, ${refusals.length} left out.`],
  }))
}

export async function takeBack(sent: number): Promise<ActionResult> {
  await requireOwner()
  const form = parseForm(id, sent)
  return form.ok ? followSaved(await takeBackImport(runningServer().database, form.value)) : form
}
