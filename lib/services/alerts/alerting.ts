import { listRuleRecords, type RuleRecord, unreadableRules } from '#lib/db/alert-rules'
import { type ChannelRecord, channelRecords } from '#lib/db/channels'
import { listMaintenanceRecords } from '#lib/db/maintenance-windows'
import { listPolicyRecords, type PolicyRecord } from '#lib/db/notification-targets'
import type { Rows } from '#lib/db/rows'
import { listSilenceRecords } from '#lib/db/silences'
import { listSites } from '#lib/db/sites'
import { type MaintenanceWindow, RULE_KINDS, type Rule, type Silence } from '#lib/domain/alerts'
import type { AlertSettings } from '#lib/wire/alerts'
import { readAlertSettings } from './alert-settings.ts'

/** Everything that people decided about alerting. */
export type Alerting = {
  rules: Rule[]
  silences: Silence[]
  windows: MaintenanceWindow[]
  timeZones: ReadonlyMap<number, string>
  channels: ChannelRecord[]
  policies: PolicyRecord[]
  settings: AlertSettings
  /** Rules that cannot be read, and watch nothing. */
  unreadable: string[]
}

/** A rule as it was saved; an absent setting is one that its owner emptied. */
export function ruleOf({ settings, ...rule }: RuleRecord): Rule {
  const { forMs, clearForMs } = RULE_KINDS[rule.kind].defaults
  return { ...rule, settings: { forMs, clearForMs, ...settings } }
}

/** Reads what people decided: rules that are switched off among the rest, silences that have not ended. */
export async function loadAlerting(rows: Rows, nowMs: number): Promise<Alerting> {
  const [records, silences, windows, sites, channels, policies, settings, unreadable] = await Promise.all([
    listRuleRecords(rows),
    listSilenceRecords(rows, nowMs),
    listMaintenanceRecords(rows),
    listSites(rows),
    channelRecords(rows),
    listPolicyRecords(rows),
    readAlertSettings(rows),
    unreadableRules(rows),
  ])
  return {
    rules: records.map(ruleOf),
    silences,
    windows,
    timeZones: new Map(sites.map(({ id, timeZone }) => [id, timeZone])),
    channels,
    policies,
    settings,
    unreadable,
  }
}
