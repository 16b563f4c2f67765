import { hostname, networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { DEFAULT_INTERVAL_SECONDS, type Reading } from '#lib/domain/reading'
import type { AssignedTarget } from '#lib/wire/agent-events'
import type { AgentConfig, RigConfig } from './config'
import { serveDiscovery } from './discovery/serve-discovery'
import { GatheredReadings } from './gathered-readings'
import { Identities } from './identities'
import type { Log } from './log'
import { RigMeters } from './meters/rig-meters'
import { withPlainModel } from './plain-model'
import { PollGate } from './poll-gate'
import { openTarget, type PolledTarget } from './polled-target'
import { RememberedRigs } from './remembered-rigs'
import { RigPoller } from './rig-poller'
import { ServerClock } from './server-clock'
import type { AgentStatus } from './service/agent-status'
import { Spool } from './spool'
import { findMinersOfThisMachine } from './this-machine'
import { Uplink } from './uplink'
import { AGENT_VERSION } from './version'

/** A rig keeps its place in the interval: what begins together would be asked together for ever. */
const FIRST_POLLS_WITHIN_MS = 2_000
const FIRST_POLLS_APART_MS = 10
const STATUS_EVERY_MS = 30_000
const LOOK_FOR_CHANGES_EVERY_MS = 2_000
const SEARCH_THIS_MACHINE_EVERY_MS = 60_000

/** `status` tells all of itself but its log. */
export type RunningAgent = { agentId: string; status(): Omit<AgentStatus, 'lines'>; stop(): void }

/** Starts polling and reporting. `stateFolder` keeps the spool and the identities between starts. `onPoll` hears of each poll by how late it began. */
export function runAgent(
  config: AgentConfig,
  stateFolder: string,
  log: Log,
  onPoll?: (lateMs: number) => void,
): RunningAgent {
  const identities = new Identities(stateFolder)
  const clock = new ServerClock()
  const spool = new Spool(join(stateFolder, 'spool'), config.spoolMegabytes * 1_000_000, (hourMs, bytes) =>
    log(
      'error',
      `the spool is full: dropped the hour of ${new Date(hourMs).toISOString()} (${bytes} bytes) unsent. Raise spoolMegabytes.`,
    ),
  )
  spool.onTooLong = (bytes) =>
    log('error', `a reading of ${bytes} bytes is dropped: it is longer than the server takes in a message`)
  const startedAtMs = Date.now()
  const agentName = config.name ?? hostname()
  const remembered = new RememberedRigs(stateFolder)
  const pollers = new Map<string, RigPoller>()
  const gate = new PollGate()
  const meters = new RigMeters({ timeoutMs: config.timeoutSeconds * 1_000, folder: config.folder, log })
  const uplink = new Uplink({
    server: config.server,
    handshake: {
      token: config.token,
      agent: { id: identities.agentId, name: agentName, version: AGENT_VERSION },
    },
    spool,
    remembered,
    clock,
    log,
    onTargets: (targets) => {
      if (config.acceptTargets) followAssigned(targets)
      else log('info', 'the server assigned targets; acceptTargets is off, so they are not polled')
    },
    onMeters: (assignedMeters) => {
      if (config.acceptTargets) meters.follow(assignedMeters)
    },
  })

  const discovery = serveDiscovery(uplink.socket, config.discovery, log)

  const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
  const gathered = new GatheredReadings({
    spool,
    // A reading on disk whose rig nobody knows would have no name after a kill.
    beforeWriting() {
      identities.save()
      remembered.save()
    },
    onWritten: () => void uplink.flush(),
    onLost: (readings, error) =>
      log('error', `readings are lost (${readings}), the disk does not take them: ${reasonOf(error)}`),
  })

  let assigned = new Map<number, string>()
  /** Starts pollers for new targets, ends those of removed ones, restarts changed ones. */
  function followAssigned(targets: AssignedTarget[]): void {
    const wanted = new Map(targets.map((target) => [target.id, JSON.stringify(target)]))
    for (const [id, was] of assigned) if (wanted.get(id) !== was) stopPolling(`assigned ${id}`)
    const beginning = targets.filter(({ id }) => assigned.get(id) !== wanted.get(id))
    for (const target of beginning) {
      const polled = openTarget(target, { timeoutMs: config.timeoutSeconds * 1_000 })
      poll(`assigned ${target.id}`, [polled], { intervalSeconds: target.intervalSeconds }, beginning.length)
    }
    assigned = wanted
  }

  function poll(
    name: string,
    targets: PolledTarget[],
    rig: Pick<RigConfig, 'name' | 'key' | 'intervalSeconds' | 'meter'>,
    rigsBeginning = 1,
  ): void {
    const spreadMs = Math.max(FIRST_POLLS_WITHIN_MS, rigsBeginning * FIRST_POLLS_APART_MS)
    const ofThisMachine = name === 'this machine'
    const ownMeter = rig.meter && meters.open(rig.meter, () => intervalOf(name))
    const take = (given: Reading) => {
      const reading = { ...given, miner: withPlainModel(given.miner) }
      const address = targets[0]?.host ?? name
      const key =
        rig.key ??
        (ofThisMachine ? identities.keyOfThisMachine() : identities.keyOf(targets[0]?.address ?? name, reading.miner))
      for (const target of targets) target.rigKey = key
      if (ownMeter) ownMeter.rigKey = key
      const rigName = rig.name ?? (ofThisMachine ? hostname() : nameOf(reading, address))
      const rigNow = {
        key,
        name: rigName,
        ...(reading.miner.model ? { model: reading.miner.model } : {}),
        ...(targets[0]?.pageAddress ? { address: targets[0].pageAddress } : {}),
      }
      if (uplink.announce(rigNow)) remembered.remember(rigNow)
      gathered.add({ ...reading, rigKey: key })
    }
    pollers.set(
      name,
      new RigPoller({
        targets,
        meter: () => ownMeter ?? meters.of(targets[0]?.rigKey, () => intervalOf(name)),
        intervalSeconds: rig.intervalSeconds,
        now: () => clock.now(),
        onReading: take,
        spreadMs,
        gate,
        onPoll,
      }),
    )
  }

  function intervalOf(name: string): number {
    return pollers.get(name)?.intervalSeconds ?? DEFAULT_INTERVAL_SECONDS
  }

  function stopPolling(name: string): void {
    pollers.get(name)?.stop()
    pollers.delete(name)
  }

  for (const [index, rig] of config.rigs.entries()) {
    const targets = rig.targets.map((target) =>
      openTarget(target, { timeoutMs: config.timeoutSeconds * 1_000, folder: config.folder }),
    )
    poll(`rig ${index}`, targets, rig, config.rigs.length)
  }

  /** Looks again and again: a miner may be started after its agent. */
  let found = ''
  async function followThisMachine(): Promise<void> {
    const addresses = await findMinersOfThisMachine(config.timeoutSeconds * 1_000)
    // What was found once stays: a miner that restarts is a problem to report, not a machine without miner.
    const known = new Set([...found.split(' ').filter(Boolean), ...addresses])
    const now = [...known].sort().join(' ')
    if (now === found) return
    found = now
    log('info', `watching this machine: ${[...known].join(', ')}`)
    stopPolling('this machine')
    const targets = [...known].map((address) => openTarget({ address }, { timeoutMs: config.timeoutSeconds * 1_000 }))
    poll('this machine', targets, {})
  }

  let toldProblems = ''
  let toldAtMs = 0
  /** At once when a target begins or ends to fail or shows which rig it is, else now and then. */
  function tellStatus(): void {
    const targets = [...pollers.values()].flatMap(({ status }) => status)
    const problems = JSON.stringify(targets.map(({ lastSuccessAtMs: _, figuresDropped: __, ...rest }) => rest))
    const due = performance.now() - toldAtMs >= STATUS_EVERY_MS
    if (!due && problems === toldProblems) return
    if (!uplink.sendStatus(targets)) return
    if (due) uplink.askAgainForRefused()
    if (due || toldAtMs === 0) toldAtMs = performance.now()
    toldProblems = problems
  }
  const statusTimer = setInterval(tellStatus, LOOK_FOR_CHANGES_EVERY_MS)
  const searchTimer = config.thisMachine
    ? setInterval(() => void followThisMachine(), SEARCH_THIS_MACHINE_EVERY_MS)
    : undefined
  if (config.thisMachine) void followThisMachine()

  return {
    agentId: identities.agentId,
    status: () => ({
      version: AGENT_VERSION,
      pid: process.pid,
      startedAtMs,
      name: agentName,
      server: config.server,
      ...uplink.status,
      targets: [...pollers.values()].flatMap(({ status }) => status),
      waitingBytes: spool.pendingBytes,
      counts: { ...uplink.counts },
    }),
    stop() {
      clearInterval(statusTimer)
      clearInterval(searchTimer)
      discovery.stop()
      for (const poller of pollers.values()) poller.stop()
      meters.close()
      gathered.write()
      uplink.close()
      spool.close()
    },
  }
}

/** A first name for a machine nobody named: what it is, and the end of its address. */
function nameOf(reading: Reading, host: string): string {
  const what = reading.miner.model ?? reading.miner.name
  const own = Object.values(networkInterfaces()).some((list) => list?.some(({ address }) => address === host))
  return own ? what : `${what} ${host.split('.').length === 4 ? `.${host.split('.')[3]}` : host}`
}
