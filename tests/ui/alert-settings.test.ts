import { expect, test } from 'vitest'
import { DEFAULT_RULES } from '#lib/domain/alerts/alert-rules'
import { durationText, parseDuration } from '../../app/settings/alerts/duration-text'
import { minuteOf, windowWords } from '../../app/settings/alerts/minute-text'
import { sinceWords, stripMarks, verdictWords } from '../../app/settings/alerts/rules/preview-view'
import { draftOf, formOf } from '../../app/settings/alerts/rules/rule-draft'
import { ruleWords } from '../../app/settings/alerts/rules/rule-words'
import { scopeWords } from '../../app/settings/alerts/scope-words'

const MINUTE = 60_000

test.each([
  ['5', 5 * MINUTE],
  ['5 min', 5 * MINUTE],
  ['90 s', 90_000],
  ['1 h 30 min', 90 * MINUTE],
  ['1,5h', 90 * MINUTE],
  ['24h', 1440 * MINUTE],
  ['2 days', 2880 * MINUTE],
  ['soon', Number.NaN],
  ['5 parsecs', Number.NaN],
  ['-5', Number.NaN],
])('%s is %d ms', (text, ms) => {
  expect(parseDuration(text)).toBe(ms)
})

test.each([0, 45_000, MINUTE, 90 * MINUTE, 1440 * MINUTE, 2890 * MINUTE])('%d ms are written and read back', (ms) => {
  expect(parseDuration(durationText(ms))).toBe(ms)
})

test('a day is said in hours', () => {
  expect(durationText(1440 * MINUTE)).toBe('24 h')
})

test.each(DEFAULT_RULES.map((rule) => [rule.name, rule] as const))(
  'the rule "%s" opened and saved unchanged is the rule it was',
  (_, rule) => {
    const sent = formOf(draftOf(rule))
    expect(sent).toMatchObject({ ok: true })
    if (!sent.ok) return
    expect(sent.form.settings).toEqual(rule.settings)
    expect(sent.form.scope).toEqual(rule.scope)
  },
)

test('what is no number is told at its field', () => {
  const rule = DEFAULT_RULES.find(({ kind }) => kind === 'low-hash')
  if (!rule) throw new Error('there is no such rule')
  const draft = draftOf(rule)
  expect(formOf({ ...draft, numbers: { ...draft.numbers, warning: 'many', forMs: 'long' } })).toEqual({
    ok: false,
    problems: { 'numbers.warning': 'Write a number', 'numbers.forMs': 'Write a time, such as 5 min' },
  })
})

test('a hash rate of one’s own is typed in the unit of its algorithm', () => {
  const rule = DEFAULT_RULES.find(({ kind }) => kind === 'low-hash')
  if (!rule) throw new Error('there is no such rule')
  const draft = { ...draftOf(rule), against: 'absolute' as const, algorithm: 'sha256d' }
  const sent = formOf({ ...draft, numbers: { ...draft.numbers, warning: '100', critical: '80', clear: '' } })
  expect(sent).toMatchObject({
    ok: true,
    form: { settings: { warning: 100e12, critical: 80e12, algorithm: 'sha256d' } },
  })
})

test.each([
  ['low-hash', 'Warning below 90% of nominal, critical below 50% of nominal, lasts for 15 min'],
  ['offline', 'Lasts for 5 min'],
  ['no-accepted-share', 'At least 30 min, and 10 times its mean gap'],
  ['rejected-shares', 'Warning above 5%, critical above 20%, at least 50 shares, counted over 30 min'],
  ['restart-loop', '3 restarts, within 1 h'],
  ['site-dark', 'With at least 2 rigs, lasts for 2 min'],
  ['pool-changed', 'Seen in 2 readings'],
  ['losing-money', 'Net of the last 24 h'],
])('%s in words: %s', (kind, words) => {
  const rule = DEFAULT_RULES.find((each) => each.kind === kind)
  if (!rule) throw new Error('there is no such rule')
  expect(ruleWords(rule.kind, rule.settings)).toBe(words)
})

test.each([
  [{}, 'all'],
  [{ siteIds: [1] }, 'all at Barn'],
  [{ machines: ['asic' as const], siteIds: [1] }, 'ASICs at Barn'],
  [{ tags: ['rented'] }, 'tag rented'],
  [{ rigIds: [1, 2, 3, 4] }, '4 rigs'],
  [{ rigIds: [9] }, 'one that is gone (9)'],
])('the scope %j reads %s', (scope, words) => {
  expect(scopeWords(scope, { sites: [{ id: 1, name: 'Barn' }], rigs: [{ id: 1, name: 'a' }], tags: [] })).toBe(words)
})

const DAY = 1440 * MINUTE
const hit = (fromDay: number, toDay: number | undefined, rigId = 1, severity: 'warning' | 'critical' = 'warning') => ({
  rigId,
  rigName: `rig-${rigId}`,
  fromMs: fromDay * DAY,
  ...(toDay === undefined ? {} : { toMs: toDay * DAY }),
  severity,
  evidenceWords: '',
})

test('hits stand on the strip where they were, none too thin to be seen, none beyond its end', () => {
  const [first, second, third] = stripMarks([hit(0, 15), hit(15, 15.0001), hit(30, undefined)], 0, 30 * DAY)
  expect(first).toMatchObject({ left: 0, width: 0.5 })
  expect(second?.left).toBe(0.5)
  expect(second?.width).toBeGreaterThan(0.003)
  expect((third?.left ?? 0) + (third?.width ?? 0)).toBeLessThanOrEqual(1)
})

test.each([
  [[], 'Would not have fired'],
  [[hit(1, 2)], 'Would have fired once on 1 rig'],
  [[hit(1, 2), hit(3, 4, 2)], 'Would have fired twice on 2 rigs'],
  [[hit(1, 2), hit(3, 4), hit(5, 6, 1, 'critical')], 'Would have fired 3 times on 1 rig, 1 of them critical'],
])('the verdict over %j is "%s"', (hits, words) => {
  expect(verdictWords(hits)).toBe(words)
})

test('how far history goes is told in what it has', () => {
  expect(sinceWords(0, 30 * DAY)).toBe('in the last 30 days')
  expect(sinceWords(0, 5 * 60 * MINUTE)).toBe('in the last 5 hours')
})

test.each([
  [[1, 2, 3, 4, 5], 22 * 60, 6 * 60, 'Mon to Fri, 22:00 to 06:00 on the next day'],
  [[7], 540, 660, 'Sun, 09:00 to 11:00'],
  [[1, 2, 3, 4, 5, 6, 7], 0, 30, 'every day, 00:00 to 00:30'],
  [[6, 7, 1], 60, 60, 'Mon, Sat, Sun, 01:00 to 01:00 on the next day'],
])('the window %j from %i to %i reads "%s"', (days, fromMinute, toMinute, words) => {
  expect(windowWords(days, fromMinute, toMinute)).toBe(words)
})

test.each([
  ['07:30', 450],
  ['7:30', 450],
  ['23:59:00', 1439],
  ['24:00', Number.NaN],
  ['', Number.NaN],
])('%s is minute %d of the day', (text, minute) => {
  expect(minuteOf(text)).toBe(minute)
})
