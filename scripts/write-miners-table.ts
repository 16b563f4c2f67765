// npm run miners-table: writes docs/miners.md from the readers' guides.
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { MinerGuide } from '../agent/miners/miner-reader.ts'
import { MINER_READERS } from '../agent/miners/registry.ts'

const FILE = fileURLToPath(new URL('../docs/miners.md', import.meta.url))

/** The whole page, from what each reader says of its kinds; by kind. */
export function minersPage(): string {
  const guides = MINER_READERS.flatMap((reader) => reader.guides).toSorted((a, b) => a.kind.localeCompare(b.kind))
  return `${INTRODUCTION}
| kind | machines | reached by | tells | switching its API on | evidence |
|---|---|---|---|---|---|
${guides.map(row).join('\n')}
`
}

const INTRODUCTION = `# Miners that are read

Made from the code by \`npm run miners-table\`; a test compares them. **Evidence** says what a reader was built from: *recorded*
replies of a real machine, its *documented* format, or neither (*unverified*: tell us what yours answers). Only questions are
ever sent, never a command that changes a miner. To add one: a file in \`agent/miners/\` with its reader and guide, a line in
\`agent/miners/registry.ts\`, and a file of replies in \`tests/agent/miners/recordings/\`, which the conformance test plays.
`

function row(guide: MinerGuide): string {
  const cells = [
    `\`${guide.kind}\``,
    guide.machines,
    guide.reached,
    guide.tells,
    guide.switchOn,
    `${guide.evidence}: ${guide.source}`,
  ]
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(FILE, minersPage())
