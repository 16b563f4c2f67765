import { describeReading } from '#agent/describe-reading'
import { describeMeter, isMeterKind, type MeterProbe, probeMeter } from '#agent/meters/probe-meter'
import { probeTarget } from '#agent/probe'
import { CommandProblem } from './command-problem.ts'
import { readSecret } from './read-secret.ts'
import { print } from './with-database.ts'

export type ProbeOptions = {
  miner?: string
  user?: string
  passwordFile?: string
  tokenFile?: string
  json?: boolean
  timeout: number
}

/**
 * Reads one machine once, or a meter at a plug. On failure one line, which names the target and what was tried and never holds a
 * secret.
 */
export async function run(target: string, options: ProbeOptions): Promise<void> {
  const request = {
    target,
    timeoutMs: options.timeout * 1000,
    ...(options.user === undefined ? {} : { user: options.user }),
    ...(options.passwordFile === undefined ? {} : { password: readSecret(options.passwordFile) }),
  }
  if (isMeterKind(options.miner)) {
    const meter = await probeMeter({ ...request, kind: options.miner })
    if (!meter.ok) throw new CommandProblem(meter.problem)
    return printMeter(meter, options)
  }
  const result = await probeTarget({
    ...request,
    ...(options.miner === undefined ? {} : { kind: options.miner }),
    ...(options.tokenFile === undefined ? {} : { token: readSecret(options.tokenFile) }),
  })
  if (result.ok) return print(options.json ? JSON.stringify(result.reading) : describeReading(result.reading))
  const meter = options.miner === undefined ? await probeMeter(request) : undefined
  if (meter?.ok) return printMeter(meter, options)
  const problem = meter && !meter.isOther ? meter.problem : result.problem
  throw new CommandProblem(problem.replace(/\s+/g, ' '))
}

/** A meter makes no reading of a rig: with `--json` it is an object of its own. */
function printMeter(meter: Extract<MeterProbe, { ok: true }>, options: ProbeOptions): void {
  const { kind, channels } = meter
  print(options.json ? JSON.stringify({ meter: kind, channels }) : describeMeter(kind, channels))
}
