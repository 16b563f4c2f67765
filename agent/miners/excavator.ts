import { excavatorReading } from './excavator-reading'
import { getJson } from './http-json'
import { askJsonLine, type JsonLineReply } from './json-line'
import { isObject } from './lenient'
import { describeTarget, type MinerGuide, type MinerRead, type MinerReader, type Target } from './miner-reader'

const TELLS =
  'rate of each algorithm by GPU, temperatures, fans, watts of the cards, shares, whether the pool gives work; only what reads is asked'
const SOURCE = 'github.com/nicehash/excavator, api/README.md'

const GUIDE: MinerGuide = {
  kind: 'excavator',
  machines: 'NiceHash Excavator, on NVIDIA',
  reached: 'TCP 3456, one JSON object a line',
  tells: TELLS,
  switchOn: 'start it with `-i 0.0.0.0 -p 3456`; on as shipped, for this machine',
  source: SOURCE,
  evidence: 'documented',
}

/** NiceHash's Excavator over TCP, and over HTTP (`/api?command=`), in H/s. Its setting and switching methods are never called. */
export const excavator: MinerReader = {
  family: 'excavator',
  kinds: ['excavator'],
  guides: [GUIDE],
  transport: 'tcp',
  defaultPort: 3456,
  read: (target) => readExcavator(target, (method) => askJsonLine(target, { id: 1, method, params: [] })),
}

export const excavatorHttp: MinerReader = {
  family: 'excavator-http',
  kinds: ['excavator'],
  guides: [
    {
      ...GUIDE,
      machines: 'NiceHash QuickMiner (Excavator)',
      reached: 'HTTP 18000',
      switchOn: 'start it with `-wi 0.0.0.0 -wp 18000`; QuickMiner does so as shipped, for this machine',
    },
  ],
  transport: 'http',
  defaultPort: 18000,
  read: (target) => readExcavator(target, (method) => askOverHttp(target, method)),
}

type Method = 'algorithm.list' | 'worker.list' | 'devices.get' | 'device.list' | 'subscribe.info' | 'info'
type Ask = (method: Method) => Promise<JsonLineReply>

async function askOverHttp(target: Target, method: Method): Promise<JsonLineReply> {
  const command = encodeURIComponent(JSON.stringify({ id: 1, method, params: [] }))
  const reply = await getJson(target, `/api?command=${command}`)
  if (!reply.ok) return reply
  if (isObject(reply.json)) return { ok: true, json: reply.json }
  return { ok: false, failure: 'not-this-miner', problem: 'answered with something else' }
}

async function readExcavator(target: Target, ask: Ask): Promise<MinerRead> {
  const algorithms = await ask('algorithm.list')
  if (!algorithms.ok) return algorithms
  if (!Array.isArray(algorithms.json.algorithms)) {
    const place = describeTarget(target)
    return { ok: false, failure: 'not-this-miner', problem: `${place} answers, but not as Excavator does` }
  }
  const told = async (method: Method) => {
    const reply = await ask(method)
    return reply.ok ? reply.json : {}
  }
  const workers = await told('worker.list')
  const detailed = await told('devices.get')
  const devices = Array.isArray(detailed.devices) ? detailed : await told('device.list')
  const pool = await told('subscribe.info')
  return {
    ok: true,
    reading: excavatorReading({ algorithms: algorithms.json, workers, devices, pool, info: await told('info') }),
  }
}
