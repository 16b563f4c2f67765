import type { DeviceReport, FanReport, PoolReport } from '#lib/domain/reading'
import { getJson, notThisMiner } from './http-json'
import {
  celsiusFrom,
  compact,
  countFrom,
  hashesPerSecondFrom,
  indexFrom,
  isObject,
  type JsonObject,
  listFrom,
  macFrom,
  objectFrom,
  objectsFrom,
  positiveFrom,
  present,
  rpmFrom,
  secondsFrom,
  textFrom,
  total,
  wattsFrom,
} from './lenient'
import type { MinerRead, MinerReader, MinerReading, ReaderMemory, Target } from './miner-reader'
import { withoutImpossible } from './plausible'
import { type Door, openSession } from './web-session'

/** FutureBit's Apollo through the GraphQL of its web pages. Rates are GH/s, watts those of the boards. */
export const apollo: MinerReader = {
  family: 'apollo',
  guides: [
    {
      kind: 'apollo',
      machines: 'FutureBit Apollo BTC, Apollo II and III, with the standard units beside them',
      reached: 'HTTP 5000 (`/api/graphql`), a password where reading is locked',
      tells:
        'rate (30 seconds), boards with temperatures, fans, power of the boards, pool, shares, whether it is stopped',
      switchOn: 'on as shipped',
      source: 'github.com/jstefanop/apolloapi-v2: its GraphQL types, and the miner’s statistics in its tests',
      evidence: 'documented',
    },
  ],
  kinds: ['apollo'],
  transport: 'http',
  defaultPort: 5000,
  read: readApollo,
}

/**
 * `start`, `stop` and `restart` stand among its queries, so that nothing but what is read here may ever be named. Types without the
 * further boards refuse the first question.
 */
const question = (slots: string) => `{
  Miner {
    online { result { online { status } } }
    stats { result { stats {
      uuid version
      versions { miner }
      master { upTime boardsW hwAddr intervals { int_30 { bySol } int_300 { bySol } int_0 { errors } } }
      pool { host port userName intervals { int_0 { sharesAccepted sharesRejected } } }
      fans { int_0 { rpm } }
      temperature { count max }
      slots { ${slots} }
    } } error { message } }
  }
}`
const SLOT = '{ chips temperature ghs }'
const QUESTIONS = [question([0, 1, 2, 3].map((slot) => `int_${slot} ${SLOT}`).join(' ')), question(`int_0 ${SLOT}`)]

const LOGIN =
  'query ($input: AuthLoginInput!) { Auth { login(input: $input) { result { accessToken } error { message } } } }'

const PATH = '/api/graphql'

const DOOR: Door = {
  headers: (token) => ({ authorization: `Bearer ${token}` }),
  logIn: async (open, _user, password) => {
    const reply = await getJson(open, PATH, {
      method: 'POST',
      json: { query: LOGIN, variables: { input: { password } } },
    })
    const auth = reply.ok ? objectFrom(objectFrom(objectFrom(reply.json)?.data)?.Auth) : undefined
    return textFrom(objectFrom(objectFrom(auth?.login)?.result)?.accessToken)
  },
  refuses: (json) => /auth|token|log ?in/i.test(problemIn(json)),
}

/** What it says went wrong, in whichever of its two places. */
function problemIn(json: unknown): string {
  const reply = objectFrom(json)
  const stats = objectFrom(objectFrom(objectFrom(reply?.data)?.Miner)?.stats)
  const messages = [...objectsFrom(reply?.errors), objectFrom(stats?.error) ?? {}]
  return messages.map((row) => textFrom(row.message) ?? '').join(' ')
}

async function readApollo(target: Target, memory: ReaderMemory = {}): Promise<MinerRead> {
  const ask = openSession(target, memory, DOOR)
  for (const query of QUESTIONS) {
    const reply = await ask(PATH, { method: 'POST', json: { query } })
    if (!reply.ok) return reply
    const miner = objectFrom(objectFrom(objectFrom(reply.json)?.data)?.Miner)
    const rows = objectFrom(objectFrom(miner?.stats)?.result)?.stats
    if (miner && Array.isArray(rows)) {
      return { ok: true, reading: withoutImpossible(apolloReading(objectsFrom(rows), miner.online)) }
    }
    if (!isObject(reply.json) || !Array.isArray(reply.json.errors)) break
  }
  return notThisMiner(target, 'a FutureBit Apollo')
}

const ALGORITHM = 'sha256d'

/** One row for the Apollo and each standard unit at its side; `online` says whether its owner stopped it. */
export function apolloReading(rows: JsonObject[], online: unknown): MinerReading {
  const status = textFrom(objectFrom(objectFrom(objectFrom(online)?.result)?.online)?.status)
  // Its statistics are files that stay behind when the miner stops.
  const stopped = status === 'offline'
  const state = stateOf(status)
  const masters = rows.map((row) => objectFrom(row.master) ?? {})
  const rates = masters.map(rateOf)
  const powerWatts = stopped ? undefined : wattsFrom(total(masters.map((master) => wattsFrom(master.boardsW))))
  const devices = rows
    .flatMap((row) => boardsOf(row, rows.length > 1, stopped))
    .map((board, index) => ({ ...board, index }))
  const fans = stopped ? [] : rows.flatMap(fansOf)
  const totals = rows.map((row) => objectFrom(objectFrom(objectFrom(row.pool)?.intervals)?.int_0) ?? {})
  return compact({
    state,
    miner: compact({
      name: 'apollo',
      version: textFrom(objectFrom(rows[0]?.versions)?.miner),
      model: modelOf(rows[0]),
      uptimeSeconds: secondsFrom(masters[0]?.upTime),
      mac: masters.map((master) => macFrom(master.hwAddr)).find((mac) => mac !== undefined),
    }),
    work: [
      compact({
        algorithm: ALGORITHM,
        hashesPerSecond: stopped ? 0 : total(rates),
        shares: present({
          accepted: total(totals.map((row) => countFrom(row.sharesAccepted))),
          rejected: total(totals.map((row) => countFrom(row.sharesRejected))),
        }),
        pool: poolOf(objectFrom(rows[0]?.pool)),
      }),
    ],
    powerWatts,
    powerSource: powerWatts === undefined ? undefined : ('output' as const),
    devices: devices.length > 0 ? devices : undefined,
    fans: fans.length > 0 ? fans : undefined,
  })
}

function stateOf(status: string | undefined): MinerReading['state'] {
  if (status === 'offline') return 'paused'
  if (status === 'error') return 'error'
  return status === 'pending' ? 'warming' : 'hashing'
}

function rateOf(master: JsonObject): number | undefined {
  const windows = objectFrom(master.intervals) ?? {}
  return (
    hashesPerSecondFrom(objectFrom(windows.int_30)?.bySol, 1e9) ??
    hashesPerSecondFrom(objectFrom(windows.int_300)?.bySol, 1e9)
  )
}

/** The boards of one unit. Where there is but one, its rate is the unit's: some builds leave `ghs` at 0. */
function boardsOf(row: JsonObject, several: boolean, stopped: boolean): Omit<DeviceReport, 'index'>[] {
  const slots = Object.entries(objectFrom(row.slots) ?? {}).flatMap(([name, slot]) => {
    const index = indexFrom(name.replace(/^int_/, ''))
    return isObject(slot) && index !== undefined && countFrom(slot.chips) ? [slot] : []
  })
  const master = objectFrom(row.master) ?? {}
  const sensors = objectFrom(row.temperature) ?? {}
  const hottest =
    slots.length === 1 && countFrom(sensors.count) === countFrom(slots[0]?.chips) ? sensors.max : undefined
  return slots.map((slot) => {
    const rate = slots.length === 1 ? rateOf(master) : hashesPerSecondFrom(positiveFrom(slot.ghs), 1e9)
    return compact({
      kind: 'board' as const,
      name: several ? textFrom(row.uuid) : undefined,
      work: [compact({ algorithm: ALGORITHM, hashesPerSecond: stopped ? 0 : rate })],
      // With a sensor in every chip their hottest is told.
      temperatureCelsius: stopped ? undefined : celsiusFrom(hottest),
      boardCelsius: stopped ? undefined : celsiusFrom(slot.temperature),
      powerWatts: slots.length === 1 && !stopped ? wattsFrom(master.boardsW) : undefined,
      hardwareErrors:
        slots.length === 1 ? countFrom(objectFrom(objectFrom(master.intervals)?.int_0)?.errors) : undefined,
    })
  })
}

function fansOf(row: JsonObject): FanReport[] {
  return listFrom(objectFrom(objectFrom(row.fans)?.int_0)?.rpm)
    .map(rpmFrom)
    .filter((rpm) => rpm !== undefined)
    .map((rpm) => ({ rpm }))
}

/** The miner's program has the machine's generation for a first number. */
function modelOf(row: JsonObject | undefined): string {
  const generation = /^[23]/.exec(textFrom(objectFrom(row?.versions)?.miner) ?? '')?.[0]
  return `FutureBit Apollo${generation === '2' ? ' II' : generation === '3' ? ' III' : ' BTC'}`
}

function poolOf(pool: JsonObject | undefined): PoolReport | undefined {
  const host = textFrom(pool?.host)
  const port = countFrom(pool?.port)
  return present({ url: host && (port ? `${host}:${port}` : host), user: textFrom(pool?.userName) })
}
