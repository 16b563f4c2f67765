import { once } from 'node:events'
import { DAY_MS } from '#lib/domain/units'
import { exportReadings } from '#lib/services/storage/export-readings'
import { CommandProblem } from './command-problem.ts'
import { note } from './with-database.ts'
import { withReadings } from './with-readings.ts'

export async function run(options: { from?: string; to?: string; format: string }): Promise<void> {
  const { format } = options
  if (format !== 'csv' && format !== 'jsonl') throw new CommandProblem('--format is csv or jsonl.')
  const toMs = momentOf('--to', options.to, Date.now())
  const fromMs = momentOf('--from', options.from, toMs - DAY_MS)
  if (fromMs >= toMs) throw new CommandProblem('--from must be before --to.')
  // A reader that has seen enough, such as `head`, closes the pipe: that is no fault.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))
  await withReadings(async (context) => {
    let readings = 0
    const parts = exportReadings(context, { fromMs, toMs, format }, (done) => {
      readings = done.readings
      note(`${done.rigs} of ${done.ofRigs} rigs, ${done.readings} readings: ${done.rig}`)
    })
    // Waits for whoever reads, so that years of readings never gather in memory.
    for await (const part of parts) if (!process.stdout.write(part)) await once(process.stdout, 'drain')
    note(`${readings} readings from ${new Date(fromMs).toISOString()} to ${new Date(toMs).toISOString()}.`)
  })
}

function momentOf(flag: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise
  const atMs = /^\d{12,14}$/.test(text) ? Number(text) : Date.parse(text)
  if (!Number.isFinite(atMs)) {
    throw new CommandProblem(`${flag} is a day or a moment, such as 2026-11-22 or 2026-11-22T14:00:00Z.`)
  }
  return atMs
}
