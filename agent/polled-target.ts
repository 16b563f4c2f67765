import { resolve } from 'node:path'
import { plainText } from '#lib/domain/plain-text'
import type { DeviceReport } from '#lib/domain/reading'
import type { AssignedTarget, TargetStatus } from '#lib/wire/agent-events'
import { readSecretFile, type TargetConfig } from './config'
import type { MinerReader, MinerReading, ReaderMemory, Target } from './miners/miner-reader'
import { readerOf } from './miners/registry'
import { parseTarget, type TargetText } from './parse-target'
import { type ProbeRequest, probeTarget } from './probe'
import { readAmdgpu } from './sensors/amdgpu'
import { readCpu } from './sensors/cpu'
import { readNvidiaSmi } from './sensors/nvidia-smi'
import type { RaplMemory } from './sensors/rapl'
import { sensorReading } from './sensors/sensor-reading'

type Credentials = { user?: string; password?: string; token?: string }
/** `problem` beside a reading: something of it could not be had, and the remedy. */
type Outcome = { ok: true; reading: MinerReading; problem?: string; dropped?: number } | { ok: false; problem: string }

/** One thing an agent asks again and again: a miner's API, or the sensors of this machine. */
export class PolledTarget {
  /** Known once a reading told which machine this is. */
  rigKey: string | undefined
  #lastSuccessAtMs: number | undefined
  #problem: string | undefined
  #miner: string | undefined
  /** Since this agent began. */
  #figuresDropped = 0

  constructor(
    readonly address: string,
    /** Without port and credentials; `this machine` for sensors. */
    readonly host: string,
    private readonly ask: () => Promise<Outcome>,
    private readonly targetId?: number,
  ) {}

  /** Where a person finds the miner's own page: the same address for an agent on the LAN, nothing for sensors. */
  get pageAddress(): string | undefined {
    return this.host === SENSORS_HOST ? undefined : this.address
  }

  get status(): TargetStatus {
    return {
      address: this.address,
      ...(this.targetId === undefined ? {} : { targetId: this.targetId }),
      ...(this.#miner === undefined ? {} : { miner: this.#miner }),
      ...(this.rigKey === undefined ? {} : { rigKey: this.rigKey }),
      ...(this.#lastSuccessAtMs === undefined ? {} : { lastSuccessAtMs: this.#lastSuccessAtMs }),
      ...(this.#problem === undefined ? {} : { problem: this.#problem }),
      ...(this.#figuresDropped === 0 ? {} : { figuresDropped: this.#figuresDropped }),
    }
  }

  /** Asks once; a failure is kept for the status and gives nothing. */
  async read(): Promise<MinerReading | undefined> {
    const outcome = await this.ask().catch(failed)
    if (!outcome.ok) {
      this.#problem = plain(outcome.problem)
      return undefined
    }
    this.#problem = plain(outcome.problem)
    this.#lastSuccessAtMs = Date.now()
    this.#miner = outcome.reading.miner.name
    this.#figuresDropped += outcome.dropped ?? 0
    return outcome.reading
  }
}

/** A reader that fails at what a machine said must cost neither the other rigs nor this rig's next poll. */
function failed(error: unknown): Outcome {
  return { ok: false, problem: `what it answers could not be read: ${error instanceof Error ? error.message : error}` }
}

/** The machine's own words may be in it, and it is printed in a terminal. */
const LONGEST_PROBLEM = 1_000

function plain(problem: string | undefined): string | undefined {
  return problem === undefined ? undefined : plainText(problem, LONGEST_PROBLEM)
}

const SENSORS_HOST = 'this machine'

/** Makes a target ready to be polled. One that cannot be (a bad address, a missing secret) says so at every poll. */
export function openTarget(
  config: TargetConfig | AssignedTarget,
  options: { timeoutMs: number; folder?: string },
): PolledTarget {
  const targetId = 'id' in config ? config.id : undefined
  if (config.address === 'gpu') return new PolledTarget('gpu', SENSORS_HOST, () => askGpus(options.timeoutMs), targetId)
  if (config.address === 'cpu') return new PolledTarget('cpu', SENSORS_HOST, askCpu(), targetId)
  const opened = targetOf(config, options.folder)
  if (!opened.ok) return new PolledTarget(config.address, config.address, async () => opened, targetId)
  const { target, credentials } = opened
  const request = { target, kind: config.miner, ...credentials, timeoutMs: options.timeoutMs }
  return new PolledTarget(withoutCredentials(config.address), target.host, askMiner(request), targetId)
}

/** Finds out once what answers, then asks the same reader; a target whose kind was told is never guessed at. */
function askMiner(request: ProbeRequest): () => Promise<Outcome> {
  const memory: ReaderMemory = {}
  let found: { reader: MinerReader; target: Target } | undefined
  return async () => {
    if (found) return found.reader.read(found.target, memory)
    const probed = await probeTarget(request)
    if (!probed.ok) return probed
    const reader = readerOf(probed.family)
    if (!reader) return { ok: false, problem: `nothing here reads ${probed.family}` }
    found = { reader, target: probed.target }
    return reader.read(found.target, memory)
  }
}

function withoutCredentials(address: string): string {
  return address.replace(/\/\/[^/@]*@/, '//')
}

async function askGpus(timeoutMs: number): Promise<Outcome> {
  const reads = await Promise.all([readNvidiaSmi({ timeoutMs }), readAmdgpu()])
  const devices: DeviceReport[] = reads.flatMap((read) => (read.ok ? read.devices : []))
  if (devices.length > 0) return { ok: true, reading: sensorReading('gpu', devices) }
  return { ok: false, problem: reads.flatMap((read) => (read.ok ? [] : read.problem)).join('; ') || 'no GPU answers' }
}

function askCpu(): () => Promise<Outcome> {
  const memory: RaplMemory = {}
  return async () => {
    const read = await readCpu(memory)
    if (!read.ok) return read
    return { ok: true, reading: sensorReading('cpu', read.devices), problem: read.powerProblem }
  }
}

type Opened = { ok: true; target: TargetText; credentials: Credentials } | { ok: false; problem: string }

function targetOf(config: TargetConfig | AssignedTarget, folder: string | undefined): Opened {
  const parsed = parseTarget(config.address)
  if (!parsed.ok) return parsed
  const secrets = secretsOf(config, folder)
  return secrets.ok ? { ok: true, target: parsed.target, credentials: secrets.given } : secrets
}

function secretsOf(
  config: TargetConfig | AssignedTarget,
  folder = '.',
): { ok: true; given: Credentials } | { ok: false; problem: string } {
  const given: Credentials = {}
  if (config.user) given.user = config.user
  if ('password' in config && config.password) given.password = config.password
  if ('token' in config && config.token) given.token = config.token
  for (const [name, file] of [
    ['password', 'passwordFile' in config ? config.passwordFile : undefined],
    ['token', 'tokenFile' in config ? config.tokenFile : undefined],
  ] as const) {
    if (!file) continue
    const read = readSecretFile(resolve(folder, file))
    if (!read.ok) return read
    given[name] = read.secret
  }
  return { ok: true, given }
}
