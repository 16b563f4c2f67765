import type { RuleField, RuleKindFacts, RuleSettings } from '#lib/domain/alerts/rule'
import { HOUR_MS, MINUTE_MS } from '#lib/domain/units'

export const LASTS: RuleField = { setting: 'forMs', label: 'Lasts for', unit: 'milliseconds' }
export const CLEARS: RuleField = { setting: 'clearForMs', label: 'Over for', unit: 'milliseconds' }
const LASTS_CRITICAL: RuleField = { setting: 'criticalForMs', label: 'Critical for', unit: 'milliseconds' }

export function warns(unit: RuleField['unit'], label = 'Warning'): RuleField {
  return { setting: 'warning', label, unit }
}
export function alarms(unit: RuleField['unit'], label = 'Critical'): RuleField {
  return { setting: 'critical', label, unit }
}
function margin(unit: RuleField['unit']): RuleField {
  return { setting: 'clearMargin', label: 'Over when better by', unit }
}

type Part = Partial<Omit<RuleKindFacts, 'label' | 'describes' | 'defaults'>> & { defaults: RuleSettings }

function ofRig(label: string, describes: string, { fields = [LASTS, CLEARS], ...part }: Part): RuleKindFacts {
  return { label, describes, subject: 'rig', ratio: false, whilePaused: false, fields, ...part }
}

/** Kinds of rules that watch rigs for trouble, with what holds until an owner says otherwise. */
export const RIG_TROUBLE = {
  overheat: ofRig('Overheating', 'A sensor stays above the limit of its kind.', {
    unit: 'celsius',
    whilePaused: true,
    fields: [margin('celsius'), LASTS, LASTS_CRITICAL, CLEARS],
    defaults: { clearMargin: 5, forMs: 2 * MINUTE_MS, criticalForMs: MINUTE_MS, clearForMs: MINUTE_MS },
  }),
  offline: ofRig('Offline', 'Nothing is heard of the rig.', {
    unit: 'milliseconds',
    defaults: { severity: 'critical', forMs: 5 * MINUTE_MS, clearForMs: 2 * MINUTE_MS },
  }),
  'zero-hash': ofRig('No hash rate', 'The rig answers and hashes nothing.', {
    unit: 'hashesPerSecond',
    defaults: { severity: 'critical', forMs: 5 * MINUTE_MS, clearForMs: 2 * MINUTE_MS },
  }),
  'low-hash': ofRig('Low hash rate', 'The mean of ten minutes stays below what the rig should do.', {
    unit: 'fraction',
    ratio: true,
    fields: [
      warns('fraction', 'Warning below'),
      alarms('fraction', 'Critical below'),
      { setting: 'clear', label: 'Over above', unit: 'fraction' },
      LASTS,
      LASTS_CRITICAL,
      CLEARS,
    ],
    defaults: { against: 'nominal', warning: 0.9, critical: 0.5, clear: 0.93, forMs: 15 * MINUTE_MS, clearForMs: 0 },
  }),
  frozen: ofRig('Frozen reading', 'Readings keep coming and no figure in them moves.', {
    unit: 'milliseconds',
    defaults: { severity: 'warning', forMs: 10 * MINUTE_MS, clearForMs: 2 * MINUTE_MS },
  }),
  'machine-error': ofRig('Machine error', 'The machine reports errors, or stands still because of one.', {
    fields: [LASTS, LASTS_CRITICAL, CLEARS],
    defaults: { forMs: 10 * MINUTE_MS, criticalForMs: 5 * MINUTE_MS, clearForMs: 2 * MINUTE_MS },
  }),
  'rejected-shares': ofRig('Rejected shares', 'Too many shares are rejected or stale.', {
    unit: 'fraction',
    ratio: true,
    fields: [
      warns('fraction', 'Warning above'),
      alarms('fraction', 'Critical above'),
      { setting: 'clear', label: 'Over below', unit: 'fraction' },
      { setting: 'leastShares', label: 'At least shares', unit: 'count' },
      { setting: 'windowMs', label: 'Counted over', unit: 'milliseconds' },
      LASTS,
    ],
    defaults: {
      warning: 0.05,
      critical: 0.2,
      clear: 0.03,
      leastShares: 50,
      windowMs: 30 * MINUTE_MS,
      forMs: 0,
      clearForMs: 0,
    },
  }),
  'no-accepted-share': ofRig('No accepted share', 'Far longer than usual, and no share was accepted.', {
    unit: 'milliseconds',
    ratio: true,
    fields: [
      warns('milliseconds', 'At least'),
      { setting: 'times', label: 'And so many times its mean gap', unit: 'count' },
    ],
    defaults: { severity: 'warning', warning: 30 * MINUTE_MS, times: 10, forMs: 0, clearForMs: 0 },
  }),
  'device-missing': ofRig('Device missing', 'A GPU or hash board is gone, or hashes nothing while the others do.', {
    unit: 'count',
    defaults: { severity: 'critical', forMs: 3 * MINUTE_MS, clearForMs: 0 },
  }),
  'fan-stopped': ofRig('Fan stopped', 'A fan that has turned stands still while the rig hashes.', {
    unit: 'count',
    defaults: { severity: 'critical', forMs: MINUTE_MS, clearForMs: 0 },
  }),
  'fan-pinned': ofRig('Fan at full speed', 'A fan runs at 100%: nothing is left to cool with.', {
    unit: 'fraction',
    defaults: { severity: 'info', forMs: 30 * MINUTE_MS, clearForMs: 0 },
  }),
  'power-range': ofRig('Power out of range', 'The rig draws less or more than it should while it hashes.', {
    unit: 'watts',
    ratio: true,
    fields: [
      { setting: 'minimum', label: 'At least', unit: 'watts' },
      { setting: 'maximum', label: 'At most', unit: 'watts' },
      margin('watts'),
      LASTS,
      CLEARS,
    ],
    defaults: { severity: 'warning', clearMargin: 20, forMs: 5 * MINUTE_MS, clearForMs: 2 * MINUTE_MS },
  }),
  inefficient: ofRig('Inefficient', 'The rig spends more energy for its work than it should.', {
    unit: 'joulesPerHash',
    ratio: true,
    fields: [warns('joulesPerHash', 'Warning above'), alarms('joulesPerHash', 'Critical above'), LASTS, CLEARS],
    defaults: { forMs: 15 * MINUTE_MS, clearForMs: 5 * MINUTE_MS },
  }),
  'restart-loop': ofRig('Restart loop', 'The miner restarts again and again.', {
    unit: 'count',
    fields: [
      { setting: 'times', label: 'Restarts', unit: 'count' },
      { setting: 'windowMs', label: 'Within', unit: 'milliseconds' },
    ],
    defaults: { severity: 'warning', times: 3, windowMs: HOUR_MS, forMs: 0, clearForMs: 0 },
  }),
  'pool-changed': ofRig('Pool or wallet changed', 'The rig works for a pool or a wallet it did not work for before.', {
    unit: 'count',
    fields: [{ setting: 'times', label: 'Seen in readings', unit: 'count' }],
    defaults: { severity: 'critical', times: 2, forMs: 0, clearForMs: 0 },
  }),
  'losing-money': ofRig('Losing money', 'The energy of the last hours together cost more than their work was worth.', {
    fields: [
      { setting: 'forMs', label: 'Net of the last', unit: 'milliseconds' },
      { setting: 'clearForMs', label: 'Over when that has not been negative for', unit: 'milliseconds' },
    ],
    defaults: { severity: 'warning', forMs: 24 * HOUR_MS, clearForMs: 6 * HOUR_MS },
  }),
} as const satisfies Record<string, RuleKindFacts>

/** Kinds of good news about rigs. `forMs`: not before the figure has been known so long. */
export const RIG_GOOD_NEWS = {
  'block-found': ofRig('Block found', 'The rig found a block.', {
    unit: 'count',
    fields: [],
    defaults: { severity: 'info', forMs: 0, clearForMs: 0 },
  }),
  'best-difficulty': ofRig('New best difficulty', 'A share beat the best one so far.', {
    unit: 'count',
    fields: [LASTS],
    defaults: { severity: 'info', forMs: HOUR_MS, clearForMs: 0 },
  }),
  'break-even': ofRig('Break-even crossed', 'The rig began to earn, or to lose, and stays with it.', {
    fields: [LASTS],
    defaults: { severity: 'info', forMs: HOUR_MS, clearForMs: 0 },
  }),
} as const satisfies Record<string, RuleKindFacts>
