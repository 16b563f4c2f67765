import type { Evidence, IncidentPhase, RuleKind, Scope, Severity, Subject } from '#lib/domain/alert-types'
import type { RuleSettings } from '#lib/domain/alerts/rule'

// What pages and sockets are told of alerting. Moments are milliseconds since the Unix epoch; what is not known is absent.

/** For the bell: sent to every browser when it changes, and once after connecting. */
export type AlertsSummary = {
  version: number
  /** Open and not acknowledged, inhibited or snoozed ones, those on the worklist not among them. */
  firing: number
  /** Of `firing`. */
  critical: number
  acknowledged: number
  worklist: number
}

/** Costs so far or in total, in the installation's currency of then. */
export type IncidentCost = { currency: string; lost?: number; saved?: number; net?: number }

export type IncidentSubject = { kind: Subject['kind']; name: string; href?: string }

export type IncidentRow = {
  id: number
  kind: RuleKind
  severity: Severity
  phase: IncidentPhase
  title: string
  subject: IncidentSubject
  rigId?: number
  siteId?: number
  siteName?: string
  /** Row and rack of a rig, for the worklist. */
  rack?: string
  /** The rig is in repair. */
  inRepair?: boolean
  startedAtMs: number
  firedAtMs?: number
  acknowledgedAtMs?: number
  acknowledgedBy?: string
  resolvedAtMs?: number
  snoozedUntilMs?: number
  /** Shown on the worklist and sent to nobody. */
  worklist: boolean
  /** How often it came back within an hour of being over. */
  flaps: number
  evidence: Evidence
  evidenceWords: string
  cost?: IncidentCost
  /** The incident that explains this one. */
  inhibitedById?: number
  /** How many incidents this one explains. */
  inhibits: number
  notes?: string
}

export type IncidentEventRow = { atMs: number; kind: string; by?: string; words: string }

export type IncidentMessageRow = {
  channelName: string
  kind: string
  state: 'waiting' | 'delivered' | 'failed' | 'dropped'
  /** Delivered, else due. */
  atMs: number
  answer?: string
}

export type IncidentDetail = IncidentRow & {
  events: IncidentEventRow[]
  messages: IncidentMessageRow[]
  inhibited: IncidentRow[]
  rule?: { id: number; name: string }
  timeZone: string
  chart?: { metric: 'temperature' | 'hashRate' | 'power'; threshold?: number }
}

export type IncidentQuery = {
  state?: 'open' | 'resolved' | 'all'
  phases?: IncidentPhase[]
  severities?: Severity[]
  kinds?: RuleKind[]
  siteIds?: number[]
  rigId?: number
  /** Only those on the worklist, or only the others. */
  worklist?: boolean
  /** Those that another one explains are left out unless asked for. */
  inhibited?: boolean
  /** Words of the rig's or the site's name. */
  search?: string
  /** Overlapping this span, for marks on charts. */
  fromMs?: number
  toMs?: number
  limit?: number
  /** Of the answer before. */
  cursor?: string
}

export type IncidentList = { incidents: IncidentRow[]; total: number; nextCursor?: string }

/** Settings of a rule as forms hold them: one flat record for all kinds, absent where a kind has no such field. */
export type RuleFields = { [field: string]: unknown }

export type RuleRow = {
  id: number
  kind: RuleKind
  name: string
  enabled: boolean
  settings: RuleSettings
  scope: Scope
  /** One of those a fresh installation begins with. */
  builtIn: boolean
  /** In a sentence what it watches for. */
  describes: string
  /** Incidents of it that are open now. */
  open: number
}

/** What a rule's form sends; without an id a new rule. */
export type RuleForm = {
  id?: number
  kind: RuleKind
  name: string
  enabled: boolean
  settings: RuleFields
  scope: Scope
}

export type PreviewHit = {
  rigId: number
  rigName: string
  fromMs: number
  toMs?: number
  severity: Severity
  evidenceWords: string
}

/** When a rule would have fired. `sinceMs` is how far history was looked at, `notes` say what was left out. */
export type RulePreview =
  | { ok: true; hits: PreviewHit[]; rigs: number; sinceMs: number; untilMs: number; notes: string[] }
  | { ok: false; problems: Record<string, string> }

export type ChannelKindName = 'email' | 'telegram' | 'discord' | 'slack' | 'ntfy' | 'web-push' | 'webhook' | 'apprise'

export type ChannelRow = {
  id: number
  name: string
  kind: ChannelKindName
  enabled: boolean
  /** Without secrets. */
  settings: Record<string, unknown>
  /** Names of the secret fields that are set; their values are never shown. */
  secretsSet: string[]
  leastSeverity: Severity
  scope: Scope
  goodNews: boolean
  createdAtMs: number
  lastDeliveredAtMs?: number
  failingSinceMs?: number
  lastProblem?: string
}

export type SilenceRow = {
  id: number
  reason: string
  scope: Scope
  kinds?: RuleKind[]
  severities?: Severity[]
  fromMs: number
  untilMs: number
  createdBy?: string
  active: boolean
}

export type SilenceForm = {
  id?: number
  reason: string
  scope: Scope
  kinds?: RuleKind[]
  severities?: Severity[]
  fromMs?: number
  untilMs: number
}

export type MaintenanceRow = {
  id: number
  name: string
  scope: Scope
  siteId: number
  siteName: string
  timeZone: string
  /** 1 Monday to 7 Sunday: the days on which it begins. */
  days: number[]
  /** Minutes after local midnight; an end at or before the beginning is on the next day. */
  fromMinute: number
  toMinute: number
  enabled: boolean
  active: boolean
}

export type MaintenanceForm = {
  id?: number
  name: string
  scope: Scope
  siteId: number
  days: number[]
  fromMinute: number
  toMinute: number
  enabled: boolean
}

/** Who is told first, and after how long whom next. */
export type PolicyForm = {
  id?: number
  name: string
  steps: { afterMs: number; channelIds: number[] }[]
  scope: Scope
  leastSeverity: Severity
}

export type AlertSettings = {
  /** Less than critical waits until they end. */
  quietHours?: { fromMinute: number; toMinute: number; timeZone: string }
  /** Critical incidents that nobody acknowledged are said again. */
  reminders: { firstMs: number; everyMs: number; most: number }
  /** Beyond so many rigs, warnings about single ones go to the worklist. */
  worklistAboveRigs: number
  digest: { daily: boolean; weekly: boolean; minute: number; channelIds: number[] }
  /** Asked every minute while all is well here: somebody else then notices when it stops. */
  heartbeatUrl?: string
  /** That address may be in a private network. */
  heartbeatPrivate?: boolean
}

/** What came of the last sign of life: when one got through last, and why the last one did not. */
export type HeartbeatStatus = { okAtMs?: number; problem?: string }
