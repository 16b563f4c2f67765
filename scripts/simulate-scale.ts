// npm run simulate-scale -- [--rigs N] [--interval SECONDS] [--figures FILE] [--json]: what a fleet takes, what breaks first, and
// a node lost; with --write, docs/scaling.md's tables.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { type Figures, figuresFrom } from './scale/constants.ts'
import { loseANode } from './scale/lose-a-node.ts'
import { firstToBreak, installationsFor, reckonScale } from './scale/reckon-scale.ts'
import { fleetOf, scaleTables, toldSums } from './scale/scale-tables.ts'

const FILE = fileURLToPath(new URL('../docs/scaling.md', import.meta.url))
const [BEGIN, END] = ['<!-- Made by `npm run simulate-scale -- --write`; a test compares. -->\n', '<!-- So far. -->']

/** The page with its tables made anew. Throws when the places to write them are not there. */
export function withTables(page: string, figures: Figures): string {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)]
  if (begin < 0 || end < begin) throw new Error(`docs/scaling.md has no place for its tables: ${BEGIN.trim()} … ${END}`)
  return `${page.slice(0, begin + BEGIN.length)}\n${scaleTables(figures)}\n${page.slice(end)}`
}

function main(): void {
  const { values } = parseArgs({
    options: {
      rigs: { type: 'string', default: '1000000' },
      interval: { type: 'string', default: '60' },
      figures: { type: 'string' },
      json: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
    },
  })
  const figures = figuresFrom(
    values.figures === undefined ? undefined : JSON.parse(readFileSync(values.figures, 'utf8')),
  )
  if (values.write) {
    writeFileSync(FILE, withTables(readFileSync(FILE, 'utf8'), figures))
    return
  }
  const [rigs, intervalSeconds] = [Number(values.rigs), Number(values.interval)]
  if (!(rigs >= 1) || !(intervalSeconds >= 1)) {
    process.stderr.write('--rigs and --interval (seconds) are numbers of at least 1.\n')
    process.exitCode = 2
    return
  }
  const fleet = fleetOf(rigs, intervalSeconds)
  const sums = reckonScale(figures, fleet)
  const installations = installationsFor(figures, fleet)
  const part = { ...fleet, rigs: rigs / installations }
  const nodes = (reckonScale(figures, part).nodes ?? 1) + 1
  const lost = loseANode(figures, part, { nodes, agents: 100, how: 'killed' })
  const breaks = firstToBreak(figures, fleet)
  if (values.json) {
    const told = { fleet, figures, sums, installations, breaks, lost: { rigs: part.rigs, nodes, ...lost } }
    process.stdout.write(`${JSON.stringify(told, null, 2)}\n`)
    return
  }
  const rows = toldSums(figures, fleet)
  const width = Math.max(...rows.map(([what]) => what.length))
  const lines = [
    ...rows.map(([what, told]) => `${what.padEnd(width)}  ${told}`),
    '',
    'Asked too much, by rigs:',
    ...breaks.map(({ what, rigs: from }) => `  ${Math.round(from).toLocaleString('en').padStart(12)}  ${what}`),
    '',
    `${Math.round(part.rigs).toLocaleString('en')} rigs on ${nodes} nodes, one killed: a reading waits ${lost.longestWaitSeconds.toFixed(1)} s at most, the busiest node goes from ${lost.shareBefore.toFixed(2)} to ${lost.shareAfter.toFixed(2)} of a processor.`,
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main()
