import type { RuleKind } from '#lib/domain/alert-types'
import { alarms, CLEARS, LASTS, RIG_GOOD_NEWS, RIG_TROUBLE, warns } from '#lib/domain/alerts/rig-rule-kinds'
import type { RuleKindFacts } from '#lib/domain/alerts/rule'
import { RATES_STALE_AFTER_MS } from '#lib/domain/limits'
import { DAY_MS, MINUTE_MS } from '#lib/domain/units'

const LASTING: Pick<RuleKindFacts, 'ratio' | 'whilePaused' | 'fields'> = {
  ratio: false,
  whilePaused: false,
  fields: [LASTS, CLEARS],
}

/** What each kind of rule is about, what an owner may set, and what holds until then. */
export const RULE_KINDS: Readonly<Record<RuleKind, RuleKindFacts>> = {
  ...RIG_TROUBLE,
  'agent-gone': {
    ...LASTING,
    label: 'Agent gone',
    describes: 'An agent is not connected; nothing is known of its rigs.',
    subject: 'agent',
    unit: 'milliseconds',
    defaults: { severity: 'critical', forMs: 2 * MINUTE_MS, clearForMs: 2 * MINUTE_MS },
  },
  'site-dark': {
    ...LASTING,
    label: 'Site dark',
    describes: 'Every rig of a site is offline.',
    subject: 'site',
    unit: 'milliseconds',
    fields: [{ setting: 'minimum', label: 'With at least rigs', unit: 'count' }, LASTS, CLEARS],
    defaults: { severity: 'critical', minimum: 2, forMs: 2 * MINUTE_MS, clearForMs: 2 * MINUTE_MS },
  },
  'nobody-seen': {
    ...LASTING,
    label: 'This server sees nobody',
    describes: 'All agents are gone at once: look at this server and its network first.',
    subject: 'server',
    unit: 'milliseconds',
    fields: [{ setting: 'minimum', label: 'With at least agents', unit: 'count' }, LASTS, CLEARS],
    defaults: { severity: 'critical', minimum: 2, forMs: 2 * MINUTE_MS, clearForMs: 2 * MINUTE_MS },
  },
  'payout-gap': {
    ...LASTING,
    label: 'Payouts fall short',
    describes: 'A payer credits less than the work was worth, and neither downtime, rejects, fee nor luck explains it.',
    subject: 'payer',
    unit: 'fraction',
    fields: [
      warns('fraction', 'Unexplained above'),
      { setting: 'clear', label: 'Over below', unit: 'fraction' },
      { setting: 'windowMs', label: 'Compared over', unit: 'milliseconds' },
    ],
    defaults: { severity: 'warning', warning: 0.05, clear: 0.04, windowMs: 7 * DAY_MS, forMs: 0, clearForMs: 0 },
  },
  'market-stale': {
    ...LASTING,
    label: 'Market data stale',
    describes: 'Prices or difficulties have not been refreshed; money is reckoned with old ones.',
    subject: 'server',
    unit: 'milliseconds',
    fields: [warns('milliseconds', 'Older than')],
    defaults: { severity: 'warning', warning: RATES_STALE_AFTER_MS, forMs: 0, clearForMs: 0 },
  },
  'disk-filling': {
    ...LASTING,
    label: 'Disk filling',
    describes: 'The disk that holds the data fills up.',
    subject: 'server',
    unit: 'fraction',
    fields: [warns('fraction', 'Warning above'), alarms('fraction', 'Critical above')],
    defaults: { warning: 0.8, critical: 0.9, clearMargin: 0.02, forMs: 0, clearForMs: 0 },
  },
  'channel-failing': {
    ...LASTING,
    label: 'Channel failing',
    describes: 'Messages through a channel do not arrive.',
    subject: 'channel',
    unit: 'milliseconds',
    fields: [LASTS],
    defaults: { severity: 'warning', forMs: 15 * MINUTE_MS, clearForMs: 0 },
  },
  ...RIG_GOOD_NEWS,
  'difficulty-change': {
    ...LASTING,
    label: 'Difficulty about to change',
    describes: 'The next change of a coin’s difficulty is near, and large enough to matter.',
    subject: 'coin',
    unit: 'fraction',
    fields: [
      warns('fraction', 'Changes by at least'),
      { setting: 'windowMs', label: 'Told before', unit: 'milliseconds' },
    ],
    defaults: { severity: 'info', warning: 0.01, windowMs: DAY_MS, forMs: 0, clearForMs: 0 },
  },
}
