import { canonicalAlgorithm } from '#lib/domain/algorithms'
import type { DeviceReport, FanReport, MachineError, PoolReport } from '#lib/domain/reading'
import { getJson, notThisMiner, withoutCredentials } from './http-json'
import {
  celsiusFrom,
  compact,
  countFrom,
  flagFrom,
  hashesPerSecondFrom,
  highest,
  indexFrom,
  isObject,
  type JsonObject,
  listFrom,
  macFrom,
  megahertzFrom,
  objectFrom,
  objectsFrom,
  percentFrom,
  positiveFrom,
  present,
  rpmFrom,
  secondsFrom,
  textFrom,
  total,
  wattsFrom,
} from './lenient'
import type { MinerRead, MinerReader, MinerReading, Target } from './miner-reader'
import { isPossibleRate } from './possible-rate'

/** ePIC's PowerPlay API (UMC boards, umcOS on Antminers): HTTP on the port where others speak cgminer. Rates are MH/s. */
export const epic: MinerReader = {
  family: 'epic',
  guides: [
    {
      kind: 'epic',
      machines: 'ePIC BlockMiner, and Antminers with an ePIC UMC board or umcOS',
      reached: 'HTTP 4028, no login for reading',
      tells:
        'rate, nominal rate, boards with temperatures and clocks, fans, input power, pool, shares, last error, MAC',
      switchOn: 'on as shipped',
      source: 'recorded /summary, /capabilities and /temps of an S19 XP with PowerPlay-BMS 1.5.13 (asic-rs)',
      evidence: 'recorded',
    },
  ],
  kinds: ['epic'],
  transport: 'http',
  defaultPort: 4028,
  read: readEpic,
}

async function readEpic(target: Target): Promise<MinerRead> {
  const open = withoutCredentials(target)
  const summary = await getJson(open, '/summary')
  if (!summary.ok) return summary
  const json = summary.json
  const signed = isObject(json) && ('HBs' in json || 'HBStatus' in json) && ('Status' in json || 'Session' in json)
  if (!signed) return notThisMiner(target, 'ePIC PowerPlay')
  const pages: Pages = { summary: json }
  for (const page of ['capabilities', 'network', 'temps'] as const) {
    const reply = await getJson(open, `/${page}`)
    if (reply.ok) pages[page] = reply.json
    else if (reply.failure === 'unreachable') break
  }
  return { ok: true, reading: epicReading(pages) }
}

type Pages = { summary: JsonObject; capabilities?: unknown; network?: unknown; temps?: unknown }

export function epicReading({ summary, capabilities, network, temps }: Pages): MinerReading {
  const can = objectFrom(capabilities) ?? {}
  const session = objectFrom(summary.Session) ?? {}
  const status = objectFrom(summary.Status) ?? {}
  const algorithm = algorithmOf(summary, can)
  const boards = objectsFrom(summary.HBs)
  const devices = boards.map((board, position) => boardOf(board, position, algorithm, temps))
  const told = boards.some((board) => 'Hashrate' in board) ? total(boards.map(boardRate)) : sessionRate(session, boards)
  const inputWatts = wattsFrom(objectFrom(summary['Power Supply Stats'])?.['Input Power'])
  const powerWatts = inputWatts ?? boardsWatts(boards)
  const operating = textFrom(status['Operating State']) ?? ''
  const lastError = textFrom(status['Last Error'])
  const mines = /^(mining|hashing|running)/i.test(operating)
  const errors: MachineError[] = lastError && !mines ? [{ text: lastError.slice(0, 500) }] : []
  const state = stateOf(operating, errors)
  const possible = isPossibleRate(algorithm, told, powerWatts) ? told : undefined
  const fans = fansOf(summary)
  const net = objectFrom(network) ?? {}
  return compact({
    state,
    miner: compact({
      name: 'epic',
      version: textFrom(summary.Software),
      model: textFrom(can.Model) ?? textFrom(summary.Type),
      uptimeSeconds: secondsFrom(session.Uptime),
      mac: macFrom((objectFrom(net.dhcp) ?? objectFrom(net.static))?.mac_address),
      serial: textFrom(objectFrom(can['Control Board Version'])?.cpuSerial),
    }),
    work: [
      compact({
        algorithm,
        hashesPerSecond: state === 'paused' ? 0 : possible,
        nominalHashesPerSecond: positiveFrom(total(boards.map(boardNominal))) ?? defaultNominal(can),
        shares: present({
          accepted: countFrom(session.Accepted),
          rejected: countFrom(session.Rejected),
          lastAcceptedAt: lastShareMs(session),
        }),
        pool: poolOf(summary),
      }),
    ],
    powerWatts,
    powerSource: powerWatts === undefined ? undefined : inputWatts === undefined ? 'output' : 'input',
    devices: devices.length > 0 ? devices : undefined,
    fans: fans.length > 0 ? fans : undefined,
    cooling: /immersion/i.test(JSON.stringify(objectFrom(summary.Fans)?.['Fan Mode'] ?? ''))
      ? ('immersion' as const)
      : undefined,
    errors: errors.length > 0 ? errors : undefined,
  })
}

function algorithmOf(summary: JsonObject, can: JsonObject): string {
  const told = textFrom(objectFrom(summary.Mining)?.Algorithm)
  if (told) return canonicalAlgorithm(told)
  // Before 1.0 it did not say; the SHA-256 machines are all that it ran on then.
  return /^BM13|sha/i.test(textFrom(can['Chip Type']) ?? 'BM13') ? 'sha256d' : 'unknown'
}

/** `[MH/s, per cent of what it should do, …]`. */
function boardRate(board: JsonObject): number | undefined {
  return hashesPerSecondFrom(listFrom(board.Hashrate)[0], 1e6)
}

/** Before 1.0 the boards tell no rate. The last of the means of fifteen minutes is nearer to now than that of all the time. */
function sessionRate(session: JsonObject, boards: JsonObject[]): number | undefined {
  // What was before the boards were lost is no rate of now.
  if (boards.length === 0) return undefined
  return (
    hashesPerSecondFrom(objectFrom(session.LastAverageMHs)?.Hashrate, 1e6) ??
    hashesPerSecondFrom(session['Average MHs'], 1e6)
  )
}

function boardNominal(board: JsonObject): number | undefined {
  const percent = positiveFrom(listFrom(board.Hashrate)[1])
  const rate = boardRate(board)
  // Young firmwares write 0 there, and a board that has just begun a few per cent.
  return percent === undefined || rate === undefined || percent < 20 || percent > 300
    ? undefined
    : hashesPerSecondFrom((rate / percent) * 100)
}

function boardsWatts(boards: JsonObject[]): number | undefined {
  const told = boards.map((board) => positiveFrom(wattsFrom(board['Input Power'])))
  return told.includes(undefined) ? undefined : total(told)
}

function defaultNominal(can: JsonObject): number | undefined {
  return positiveFrom(hashesPerSecondFrom(can['Default Hashrate'], 1e12))
}

function boardOf(board: JsonObject, position: number, algorithm: string, temps: unknown): DeviceReport {
  const index = indexFrom(board.Index) ?? position
  const sensors = objectsFrom(temps).find((row) => countFrom(row.Index) === index)
  return compact({
    index,
    kind: 'board' as const,
    work: [compact({ algorithm, hashesPerSecond: boardRate(board) })],
    boardCelsius: celsiusFrom(board.Temperature) ?? highest(listFrom(sensors?.Data).map(celsiusFrom)),
    frequencyMegahertz: megahertzFrom(board['Core Clock Avg']) ?? meanClock(board['Core Clock']),
    powerWatts: wattsFrom(board['Input Power']) ?? wattsFrom(board['Output Power']),
  })
}

function meanClock(clocks: unknown): number | undefined {
  const told = listFrom(clocks).flatMap((clock) => megahertzFrom(clock) ?? [])
  const sum = total(told)
  return sum === undefined ? undefined : megahertzFrom(sum / told.length)
}

function stateOf(operating: string, errors: MachineError[]): MinerReading['state'] {
  if (errors.length > 0) return 'error'
  if (/^(mining|hashing|running)/i.test(operating)) return 'hashing'
  if (/^(idl|stop|pause|sleep|shut)/i.test(operating)) return 'paused'
  return operating === '' ? 'hashing' : 'warming'
}

/** `{"Fans Speed 1": 5971, "Fans Speed 2": 0, "Fans Speed 5": null}` in any order, and one percentage for all. */
function fansOf(summary: JsonObject): FanReport[] {
  const percent = percentFrom(objectFrom(summary.Fans)?.['Fans Speed'])
  const numbered = Object.entries(objectFrom(summary['Fans Rpm']) ?? {})
    .map(([name, rpm]) => ({ place: countFrom(/(\d+)$/.exec(name)?.[1]) ?? 0, rpm: rpmFrom(rpm) }))
    .filter((fan) => fan.rpm !== undefined)
    .toSorted((a, b) => a.place - b.place)
  if (numbered.length > 0) return numbered.map(({ rpm }) => compact({ rpm, percent }))
  return percent === undefined ? [] : [{ percent }]
}

function poolOf(summary: JsonObject): PoolReport | undefined {
  const stratum = objectFrom(summary.Stratum) ?? {}
  const config = objectsFrom(summary.StratumConfigs)[countFrom(stratum['Config Id']) ?? 0] ?? {}
  return present({
    url: textFrom(stratum['Current Pool']) ?? textFrom(config.pool),
    user: textFrom(stratum['Current User']) ?? textFrom(config.login),
    connected: flagFrom(stratum.IsPoolConnected),
  })
}

function lastShareMs(session: JsonObject): number | undefined {
  const seconds = countFrom(session['Last Accepted Share Timestamp'])
  // Its clock before the first contact with a time server is not one.
  return seconds !== undefined && seconds > 1e9 ? seconds * 1000 : undefined
}
