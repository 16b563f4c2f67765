import type { DigestDay } from './digest-figures.ts'

const WIDTH = 560
const HEIGHT = 168
const TOP = 8
const BOTTOM = HEIGHT - 8
const BAR = 24
const GAP = 4

/**
 * Mail readers paint behind a picture whatever they like: these keep 3 : 1 on white and on the dark theme's surface
 * alike, which neither theme's own colours do.
 */
const REVENUE = '#1a9c70'
const COST = '#d0458f'
const INK = '#7a8490'

/**
 * A week of money as an SVG without a word in it, so that no font is needed: by day a solid bar of revenue beside a
 * hatched one of cost, and profit as a line with a mark a day. What is not known is left out. Days stand in columns of
 * equal width, so that their names can be written beneath by the page.
 */
export function drawWeek(days: DigestDay[]): string {
  const amounts = days
    .flatMap(({ revenue, cost, profit }) => [revenue, cost, profit])
    .filter((one) => one !== undefined)
  const highest = Math.max(0, ...amounts)
  const lowest = Math.min(0, ...amounts)
  const span = highest - lowest || 1
  const y = (amount: number) => TOP + ((highest - amount) / span) * (BOTTOM - TOP)
  const middle = (index: number) => ((index + 0.5) * WIDTH) / Math.max(1, days.length)

  const bars = days.flatMap(({ revenue, cost }, index) => [
    bar(middle(index) - BAR - GAP / 2, revenue, y, REVENUE),
    bar(middle(index) + GAP / 2, cost, y, 'url(#hatched)'),
  ])
  const marks = days.map(({ profit }, index) =>
    profit === undefined ? undefined : { x: round(middle(index)), y: round(y(profit)) },
  )
  const zero = round(y(0))
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}">`,
    `<defs><pattern id="hatched" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">`,
    `<rect width="3" height="6" fill="${COST}"/></pattern></defs>`,
    `<line x1="0" x2="${WIDTH}" y1="${round(y(highest))}" y2="${round(y(highest))}" stroke="${INK}" stroke-opacity="0.3"/>`,
    ...bars,
    `<line x1="0" x2="${WIDTH}" y1="${zero}" y2="${zero}" stroke="${INK}"/>`,
    ...lines(marks),
    ...marks.flatMap((mark) => (mark ? [`<circle cx="${mark.x}" cy="${mark.y}" r="4.5" fill="${INK}"/>`] : [])),
    '</svg>',
  ].join('')
}

function bar(x: number, amount: number | undefined, y: (amount: number) => number, fill: string): string {
  if (amount === undefined || amount === 0) return ''
  const from = Math.min(y(amount), y(0))
  const height = Math.max(1, Math.abs(y(amount) - y(0)))
  const edge = fill === REVENUE ? '' : ` stroke="${COST}" stroke-width="1.5"`
  return `<rect x="${round(x)}" y="${round(from)}" width="${BAR}" height="${round(height)}" fill="${fill}"${edge}/>`
}

/** A line through neighbouring days; a day that is not known leaves a gap. */
function lines(marks: ({ x: number; y: number } | undefined)[]): string[] {
  return marks.flatMap((mark, index) => {
    const next = marks[index + 1]
    if (!mark || !next) return []
    return [`<line x1="${mark.x}" y1="${mark.y}" x2="${next.x}" y2="${next.y}" stroke="${INK}" stroke-width="1.75"/>`]
  })
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
