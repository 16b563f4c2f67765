/** The front door of alerting's rules: what the rest of the program calls. */
export { DEFAULT_RULES, RULE_KINDS, ruleTemplates } from '#lib/domain/alerts/alert-rules'
export {
  AGENT_WAIT_MS,
  type Decision,
  decide,
  type FarmSize,
  FLAPS_WITHIN_MS,
  flaps,
  GROUP_FROM_RIGS,
  GROUP_WITHIN_MS,
  type ToldIncident,
} from '#lib/domain/alerts/grouping'
export { incidentCost } from '#lib/domain/alerts/incident-cost'
export { durationWords, evidenceWords, figureWords, groupTitle, incidentTitle } from '#lib/domain/alerts/incident-words'
export { causesAmong, inhibitorOf, type OpenIncident } from '#lib/domain/alerts/inhibition'
export {
  findSilence,
  inMaintenance,
  isSilenced,
  type MaintenanceWindow,
  quietUntil,
  type Silence,
} from '#lib/domain/alerts/quiet-times'
export {
  DEFAULT_REMINDERS,
  dueSteps,
  nextReminderMs,
} from '#lib/domain/alerts/reminders'
export { type RigSurroundings, rigFacts } from '#lib/domain/alerts/rig-facts'
export { newRigMemory, type RigMemory, remember } from '#lib/domain/alerts/rig-memory'
export type {
  AlertSensor,
  Rule,
  RuleSettings,
} from '#lib/domain/alerts/rule'
export type {
  AgentFacts,
  PayerFacts,
  RigFacts,
  RigNet,
  SiteFacts,
  SubjectFacts,
} from '#lib/domain/alerts/rule-facts'
export type { RuleState, Signal, Step } from '#lib/domain/alerts/rule-state'
export { inScope, type ScopeSubject } from '#lib/domain/alerts/scope'
export { stepRule, takeAsKnown } from '#lib/domain/alerts/step-rule'
export { netWindowMs } from '#lib/domain/alerts/watch-money'
