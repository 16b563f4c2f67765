import { z } from 'zod'
import type { Database } from '#lib/db/database'
import type { Rows } from '#lib/db/rows'
import { datedSetting, replaceSetting } from '#lib/db/settings'
import { DEFAULT_REMINDERS } from '#lib/domain/alerts'
import { isTimeZone } from '#lib/domain/calendar'
import { MINUTE_MS } from '#lib/domain/units'
import type { AlertSettings } from '#lib/wire/alerts'
import { refusedInput, type Saved } from '../saved.ts'

const NAME = 'alerts'
const minute = z.int('Choose a time').min(0, 'Choose a time').max(1439, 'Choose a time')

const alertSettings = z.object({
  quietHours: z
    .object({
      fromMinute: minute,
      toMinute: minute,
      timeZone: z.string().refine(isTimeZone, 'There is no such time zone'),
    })
    .optional(),
  reminders: z
    .object({
      firstMs: z.int().min(MINUTE_MS, 'At least a minute'),
      everyMs: z.int().min(MINUTE_MS, 'At least a minute'),
      most: z.int().min(0, 'Write 0 or more').max(20, 'At most 20'),
    })
    .default(DEFAULT_REMINDERS),
  worklistAboveRigs: z.int('Write a number').min(0, 'Write 0 or more').max(1_000_000, 'Too many').default(50),
  digest: z
    .object({ daily: z.boolean(), weekly: z.boolean(), minute, channelIds: z.array(z.int()) })
    .default({ daily: false, weekly: false, minute: 7 * 60, channelIds: [] }),
  heartbeatUrl: z.url({ protocol: /^https?$/, error: 'Write an address that begins with https://' }).optional(),
  heartbeatPrivate: z.boolean().optional(),
})

/** How alerting behaves: what holds until somebody saves, or what was saved. */
export async function readAlertSettings(rows: Rows): Promise<AlertSettings> {
  const saved = (await datedSetting(rows, NAME)).at(-1)?.value
  const parsed = alertSettings.safeParse(saved ?? {})
  return parsed.success ? parsed.data : alertSettings.parse({})
}

/** Replaces the settings of alerting. What is left out gets its default. */
export async function saveAlertSettings(database: Database, input: unknown): Promise<Saved> {
  const parsed = alertSettings.safeParse(input)
  if (!parsed.success) return refusedInput(parsed.error)
  await database.$transaction((rows) => replaceSetting(rows, NAME, 0, parsed.data))
  return { ok: true, changes: [{ kind: 'alert-settings' }] }
}
