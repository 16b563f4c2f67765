import { expect, test } from 'vitest'
import type { RigNet, RuleState } from '#lib/domain/alerts'
import { every, H, rule, run, silence, T0 } from './farm.ts'

/** An hour's revenue and cost; undefined where nobody knows them. */
type Hour = { revenue: number; cost: number } | undefined

const watched = rule('losing-money')
const earns = { revenue: 2, cost: 1 }
const loses = { revenue: 1, cost: 2 }
/** From 06:00 to 22:00 a kWh costs five times as much as at night. */
const byDay = (hour: number): Hour => ({ revenue: 1, cost: hour % 24 >= 6 && hour % 24 < 22 ? 1.5 : 0.3 })
const cheapDays = (hour: number): Hour => ({ revenue: 1, cost: hour % 24 >= 6 && hour % 24 < 22 ? 1.2 : 0.3 })

function netOf(hours: Hour[], untilMs: number, windowMs = 24 * H): RigNet {
  const known = hours.slice(-windowMs / H).filter((hour) => hour !== undefined)
  const sum = (pick: (hour: NonNullable<Hour>) => number) => known.reduce((total, hour) => total + pick(hour), 0)
  const sums = { revenue: sum(({ revenue }) => revenue), cost: sum(({ cost }) => cost), knownMs: known.length * H }
  return { windowMs, untilMs, currency: 'USD', ...sums }
}

/** What is said while hours close one by one; `24 h fired` is after the 24th. */
function losing(hours: Hour[], settings: Parameters<typeof rule>[1] = {}): string[] {
  let state: RuleState | undefined
  const said: string[] = []
  for (let hour = 1; hour <= hours.length; hour += 1) {
    const nets = [netOf(hours.slice(0, hour), T0 + hour * H, settings.forMs)]
    const second = hour * 3600
    const step = run(rule('losing-money', settings), every(10, second, second), { nets }, { atStep: 0, state })
    said.push(...step.said.map((each) => `${hour} h ${each.split(' ')[1]}`))
    state = step.state
  }
  return said
}

const hours = (count: number, hour: (index: number) => Hour) => Array.from({ length: count }, (_, at) => hour(at))

test.each([
  // 16 h × −$0.50 and 8 h × +$0.70: −$2.40 a day, although a third of all hours earns.
  ['dear by day, cheap by night, and a loss together', hours(96, byDay), ['22 h fired']],
  // 16 h × −$0.20 and 8 h × +$0.70: +$2.40 a day, although two thirds of all hours lose.
  ['dear by day, cheap by night, and earning together', hours(96, cheapDays), []],
  ['less than nine tenths known say nothing', hours(21, () => loses), []],
  ['nine tenths known are enough', hours(22, () => loses), ['22 h fired']],
  [
    // After twelve good hours the day before is made good; over once that has lasted for six.
    'over when the net has not been negative for six hours',
    [...hours(24, () => loses), ...hours(24, () => earns)],
    ['22 h fired', '42 h resolved'],
  ],
  [
    'good hours that do not make the day good do not end it',
    [...hours(24, () => loses), ...hours(11, () => earns), ...hours(24, () => loses)],
    ['22 h fired'],
  ],
  [
    'hours of which nobody knows change nothing',
    [...hours(24, () => loses), ...hours(48, () => undefined), ...hours(24, () => loses)],
    ['22 h fired'],
  ],
] as [string, Hour[], string[]][])('losing money: %s', (_, series, said) => {
  expect(losing(series)).toEqual(said)
})

test('the text says what the hours brought and cost together, and the net as a day', () => {
  const day = netOf(hours(24, byDay), T0)
  const { said, details } = run(watched, every(10, 0, 0), { nets: [day] })
  expect(said).toEqual(['0 fired warning'])
  expect(details).toEqual(['revenue $24.00, cost $26.40 in the last 24 h'])
  const some = netOf(
    hours(22, () => loses),
    T0,
  )
  expect(run(watched, every(10, 0, 0), { nets: [some] }).details).toEqual([
    'revenue $22.00, cost $44.00 in the 22 h known of the last 24 h',
  ])
})

test('a rule may sum over a longer span', () => {
  expect(
    losing(
      hours(70, () => loses),
      { forMs: 72 * H },
    ),
  ).toEqual(['65 h fired'])
})

test('what the hours of a silent rig brought is told when it is back', () => {
  const nets = [
    netOf(
      hours(24, () => loses),
      T0,
    ),
  ]
  expect(run(watched, silence(10, 0, 100), { nets }).said).toEqual([])
  expect(run(watched, every(10, 0, 0), { nets }).said).toEqual(['0 fired warning'])
})
