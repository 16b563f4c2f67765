import type { DeviceReport, PoolReport } from '#lib/domain/reading'
import { isWarmingUp } from './cgminer/generic'
import { shareTimeMs } from './cgminer/pools'
import { coolingByModel, listedErrors, WHATSMINER_ALGORITHM, whatsminerModel } from './cgminer/whatsminer-facts'
import { askLengthFramed } from './length-framed'
import {
  celsiusFrom,
  compact,
  countFrom,
  flagFrom,
  hashesPerSecondFrom,
  highest,
  type JsonObject,
  listFrom,
  macFrom,
  nonNegativeFrom,
  objectFrom,
  objectsFrom,
  positiveFrom,
  present,
  textFrom,
  total,
} from './lenient'
import { describeTarget, type MinerRead, type MinerReader, type MinerReading, type Target } from './miner-reader'

import { withoutImpossible } from './plausible'

/** Reading commands; they need no login. Asked apart, since not every firmware joins `summary+pools`. */
const QUESTIONS: readonly JsonObject[] = [
  { cmd: 'get.miner.status', param: 'summary' },
  { cmd: 'get.miner.status', param: 'edevs' },
  { cmd: 'get.miner.status', param: 'pools' },
  { cmd: 'get.device.info' },
]

export const WHATSMINER_V3_PORT = 4433

export const whatsminerV3: MinerReader = {
  family: 'whatsminer-v3',
  guides: [
    {
      kind: 'whatsminer',
      machines: 'MicroBT Whatsminer with firmware of November 2024 or later (API 3)',
      reached: 'TCP 4433, JSON behind its length in four bytes, no login for reading',
      tells:
        'Hash rate (minute), factory rate, input watts, boards with chip temperatures and clocks, fans, intake, pools, error codes with their reasons, sleep and tuning. Boards tell only their average since the start; shares are not counted',
      switchOn: 'On as shipped for reading (commands that write are off)',
      source: 'MicroBT, API 3 documentation (apidoc.whatsminer.com)',
      evidence: 'documented',
    },
  ],
  kinds: ['whatsminer'],
  transport: 'tcp',
  defaultPort: WHATSMINER_V3_PORT,
  read: readWhatsminerV3,
}

export async function readWhatsminerV3(target: Target): Promise<MinerRead> {
  const place = describeTarget({ ...target, scheme: 'tcp' })
  const replies: JsonObject[] = []
  while (replies.length < QUESTIONS.length) {
    // Some close after each answer; the rest is then asked over a new connection.
    const asked = await askLengthFramed(target, QUESTIONS.slice(replies.length))
    if (!asked.ok && replies.length === 0) return asked
    if (!asked.ok) break
    replies.push(...asked.replies)
    if (!asked.replies.every(isV3Reply)) break
  }
  const messages = replies.filter((reply) => isV3Reply(reply) && countFrom(reply.code) === 0).map(messageFrom)
  const told: JsonObject = Object.assign({}, ...messages)
  if (objectFrom(told.summary) || objectFrom(told.miner))
    return { ok: true, reading: withoutImpossible(whatsminerV3Reading(told, Date.now())) }
  const refusal = textFrom(replies.find(isV3Reply)?.msg)
  if (refusal === undefined) {
    const problem = `${place} answered with something that is not the WhatsMiner API 3`
    return { ok: false, failure: 'not-this-miner', problem }
  }
  const failure = replies.some((reply) => reply.code === -4) ? 'denied' : 'not-this-miner'
  return {
    ok: false,
    failure,
    problem: `${place} speaks the WhatsMiner API 3 but tells no figures: ${refusal.slice(0, 200)}`,
  }
}

function isV3Reply(reply: JsonObject): boolean {
  return typeof reply.code === 'number' && 'msg' in reply
}

function messageFrom(reply: JsonObject): JsonObject {
  return objectFrom(reply.msg) ?? {}
}

/** All sections of `msg` in one object: `summary`, `edevs`, `pools`, `miner`, `system`, `network`, `power`, `error-code`. Rates are in TH/s. */
export function whatsminerV3Reading(told: JsonObject, nowMs: number): MinerReading {
  const summary = objectFrom(told.summary) ?? {}
  const machine = objectFrom(told.miner) ?? {}
  const supply = objectFrom(told.power) ?? {}
  const off = flagFrom(machine.working) === false
  const errors = listedErrors(told['error-code'])
  const live = hashesPerSecondFrom(summary['hash-1min'], 1e12) ?? hashesPerSecondFrom(summary['hash-realtime'], 1e12)
  const hashesPerSecond = off ? 0 : live
  const devices = readBoards(told, summary, hashesPerSecond)
  const uptimeSeconds = countFrom(summary.elapsed)
  const tuning = flagFrom(summary['up-freq-finish']) === false
  const powerWatts =
    positiveFrom(summary['power-realtime']) ?? positiveFrom(summary['power-5min']) ?? positiveFrom(supply.pin)
  const model = whatsminerModel(textFrom(machine.type))
  const rpms = [nonNegativeFrom(summary['fan-speed-in']), nonNegativeFrom(summary['fan-speed-out'])].filter(
    (rpm) => rpm !== undefined,
  )
  const turning = rpms.some((rpm) => rpm > 0)
  return compact({
    state: stateOf(off, errors.length > 0 && !hashesPerSecond, tuning || isWarmingUp(uptimeSeconds)),
    miner: compact({
      name: 'whatsminer',
      version: textFrom(objectFrom(told.system)?.fwversion),
      model,
      uptimeSeconds,
      mac: macFrom(objectFrom(told.network)?.mac),
      serial: textFrom(machine['miner-sn']),
    }),
    work: [
      compact({
        algorithm: WHATSMINER_ALGORITHM,
        hashesPerSecond: hashesPerSecond ?? total(devices.map((device) => device.work?.[0]?.hashesPerSecond)),
        nominalHashesPerSecond: positiveFrom(hashesPerSecondFrom(summary['factory-hash'], 1e12)),
        ...readPools(told, nowMs),
      }),
    ],
    powerWatts,
    powerSource: powerWatts === undefined ? undefined : ('input' as const),
    devices: devices.length > 0 ? devices : undefined,
    fans: turning ? rpms.map((rpm) => ({ rpm })) : undefined,
    intakeCelsius: celsiusFrom(summary['environment-temperature']),
    cooling: coolingByModel(model) ?? (turning ? ('air' as const) : undefined),
    errors: errors.length > 0 ? errors : undefined,
  })
}

/** A machine that stopped over an error is not idle by choice. */
function stateOf(off: boolean, failed: boolean, warming: boolean): MinerReading['state'] {
  if (failed) return 'error'
  if (off) return 'paused'
  return warming ? 'warming' : 'hashing'
}

/** Boards offer no window but their average since the start, which counts only while the machine as a whole hashes. */
function readBoards(told: JsonObject, summary: JsonObject, machineRate: number | undefined): DeviceReport[] {
  const boardTemperatures = listFrom(summary['board-temperature'])
  return objectsFrom(told.edevs).map((board, position) => {
    const average =
      hashesPerSecondFrom(board['hash-1min'], 1e12) ??
      hashesPerSecondFrom(board['hash-realtime'], 1e12) ??
      hashesPerSecondFrom(board['hash-average'], 1e12)
    return compact({
      index: countFrom(board.slot) ?? countFrom(board.id) ?? position,
      kind: 'board' as const,
      work: [
        compact({
          algorithm: WHATSMINER_ALGORITHM,
          hashesPerSecond: machineRate === 0 && average !== undefined ? 0 : average,
        }),
      ],
      temperatureCelsius: celsiusFrom(board['chip-temp-max']) ?? celsiusFrom(board['chip-temp-avg']),
      boardCelsius: celsiusFrom(boardTemperatures[position]),
      frequencyMegahertz: positiveFrom(board.freq),
    })
  })
}

function readPools(told: JsonObject, nowMs: number): Pick<MinerReading['work'][number], 'pool' | 'shares'> {
  const pools = objectsFrom(told.pools)
  const alive = (pool: JsonObject) => /^alive$/i.test(textFrom(pool.status) ?? '')
  const active =
    pools.find((pool) => flagFrom(pool['stratum-active']) === true) ??
    pools.find(alive) ??
    pools.find((pool) => textFrom(pool.url))
  const pool: PoolReport | undefined =
    active &&
    present({
      url: textFrom(active.url),
      user: textFrom(active.account),
      connected:
        flagFrom(active['stratum-active']) ?? (textFrom(active.status) === undefined ? undefined : alive(active)),
    })
  const shares = present({
    accepted: total(pools.map((row) => countFrom(row.accepted))),
    rejected: total(pools.map((row) => countFrom(row.rejected))),
    lastAcceptedAt: highest(pools.map((row) => shareTimeMs(row['last-share-time'], undefined, nowMs))),
  })
  return compact({ pool, shares })
}
