import type { Config } from '#lib/config'
import { listRuleRecords, updateRule } from '#lib/db/alert-rules'
import type { Database } from '#lib/db/database'
import { SECOND_MS } from '#lib/domain/units'
import { saveAlertSettings } from '#lib/services/alerts/alert-settings'
import { seedRules } from '#lib/services/alerts/seed-rules'
import { latestDigest } from '#lib/services/digest/digest-period'
import { mainTimeZone, writeDigest } from '#lib/services/digest/send-due-digests'
import { saveChannel } from '#lib/services/notify/save-channel'
import type { RunningServer } from '#lib/services/running-server'
import { openSecrets } from '#lib/services/secrets'

/** The rules whose trouble the story shows, by the default they began as, and how soon the demo tells of it. */
const SOONER: Record<string, { forMs: number; criticalForMs?: number; clearForMs: number }> = {
  overheat: { forMs: 20 * SECOND_MS, criticalForMs: 10 * SECOND_MS, clearForMs: 15 * SECOND_MS },
  offline: { forMs: 20 * SECOND_MS, clearForMs: 20 * SECOND_MS },
  frozen: { forMs: 20 * SECOND_MS, clearForMs: 20 * SECOND_MS },
  'device-missing': { forMs: 20 * SECOND_MS, clearForMs: 0 },
}

/** For the terminal and the inbox, so that nobody takes the demo's haste for the defaults. */
export const DEMO_NOTES = [
  'Alerts are told sooner than out of the box: overheating after 10 to 20 s (else 1 to 2 min), offline after 20 s (5 min), a frozen reading as soon as it counts as one, after 5 min (10 min), a device missing after 20 s (3 min).',
  'Both digests were sent when the demo began; elsewhere they are switched on and come at their hour.',
]

const DIGEST_MINUTE = 7 * 60

/** Lets a new database speak of trouble soon, and by e-mail to the mailbox. Answers with the channel. */
export async function prepareMail(
  database: Database,
  config: Config,
  mailbox: { host: string; port: number },
  owner: string,
): Promise<number> {
  const nowMs = Date.now()
  await seedRules(database, nowMs)
  for (const rule of await listRuleRecords(database)) {
    const sooner = SOONER[rule.builtIn ?? '']
    if (sooner) await updateRule(database, { ...rule, settings: { ...rule.settings, ...sooner } }, nowMs)
  }
  const settings = { host: mailbox.host, port: mailbox.port, security: 'plain', from: 'lamp@demo.example', to: owner }
  const saved = await saveChannel(
    { database, secrets: openSecrets(config), config },
    { name: 'Demo inbox', kind: 'email', settings, goodNews: true },
    nowMs,
  )
  if (!saved.ok) throw new Error(JSON.stringify(saved.problems))
  const digest = { daily: true, weekly: true, minute: DIGEST_MINUTE, channelIds: [saved.channelId] }
  const kept = await saveAlertSettings(database, { digest })
  if (!kept.ok) throw new Error(JSON.stringify(kept.problems))
  return saved.channelId
}

/** The digests that would have come this morning and on Monday, so that there is something to read at once. */
export async function sendFirstDigests(server: RunningServer, channelId: number): Promise<void> {
  const nowMs = Date.now()
  const timeZone = mainTimeZone(server.fleet, nowMs)
  for (const kind of ['weekly', 'daily'] as const) {
    await writeDigest(server, latestDigest(kind, DIGEST_MINUTE, timeZone, nowMs), [channelId], { nowMs })
  }
}
