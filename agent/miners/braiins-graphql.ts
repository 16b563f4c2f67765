import type { DeviceReport, FanReport, PoolReport } from '#lib/domain/reading'
import { getJson, notThisMiner, withoutCredentials } from './http-json'
import {
  celsiusFrom,
  compact,
  countFrom,
  flagFrom,
  hashesPerSecondFrom,
  indexFrom,
  isObject,
  type JsonObject,
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
import { describeTarget, type MinerRead, type MinerReading, type ReaderMemory, type Target } from './miner-reader'

/** Everything in one question, with the windows that this version knows. It asks; a mutation it is not. */
const question = (rates: string, more: string) => `{
  bos { hostname uptime { durationS } info { version { full } } }
  bosminer { info {
    ${more}
    fans { name rpm speed }
    summary { power { approxConsumptionW } }
    poolGroups { name pools { active status url user shares { acceptedSolutions rejectedSolutions } } }
    workSolver {
      nominalMhs
      realHashrate { ${rates} }
      childSolvers { name nominalMhs realHashrate { ${rates} } hwDetails { chips frequencyMhz voltageV } temperatures { name degreesC } }
    }
  } }
}`
/** A version that lacks one field refuses the whole question: then the plain one, which all have. */
const QUESTIONS = [question('mhs1M mhs5S', 'modelName'), question('mhs5S', '')]

const LOGIN =
  'mutation ($username: String!, $password: String!) { auth { login(username: $username, password: $password) { ... on VoidResult { void } } } }'

/** Braiins OS 21.09 to 25.05 through the GraphQL of its web pages, which may want a session. */
export async function braiinsGraphql(target: Target, memory: ReaderMemory): Promise<MinerRead> {
  const open = withoutCredentials(target)
  const ask = (query: string, variables?: { [name: string]: string }) =>
    getJson(open, '/graphql', {
      method: 'POST',
      json: variables === undefined ? { query } : { query, variables },
      ...(memory.session === undefined ? {} : { headers: { cookie: memory.session } }),
    })
  const [rich = '', plain = ''] = QUESTIONS
  let reply = await ask(rich)
  if (!reply.ok) return reply
  if (!isObject(reply.json) || !('data' in reply.json || 'errors' in reply.json))
    return notThisMiner(target, 'Braiins OS')
  if (dataOf(reply.json) === undefined) reply = await ask(plain)
  if (reply.ok && dataOf(reply.json) === undefined && target.password !== undefined) {
    const login = await ask(LOGIN, { username: target.user ?? 'root', password: target.password })
    if (login.ok && login.cookie !== undefined) memory.session = login.cookie
    reply = await ask(plain)
  }
  if (!reply.ok) return reply
  const data = dataOf(reply.json)
  if (data) return { ok: true, reading: braiinsGraphqlReading(data) }
  const place = describeTarget({ ...target, scheme: target.scheme ?? 'http' })
  const signed = JSON.stringify(reply.json).includes('bosminer') || /auth|login/i.test(JSON.stringify(reply.json))
  if (!signed) return notThisMiner(target, 'Braiins OS')
  return { ok: false, failure: 'denied', problem: `${place} runs Braiins OS, and wants its user and password` }
}

/** A reply may hold errors for some fields beside the data of the others. */
function dataOf(json: unknown): JsonObject | undefined {
  const data = objectFrom(objectFrom(json)?.data)
  return objectFrom(objectFrom(data?.bosminer)?.info) ? data : undefined
}

export function braiinsGraphqlReading(data: JsonObject): MinerReading {
  const bos = objectFrom(data.bos) ?? {}
  const info = objectFrom(objectFrom(data.bosminer)?.info) ?? {}
  const solver = objectFrom(info.workSolver) ?? {}
  const summary = objectFrom(info.summary) ?? {}
  const powerWatts = wattsFrom(objectFrom(summary.power)?.approxConsumptionW)
  const boards = objectsFrom(solver.childSolvers).map(boardOf)
  const pools = objectsFrom(info.poolGroups).flatMap((group) => objectsFrom(group.pools))
  const fans = objectsFrom(info.fans)
    .map((fan): FanReport | undefined => present({ rpm: rpmFrom(fan.rpm), percent: percentFrom(fan.speed) }))
    .filter((fan) => fan !== undefined)
  return compact({
    state: 'hashing' as const,
    miner: compact({
      name: 'braiins',
      version: textFrom(objectFrom(objectFrom(bos.info)?.version)?.full),
      model: textFrom(info.modelName),
      machineUptimeSeconds: secondsFrom(objectFrom(bos.uptime)?.durationS),
    }),
    work: [
      compact({
        algorithm: 'sha256d',
        hashesPerSecond:
          presentRate(solver.realHashrate) ??
          presentRate(summary.realHashrate) ??
          total(boards.map((board) => board.work?.[0]?.hashesPerSecond)),
        nominalHashesPerSecond: positiveFrom(hashesPerSecondFrom(solver.nominalMhs, 1e6)),
        ...poolOf(pools),
      }),
    ],
    powerWatts,
    powerSource: powerWatts === undefined ? undefined : ('estimated' as const),
    devices: boards.length > 0 ? boards : undefined,
    fans: fans.length > 0 ? fans : undefined,
  })
}

function presentRate(value: unknown): number | undefined {
  const rate = objectFrom(value) ?? {}
  return (
    hashesPerSecondFrom(rate.mhs1M, 1e6) ?? hashesPerSecondFrom(rate.mhs5S, 1e6) ?? hashesPerSecondFrom(rate.mhs5M, 1e6)
  )
}

function boardOf(board: JsonObject, position: number): DeviceReport {
  const sensor = (name: RegExp) =>
    celsiusFrom(objectsFrom(board.temperatures).find((row) => name.test(textFrom(row.name) ?? ''))?.degreesC)
  return compact({
    index: indexFrom(board.name) ?? position + 1,
    kind: 'board' as const,
    work: [compact({ algorithm: 'sha256d', hashesPerSecond: presentRate(board.realHashrate) })],
    temperatureCelsius: sensor(/chip/i),
    boardCelsius: sensor(/board/i),
    frequencyMegahertz: megahertzFrom(objectFrom(board.hwDetails)?.frequencyMhz),
  })
}

function poolOf(pools: JsonObject[]): { pool?: PoolReport; shares?: { accepted?: number; rejected?: number } } {
  const active = pools.find((pool) => flagFrom(pool.active) === true) ?? pools[0]
  if (!active) return {}
  const sum = (key: string) => total(pools.map((pool) => countFrom(objectFrom(pool.shares)?.[key])))
  const status = textFrom(active.status)
  return compact({
    pool: present({
      url: textFrom(active.url),
      user: textFrom(active.user),
      connected: status === undefined ? undefined : /^alive$/i.test(status),
    }),
    shares: present({ accepted: sum('acceptedSolutions'), rejected: sum('rejectedSolutions') }),
  })
}
