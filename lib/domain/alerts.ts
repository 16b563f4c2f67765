/** The front door of alerting's rules: what the rest of the program calls. */
export { DEFAULT_RULES, RULE_KINDS, ruleTemplates } from '#lib/domain/alerts/alert-rules'
export { type RigSurroundings, rigFacts, WARM_UP_MS } from '#lib/domain/alerts/rig-facts'
export { newRigMemory, type RigMemory, remember } from '#lib/domain/alerts/rig-memory'
export type {
  AlertSensor,
  NumberSetting,
  Rule,
  RuleField,
  RuleKindFacts,
  RuleSettings,
} from '#lib/domain/alerts/rule'
export type {
  AgentFacts,
  ChannelFacts,
  CoinFacts,
  Lifecycle,
  RigFacts,
  ServerFacts,
  SiteFacts,
  SubjectFacts,
  WorkFacts,
} from '#lib/domain/alerts/rule-facts'
export type { RuleState, Signal, Step } from '#lib/domain/alerts/rule-state'
export { stepRule, takeAsKnown } from '#lib/domain/alerts/step-rule'
