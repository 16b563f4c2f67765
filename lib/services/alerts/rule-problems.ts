import type { Logger } from 'pino'
import type { Rule } from '#lib/domain/alerts'

/** Rules that fail, each told to the log once for as long as it is the same rule. */
export class RuleProblems {
  readonly #told = new WeakSet<Rule>()

  constructor(private readonly log: Pick<Logger, 'error'>) {}

  note(rule: Rule, error: unknown): void {
    if (this.#told.has(rule)) return
    this.#told.add(rule)
    this.log.error({ err: error, ruleId: rule.id }, `the rule "${rule.name}" fails and tells nobody`)
  }
}
