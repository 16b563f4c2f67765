import { z } from 'zod'
import { evidenceWords } from '#lib/domain/alerts'

const seen = z.object({
  evidence: z
    .looseObject({
      atMs: z.number(),
      value: z.number().optional(),
      threshold: z.number().optional(),
      detail: z.string().optional(),
      algorithm: z.string().optional(),
      unit: z
        .enum([
          'celsius',
          'hashesPerSecond',
          'fraction',
          'watts',
          'joulesPerHash',
          'rpm',
          'milliseconds',
          'money',
          'count',
          'bytes',
        ])
        .optional(),
    })
    .optional(),
  severity: z.string().optional(),
  kind: z.string().optional(),
  by: z.number().optional(),
})

const WORDS: Readonly<Record<string, string>> = {
  pending: 'First seen',
  fired: 'Fired',
  'fired-again': 'Came back',
  escalated: 'Became critical',
  eased: 'No longer critical',
  updated: 'Got worse',
  resolved: 'Over',
  happened: 'Happened',
  told: 'Told',
  reminded: 'Told again: nobody acknowledged it',
  'next-told': 'Told those who come next',
  worklist: 'Put on the worklist',
  inhibited: 'Explained by another incident',
  released: 'No longer explained by another incident',
  acknowledged: 'Acknowledged',
  snoozed: 'Snoozed',
  woken: 'Snooze ended',
  noted: 'Note written',
  'rule-ended': 'Ended: its rule no longer watches this',
  'subject-removed': 'Ended: it is no longer there',
}

/** What an entry of an incident's timeline says, without who did it. */
export function eventWords(kind: string, detail: object, currency: string): string {
  const { evidence, severity } = seen.safeParse(detail).data ?? {}
  const word = kind === 'fired' && severity === 'critical' ? 'Fired as critical' : (WORDS[kind] ?? kind)
  const figures = evidence ? evidenceWords(evidence, currency) : ''
  return figures === '' ? word : `${word}: ${figures}`
}
