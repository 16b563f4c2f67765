import { join } from 'node:path'
import type { BenchPrograms } from '../build-programs.ts'
import { startChild } from '../child-calls.ts'
import { type MeasuredFigure, measured } from '../figure.ts'
import type { Alerts } from '../programs/alerts.ts'

const RIGS = 10_000
const RULES = 20
const RIGS_IN_THE_DARK = 1_000
const INTERVAL_MS = 10_000
const ROUNDS = 5

/**
 * What the rules cost: processor time of the evaluator's looks (readings taken in, rules stepped, states committed) in ten
 * seconds of 10,000 rigs, scaled to 20 rules; and how many messages an agent makes that goes dark with 1,000 rigs.
 */
export async function measureAlerts(
  programs: BenchPrograms,
  folder: string,
  say: (sentence: string) => void,
): Promise<MeasuredFigure[]> {
  return [await measureShare(programs, folder, say), await measureDark(programs, folder, say)]
}

async function measureShare(programs: BenchPrograms, folder: string, say: (sentence: string) => void) {
  const mine = startChild<Alerts>(programs.alerts)
  const { rules } = await mine.call('open', { file: join(folder, 'alerts.db'), rigs: RIGS })
  say(`alerts: ${RIGS} rigs under ${rules} rules that watch rigs`)
  // The first fills memories and makes what is made once.
  await mine.call('interval', undefined)
  await mine.call('interval', undefined)
  const shares: number[] = []
  for (let round = 1; round <= ROUNDS; round += 1) {
    const { cpuMs } = await mine.call('interval', undefined)
    shares.push((cpuMs / INTERVAL_MS) * Math.max(1, RULES / rules))
    say(`alerts, round ${round} of ${ROUNDS}: ${cpuMs.toFixed(0)} ms of processor time in 10 s`)
  }
  await mine.call('close', undefined)
  await mine.stop()
  const note = `${RIGS} rigs every 10 s under ${rules} rules; share of one core`
  return measured({ name: 'evaluating rules, share of one core', unit: 'ratio', mark: { below: 0.1 }, note }, shares)
}

async function measureDark(programs: BenchPrograms, folder: string, say: (sentence: string) => void) {
  const mine = startChild<Alerts>(programs.alerts)
  await mine.call('open', { file: join(folder, 'dark.db'), rigs: RIGS_IN_THE_DARK })
  await mine.call('interval', undefined)
  const { messages, offline } = await mine.call('dark', undefined)
  if (offline !== RIGS_IN_THE_DARK) throw new Error(`only ${offline} of ${RIGS_IN_THE_DARK} rigs were found offline`)
  say(`alerts: ${messages} message for an agent with ${RIGS_IN_THE_DARK} rigs gone dark`)
  await mine.call('close', undefined)
  await mine.stop()
  const note = `${offline} rigs offline, explained by their agent`
  // None at all would be no news, and worse.
  const rounds = [messages === 0 ? Number.NaN : messages]
  return measured(
    { name: 'messages from an agent with 1,000 rigs gone dark', unit: 'messages', mark: { atMost: 1 }, note },
    rounds,
  )
}
