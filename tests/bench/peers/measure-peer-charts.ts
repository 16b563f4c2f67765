import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#lib/domain/units'
import type { BenchPrograms } from '../build-programs.ts'
import { SERVER_FLAGS, startChild } from '../child-calls.ts'
import { type MeasuredFigure, measured, percentile } from '../figure.ts'
import type { PeerMine } from '../programs/peer-mine.ts'
import { plainFigures } from './plain-figures.ts'
import { hasVictoriaMetrics, VictoriaMetrics } from './victoria-metrics.ts'

const RIGS = 100
const DAYS = 30
const POINTS = 500
const ROUNDS = 5
/** Not counted: a server that has run for a day has its code compiled, and caches are warm. */
const WARM_UP_ROUNDS = 5
const QUESTIONS_PER_ROUND = 20
const SAYS_WITHIN_MS = 120_000
/** Where a mean of means and a mean of all values may lie apart. */
const MOST_DIFFERENCE = 0.01

type Span = { fromMs: number; toMs: number }

/**
 * The charts of a month through the REST interface of the built program, against VictoriaMetrics with the same readings over HTTP:
 * of a whole fleet by the hour, and of one rig in 500 points; three series each, no cache.
 */
export async function measurePeerCharts(
  programs: BenchPrograms,
  folder: string,
  say: (sentence: string) => void,
): Promise<MeasuredFigure[]> {
  if (!hasVictoriaMetrics()) {
    say('charts: victoria-metrics is not installed here, so there is nothing to compare with')
    return []
  }
  const toMs = Math.floor(Date.now() / HOUR_MS) * HOUR_MS
  const span = { fromMs: toMs - DAYS * DAY_MS, toMs }
  const mine = startChild<PeerMine>(programs.peerMine)
  const file = join(folder, 'peer-mine.db')
  const { key, rigIds } = await mine.call('build', { file, rigs: RIGS, ...span })
  await mine.stop()
  say(`charts: ${RIGS} rigs, ${DAYS} days, a reading a minute`)
  const peer = await VictoriaMetrics.start(join(folder, 'victoria-metrics-charts'))
  await fillPeer(peer, span)
  say('charts: the same in VictoriaMetrics')
  const ours = await startProgram(file, folder, key)
  const rig = rigIds[0] ?? 0
  const fleetStep = HOUR_MS / 1000
  const rigStep = Math.ceil((DAYS * DAY_MS) / 1000 / POINTS)
  const fleetPath = `/api/v1/fleet/chart?from=${span.fromMs}&to=${span.toMs}&step=${fleetStep}`
  const rigPath = `/api/v1/rigs/${rig}/readings?from=${span.fromMs}&to=${span.toMs}&step=${rigStep}`
  const fleet = { ours: [] as number[], theirs: [] as number[] }
  const single = { ours: [] as number[], theirs: [] as number[] }
  for (let round = 1 - WARM_UP_ROUNDS; round <= ROUNDS; round++) {
    const times = {
      fleet: await timesOf(() => ours.ask(fleetPath)),
      theirFleet: await timesOf(() => askPeer(peer, span, fleetStep)),
      rig: await timesOf(() => ours.ask(rigPath)),
      theirRig: await timesOf(() => askPeer(peer, span, rigStep, 0)),
    }
    if (round < 1) continue
    fleet.ours.push(percentile(times.fleet, 95))
    fleet.theirs.push(percentile(times.theirFleet, 95))
    single.ours.push(percentile(times.rig, 95))
    single.theirs.push(percentile(times.theirRig, 95))
    say(
      `charts, round ${round} of ${ROUNDS}: fleet ${fleet.ours.at(-1)?.toFixed(1)} against ${fleet.theirs.at(-1)?.toFixed(1)} ms, ` +
        `one rig ${single.ours.at(-1)?.toFixed(1)} against ${single.theirs.at(-1)?.toFixed(1)} ms (p95)`,
    )
  }
  const points = {
    fleet: await pointsOf(
      () => ours.ask(fleetPath),
      () => askPeer(peer, span, fleetStep),
    ),
    rig: await pointsOf(
      () => ours.ask(rigPath),
      () => askPeer(peer, span, rigStep, 0),
    ),
  }
  await agree(ours, peer, span, rig)
  await ours.stop()
  await peer.stop()
  return [
    figure('a 30-day chart of a 100-rig fleet through REST, p95 ÷ VictoriaMetrics', 0.1, fleet, points.fleet),
    figure('a 30-day chart of one rig through REST, p95 ÷ VictoriaMetrics', 1, single, points.rig),
  ]
}

/** How many points each side's chart has, in words. */
async function pointsOf(ours: () => Promise<{ atMs: number[] }>, theirs: () => Promise<number[][]>): Promise<string> {
  const [mine, others] = [await ours(), await theirs()]
  return `three series of ${mine.atMs.length} and ${others[0]?.length} points`
}

function figure(
  name: string,
  atMost: number,
  { ours, theirs }: { ours: number[]; theirs: number[] },
  points: string,
): MeasuredFigure {
  const note = `${percentile(ours, 50).toFixed(1)} ms against ${percentile(theirs, 50).toFixed(1)} ms, ${points}`
  return measured(
    { name, unit: 'ratio', mark: { atMost }, note },
    ours.map((ms, index) => ms / (theirs[index] ?? Number.NaN)),
  )
}

async function timesOf(ask: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = []
  for (let question = 0; question < QUESTIONS_PER_ROUND; question++) {
    const startedMs = performance.now()
    await ask()
    times.push(performance.now() - startedMs)
  }
  return times
}

/** A chart that shows something else would be no comparison: the mean power of one rig over the month. */
async function agree(ours: Program, peer: VictoriaMetrics, span: Span, rig: number): Promise<void> {
  const chart: { powerWatts?: { mean?: (number | null)[] } } = await ours.ask(
    `/api/v1/rigs/${rig}/readings?from=${span.fromMs}&to=${span.toMs}&step=3600`,
  )
  const [, watts] = await askPeer(peer, span, HOUR_MS / 1000, 0)
  const mean = (values: (number | null)[]) => {
    const known = values.filter((value) => value !== null)
    return known.reduce((sum, value) => sum + value, 0) / known.length
  }
  const [one, other] = [mean(chart.powerWatts?.mean ?? []), mean(watts ?? [])]
  if (!(Math.abs(one / other - 1) < MOST_DIFFERENCE)) throw new Error(`charts disagree: ${one} against ${other} W`)
}

/** Three series of the fleet, or of the rig in this place; the answers' first series each. */
async function askPeer(
  peer: VictoriaMetrics,
  { fromMs, toMs }: Span,
  stepSeconds: number,
  rig?: number,
): Promise<number[][]> {
  const of = (metric: string, rollup: string) =>
    rig === undefined ? `${metric}(${rollup}[${stepSeconds}s]))` : `${rollup}{rig="${rig}"}[${stepSeconds}s])`
  const queries =
    rig === undefined
      ? [of('sum', 'avg_over_time(rig_hash'), of('sum', 'avg_over_time(rig_power'), of('max', 'max_over_time(rig_temp')]
      : [of('', 'avg_over_time(rig_hash'), of('', 'avg_over_time(rig_power'), of('', 'max_over_time(rig_temp')]
  const answers = await Promise.all(queries.map((query) => peer.queryRange(query, fromMs, toMs, stepSeconds)))
  return answers.map((series) => {
    if (!series[0]) throw new Error('victoria-metrics found nothing')
    return series[0]
  })
}

async function fillPeer(peer: VictoriaMetrics, { fromMs, toMs }: Span): Promise<void> {
  const LINES = 20_000
  let lines: string[] = []
  for (let atMs = fromMs; atMs < toMs; atMs += MINUTE_MS) {
    for (let index = 0; index < RIGS; index++) {
      const { hashesPerSecond, powerWatts, temperatureCelsius } = plainFigures(index, atMs)
      lines.push(`rig,rig=${index} hash=${hashesPerSecond},power=${powerWatts},temp=${temperatureCelsius} ${atMs}`)
    }
    if (lines.length < LINES) continue
    await peer.write(lines.join('\n'))
    lines = []
  }
  await peer.write(lines.join('\n'))
  await peer.flush()
}

type Program = { ask<Answer>(path: string): Promise<Answer>; stop(): Promise<void> }

/** The built program on a database, as `npm start` runs it. */
async function startProgram(file: string, folder: string, key: string): Promise<Program> {
  const program = fileURLToPath(new URL('../../../dist/davylamp.js', import.meta.url))
  const child = spawn(process.execPath, [...SERVER_FLAGS, program, 'start'], {
    env: {
      ...process.env,
      NODE_ENV: 'production',
      DATABASE_URL: `file:${file}`,
      DAVYLAMP_DATA_DIR: folder,
      HOST: '127.0.0.1',
      PORT: '0',
      DAVYLAMP_BUILT_IN_AGENT: 'off',
      DAVYLAMP_MARKET: 'off',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  child.stderr?.pipe(process.stderr)
  const said = listener(child)
  const address = await said(/http:\/\/(?:127\.0\.0\.1|localhost):\d+/)
  // A program that starts on a new day first copies its database, and that would be measured with some of the charts.
  await said(/nightly backup is done/)
  return {
    async ask(path) {
      const answer = await fetch(`${address}${path}`, { headers: { authorization: `Bearer ${key}` } })
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
      return answer.json()
    },
    async stop() {
      const gone = once(child, 'exit')
      child.kill('SIGTERM')
      await gone
    },
  }
}

/** Waits for what a program says or logs; what it said before it was asked for counts. */
function listener(child: ChildProcess): (wanted: RegExp) => Promise<string> {
  let heard = ''
  const words = [child.stdout, child.stderr].flatMap((stream) => stream ?? [])
  const listen = (each: (chunk: Buffer) => void) => {
    for (const stream of words) stream.on('data', each)
  }
  listen((chunk) => {
    heard += chunk.toString()
  })
  return (wanted) =>
    new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`the program did not say ${wanted}: ${heard}`)), SAYS_WITHIN_MS)
      const look = () => {
        const found = wanted.exec(heard)?.[0]
        if (found === undefined) return
        clearTimeout(late)
        for (const stream of words) stream.off('data', look)
        resolve(found)
      }
      listen(look)
      child.once('exit', () => reject(new Error(`the program ended: ${heard}`)))
      look()
    })
}
