/** The draft's fields by what the service calls them, so that its complaints stand beside them. */
const FIELDS: Readonly<Record<string, string>> = {
  hashesPerSecond: 'hashRate',
  startsAtMs: 'starts',
  termEndsAtMs: 'ends',
  endsAtMs: 'ends',
  'fee.perUnitDay': 'fee',
  'fee.currency': 'feeCurrency',
  'paid.amount': 'paid',
  'paid.currency': 'paid',
  'rule.consecutiveDaysBelowFee': 'belowDays',
  'rule.graceDays': 'graceDays',
  endedAtMs: 'form',
}

export function fieldsOf<Answer extends { ok: boolean; problems?: Record<string, string> }>(answer: Answer): Answer {
  if (!answer.problems) return answer
  const named = Object.entries(answer.problems).map(([field, words]) => [FIELDS[field] ?? field, words])
  return { ...answer, problems: Object.fromEntries(named) }
}
