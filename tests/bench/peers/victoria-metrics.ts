import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { freePort } from '../../free-port.ts'

const CLOCK_TICKS_PER_SECOND = 100
const STARTS_WITHIN_MS = 20_000

/** Whether Debian's package `victoria-metrics` is installed. */
export function hasVictoriaMetrics(): boolean {
  return spawnSync('victoria-metrics', ['-version'], { stdio: 'ignore' }).error === undefined
}

/** VictoriaMetrics with its own settings, on loopback, with its data in a folder; started only by the bench. */
export class VictoriaMetrics {
  private constructor(
    private readonly child: ChildProcess,
    readonly address: string,
  ) {}

  static async start(folder: string): Promise<VictoriaMetrics> {
    const port = await freePort()
    const address = `http://127.0.0.1:${port}`
    const child = spawn(
      'victoria-metrics',
      [`-storageDataPath=${folder}`, `-httpListenAddr=127.0.0.1:${port}`, '-retentionPeriod=24', '-loggerLevel=ERROR'],
      { stdio: ['ignore', 'ignore', 2] },
    )
    const peer = new VictoriaMetrics(child, address)
    const untilMs = Date.now() + STARTS_WITHIN_MS
    while (!(await peer.#isReady())) {
      if (Date.now() > untilMs || child.exitCode !== null) throw new Error('victoria-metrics did not start')
      await delay(50)
    }
    return peer
  }

  async #isReady(): Promise<boolean> {
    return fetch(`${this.address}/health`).then(
      (answer) => answer.ok,
      () => false,
    )
  }

  /** Lines of the InfluxDB line protocol with times in milliseconds. */
  async write(lines: string): Promise<void> {
    const answer = await fetch(`${this.address}/write?precision=ms`, { method: 'POST', body: lines })
    if (!answer.ok) throw new Error(`victoria-metrics refused lines: ${answer.status} ${await answer.text()}`)
  }

  /** A range query of its Prometheus API: the values of each series. */
  async queryRange(query: string, fromMs: number, toMs: number, stepSeconds: number): Promise<number[][]> {
    const parameters = new URLSearchParams({
      query,
      start: String(fromMs / 1000),
      end: String(toMs / 1000),
      step: `${stepSeconds}s`,
      // Its cache would answer the second question alike; ours keeps none.
      nocache: '1',
    })
    const answer = await fetch(`${this.address}/api/v1/query_range?${parameters}`)
    const body: QueryAnswer = await answer.json()
    if (body.status !== 'success') throw new Error(`victoria-metrics: ${JSON.stringify(body)}`)
    return body.data.result.map(({ values }) => values.map(([, value]) => Number(value)))
  }

  /** Everything received is searchable and on disk. */
  async flush(): Promise<void> {
    await fetch(`${this.address}/internal/force_flush`)
  }

  /** Everything received is on disk in as few parts as it makes of it: its smallest. */
  async mergeAll(): Promise<void> {
    await this.flush()
    await fetch(`${this.address}/internal/force_merge`)
    // It merges in the background and says so here.
    while (/vm_active_force_merges [1-9]/.test(await (await fetch(`${this.address}/metrics`)).text())) await delay(200)
  }

  /** Samples it holds, of which it must have refused none for a comparison. */
  async samplesKept(): Promise<number> {
    const metrics = await (await fetch(`${this.address}/metrics`)).text()
    return [...metrics.matchAll(/^vm_rows\{type="storage\/[^"]+"\} (\d+)/gm)].reduce(
      (sum, [, rows]) => sum + Number(rows),
      0,
    )
  }

  /** Processor time since its start, all threads, in microseconds. */
  cpuMicroseconds(): number {
    const fields = readFileSync(`/proc/${this.child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    // utime and stime are fields 14 and 15 of proc(5); the name in brackets holds the second.
    return ((Number(fields[11]) + Number(fields[12])) * 1e6) / CLOCK_TICKS_PER_SECOND
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.child.once('exit', () => resolve())
      this.child.kill('SIGINT')
    })
  }
}

type QueryAnswer = { status: string; data: { result: { values: [number, string][] }[] } }
