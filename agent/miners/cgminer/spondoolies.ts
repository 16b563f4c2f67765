import type { DeviceReport, FanReport } from '#lib/domain/reading'
import {
  celsiusFrom,
  compact,
  hashesPerSecondFrom,
  isObject,
  type JsonObject,
  listFrom,
  nonNegativeFrom,
  percentFrom,
  positiveFrom,
  present,
  textFrom,
  total,
} from '../lenient'
import type { MinerReading, ReaderMemory } from '../miner-reader'
import { readGeneric } from './generic'
import { type Replies, statsOf } from './replies'
import { parseReplyText } from './reply-text'

/** Spondoolies' SPx36 (X11): cgminer's summary, and a JSON document within `stats` for boards, fans and the watts of its supplies. */
export function readSpondoolies(replies: Replies, name: string, nowMs: number, memory?: ReaderMemory): MinerReading {
  const generic = readGeneric(replies, name, nowMs, memory)
  const algorithm = 'x11'
  const told = innerStats(replies)
  const devices = Object.entries(told)
    .flatMap(([key, board]) => (/board$/.test(key) && isObject(board) ? [board] : []))
    .map((board, index) => readBoard(board, index, algorithm))
  const percent = percentFrom(told['fan-percent'])
  const fans: FanReport[] = listFrom(told['fan-speeds'])
    .map((rpm) => present({ rpm: nonNegativeFrom(rpm), percent }))
    .filter((fan) => fan !== undefined)
  const powerWatts = positiveFrom(total(devices.map((device) => device.powerWatts)))
  return compact({
    ...generic,
    miner: compact({ ...generic.miner, model: 'Spondoolies SPx36' }),
    work: generic.work.map((work) => ({ ...work, algorithm })),
    powerWatts,
    powerSource: powerWatts === undefined ? undefined : ('output' as const),
    devices: devices.length > 0 ? devices : generic.devices,
    fans: fans.length > 0 ? fans : generic.fans,
    cooling: fans.some((fan) => fan.rpm) ? ('air' as const) : generic.cooling,
  })
}

/** Whether `stats` holds the inner document at all. */
export function isSpondoolies(replies: Replies): boolean {
  return 'json-stats' in statsOf(replies)
}

function innerStats(replies: Replies): JsonObject {
  const text = textFrom(statsOf(replies)['json-stats'])
  const parsed = text === undefined ? undefined : parseReplyText(text)
  return isObject(parsed) ? parsed : {}
}

function readBoard(board: JsonObject, index: number, algorithm: string): DeviceReport {
  return compact({
    index,
    kind: 'board' as const,
    work: [compact({ algorithm, hashesPerSecond: hashesPerSecondFrom(board['reported-hashrate'], 1e6) })],
    temperatureCelsius: celsiusFrom(board['max-temp']),
    boardCelsius: celsiusFrom(board['rear-temp']),
    powerWatts: positiveFrom(board.power),
  })
}
