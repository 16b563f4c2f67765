import { loadConfig } from '#lib/config'
import { listRuleRecords, updateRule } from '#lib/db/alert-rules'
import { openDatabase } from '#lib/db/database'
import { seedRules } from '#lib/services/alerts/seed-rules'
import { saveChannel } from '#lib/services/notify/save-channel'
import { openSecrets } from '#lib/services/secrets'
import type { Mailbox } from '#simulators/mailbox'

/**
 * Prepares an installation that does not run yet, as its owner would in the settings: critical heat is told after `forMs` (a
 * warning after three times as long), by e-mail to the mailbox.
 */
export async function tellHeatByMail(dataDir: string, mailbox: Mailbox, forMs: number): Promise<void> {
  const config = loadConfig({ DAVYLAMP_DATA_DIR: dataDir })
  const database = await openDatabase(config.databaseUrl)
  try {
    const nowMs = Date.now()
    await seedRules(database, nowMs)
    const rule = (await listRuleRecords(database)).find(({ builtIn }) => builtIn === 'overheat')
    if (!rule) throw new Error('no rule watches for heat')
    const settings = { ...rule.settings, forMs: 3 * forMs, criticalForMs: forMs, clearForMs: forMs }
    await updateRule(database, { ...rule, settings }, nowMs)
    const saved = await saveChannel(
      { database, secrets: openSecrets(config), config },
      {
        name: 'Mail',
        kind: 'email',
        settings: {
          host: mailbox.host,
          port: mailbox.port,
          security: 'plain',
          from: 'lamp@mine.example',
          to: 'ada@mine.example',
        },
      },
    )
    if (!saved.ok) throw new Error(JSON.stringify(saved.problems))
  } finally {
    await database.$disconnect()
  }
}
