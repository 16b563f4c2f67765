import { readConfig } from '#agent/config'
import { type RunningAgent, runAgent } from '#agent/run-agent'
import { serveParent } from '../child-calls.ts'

let agent: RunningAgent | undefined
let lateness: number[] = []
let cpuBefore = process.cpuUsage()
let measuredFromMs = performance.now()

const handlers = {
  /** Runs the agent on a configuration file, as `davylamp-agent` does. */
  start: (given: { configFile: string; stateFolder: string }) => {
    const result = readConfig(given.configFile)
    if (!result.ok) throw new Error(result.problem)
    agent = runAgent(
      result.config,
      given.stateFolder,
      () => undefined,
      (lateMs) => lateness.push(lateMs),
    )
  },

  status: () => {
    if (!agent) throw new Error('the agent is not running')
    const { targets, counts, waitingBytes, rigs } = agent.status()
    const failing = targets.filter(({ problem }) => problem !== undefined)
    return { rigs: rigs.length, failing: failing.length, anyProblem: failing[0]?.problem, counts, waitingBytes }
  },

  /** Since the last call: processor time as a share of one core, and how late polls began. */
  measure: () => {
    const { user, system } = process.cpuUsage(cpuBefore)
    const share = (user + system) / 1_000 / (performance.now() - measuredFromMs)
    const sorted = lateness.sort((one, other) => one - other)
    const lateMs = sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN
    const polls = sorted.length
    lateness = []
    cpuBefore = process.cpuUsage()
    measuredFromMs = performance.now()
    return { share, polls, lateMs, residentBytes: process.memoryUsage.rss() }
  },

  stop: () => agent?.stop(),
}

export type Agent = typeof handlers

serveParent(handlers)
