'use server'

import { z } from 'zod'
import { dayInWords } from '#lib/domain/date-words'
import { formatHashRate } from '#lib/domain/format'
import {
  type DifferingLine,
  importTerms,
  type PreviewedTerms,
  previewOfTerms,
} from '#lib/services/contracts/import-terms'
import { describeTerms, readContracts, readOrders, termsMapping } from '#lib/services/contracts/terms-csv'
import { runningServer } from '#lib/services/running-server'
import type { ActionResult } from '../../forms/action-result'
import { followSaved } from '../../forms/follow-saved'
import { parseForm } from '../../forms/parse-form'
import { requireOwner } from '../../session'

const MOST_SHOWN = 20
const lookedInto = z.object({
  kind: z.enum(['contracts', 'orders']),
  csv: z.string().min(1, 'The file is empty').max(2_000_000, 'The file is larger than 2 MB'),
})
const mappedFile = lookedInto.extend({
  mapping: termsMapping,
  siteId: z.int().positive(),
  currency: z.string().max(10),
  differing: z.enum(['leave', 'change', 'add']),
})

/** What columns a file of contracts or orders has, and what they seem to mean. */
export async function lookIntoTerms(
  sent: z.input<typeof lookedInto>,
): Promise<ActionResult<ReturnType<typeof describeTerms>>> {
  await requireOwner()
  const form = parseForm(lookedInto, sent)
  return form.ok ? { ok: true, ...describeTerms(form.value.csv, form.value.kind) } : form
}

/** What would be taken in, what differs from what is there, and what cannot be read, before anything is. */
export async function previewTerms(
  sent: z.input<typeof mappedFile>,
): Promise<ActionResult<Pick<PreviewedTerms, 'outcomes'> & { differ: number; lines: string[] }>> {
  await requireOwner()
  const form = parseForm(mappedFile, sent)
  if (!form.ok) return form
  const { kind, csv, mapping, ...given } = form.value
  const contracts = kind === 'contracts' ? readContracts(csv, mapping, given) : { read: [] }
  const orders = kind === 'orders' ? readOrders(csv, mapping) : { read: [] }
  const read = [
    ...contracts.read.map(({ line, input }) => {
      const rate = formatHashRate(input.hashesPerSecond, input.algorithm)
      const words = `${input.name}, ${rate} → ${input.coin}, from ${dayInWords(input.startsAtMs, mapping.timeZone)}`
      return { line, words }
    }),
    ...orders.read.map(({ line, input }) => {
      const day = dayInWords(input.startsAtMs, mapping.timeZone)
      return { line, words: `${input.name}, ${input.spent} BTC → ${input.coin}, ${day}` }
    }),
  ]
  const compared = await previewOfTerms(runningServer().database, form.value)
  if (!compared.ok) return compared
  const { differing, refusals, outcomes } = compared
  const differs = new Map(differing.map(({ line, words }) => [line, words]))
  const isRefused = new Set(refusals.map(({ line }) => line))
  const asIs = read
    .filter(({ line }) => !differs.has(line) && !isRefused.has(line))
    .map(({ line, words }) => `Line ${line}: ${words}`)
  const otherwise = read
    .filter(({ line }) => differs.has(line))
    .map(({ line, words }) => `Line ${line}: ${words}. It differs from what is here: ${differs.get(line)}`)
  const left = refusals.slice(0, MOST_SHOWN).map(({ line, reason }) => `Line ${line} is left out: ${reason}`)
  return {
    ok: true,
    ...{ outcomes, differ: differing.length },
    lines: [...asIs.slice(0, MOST_SHOWN), ...otherwise.slice(0, MOST_SHOWN), ...left],
  }
}

export async function takeTerms(sent: z.input<typeof mappedFile>): Promise<ActionResult<{ lines: string[] }>> {
  await requireOwner()
  const form = parseForm(mappedFile, sent)
  if (!form.ok) return form
  return followSaved(await importTerms(runningServer().database, form.value), (told) => ({
    lines: [
      `${told.added} taken in, ${told.changed} changed, ${told.known} were known, ${told.refusals.length} left out.`,
      ...told.differing.slice(0, MOST_SHOWN).map((one) => `${differsWords(one)}. It was left as it is.`),
      ...told.refusals.slice(0, MOST_SHOWN).map(({ line, reason }) => `Line ${line} is left out: ${reason}`),
    ],
  }))
}

function differsWords({ line, words }: DifferingLine): string {
  return `Line ${line} differs from what is here: ${words}`
}
