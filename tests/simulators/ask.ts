import { connect } from 'node:net'
import { describeFarm } from '#simulators/farm'
import type { describeRig, RigDescription } from '#simulators/rig-description'
import { type Simulator, type SimulatorOptions, startSimulator } from '#simulators/start-simulator'

/** 2026-03-01 12:00 UTC: a moment for clocks that stand still. */
export const NOON_MS = Date.UTC(2026, 2, 1, 12)

/** A clock that moves only when told. */
export function handClock(startMs = NOON_MS): { now: () => number; pass: (seconds: number) => void } {
  let atMs = startMs
  return {
    now: () => atMs,
    pass: (seconds) => {
      atMs += seconds * 1000
    },
  }
}

/** One of the demo's rigs by name, with changes. */
export function rigNamed(name: string, changes: Partial<Parameters<typeof describeRig>[0]> = {}): RigDescription {
  const found = describeFarm(12).find((rig) => rig.name === name)
  if (!found) throw new Error(`no rig ${name}`)
  return { ...found, ...changes }
}

const running: Simulator[] = []

/** Starts a simulator that `stopAll` ends. */
export async function start(options: SimulatorOptions): Promise<Simulator> {
  const simulator = await startSimulator(options)
  running.push(simulator)
  return simulator
}

export async function stopAll(): Promise<void> {
  await Promise.all(running.splice(0).map((simulator) => simulator.stop()))
}

/** Sends a request over TCP and returns all that came until the other side closed. Rejects where nobody listens. */
export function askTcp(port: number, request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    const socket = connect(port, '127.0.0.1', () => socket.write(request))
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('error', reject)
    socket.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')))
  })
}

/** The JSON behind a cgminer command, its closing NUL taken off. */
export async function askCgminer(port: number, command: string) {
  return JSON.parse((await askTcp(port, JSON.stringify({ command }))).replace(/\0$/, ''))
}

export async function askHttp(simulator: Simulator, path: string, init?: RequestInit) {
  const response = await fetch(`${simulator.address}${path}`, init)
  return { status: response.status, body: await response.json() }
}
