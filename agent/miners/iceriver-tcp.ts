import { iceriverReading } from './iceriver'
import { askJsonLine } from './json-line'
import { countFrom, type JsonObject, objectFrom, textFrom } from './lenient'
import { describeTarget, type MinerRead, type MinerReader, type Target } from './miner-reader'
import { withoutImpossible } from './plausible'

/** What IceRiver's own web server asks the miner behind it. Other questions (`restart`, `setlocate`, `setpool`) change things. */
const QUESTIONS = ['boardpow', 'info', 'board', 'fan', 'getpool', 'getnet', 'state'] as const

/** IceRiver's inner door, open without a login where its page is locked. It answers and leaves the connection open. */
export const iceriverTcp: MinerReader = {
  family: 'iceriver-tcp',
  guides: [
    {
      kind: 'iceriver',
      machines: 'IceRiver KS, AL, AE and RX series behind a locked web page',
      reached: 'TCP 4111, one JSON object a line, no login',
      tells: 'rate, boards with temperatures and clock, fans, pool, shares, MAC, faults; no power',
      switchOn: 'on as shipped',
      source: 'the examples in the source of IceRiver’s web server, and a public PRTG sensor’s replies of a KS0 Ultra',
      evidence: 'documented',
    },
  ],
  kinds: ['iceriver'],
  transport: 'tcp',
  defaultPort: 4111,
  read: readIceriverTcp,
}

async function readIceriverTcp(target: Target): Promise<MinerRead> {
  const data: JsonObject = {}
  for (const id of QUESTIONS) {
    const reply = await askJsonLine(target, { id })
    const told = reply.ok ? objectFrom(reply.json.ret) : undefined
    if (id === 'boardpow') {
      if (!reply.ok) return reply
      if (textFrom(reply.json.id) !== id || !told || !('rtpow' in told || 'avgpow' in told)) return notIceriver(target)
    }
    if (!reply.ok && reply.failure === 'unreachable') break
    if (told && (countFrom(told.code) ?? 0) === 0) Object.assign(data, id === 'state' ? statesOf(told) : told)
  }
  return { ok: true, reading: withoutImpossible(iceriverReading(data)) }
}

/** `{ "pow": true, "net": true, … }`, which the page calls `powstate`, `netstate`, …. */
function statesOf(told: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(told).map(([key, value]) => [`${key}state`, value]))
}

function notIceriver(target: Target): MinerRead {
  const place = describeTarget({ ...target, scheme: 'tcp' })
  return { ok: false, failure: 'not-this-miner', problem: `${place} does not answer as an IceRiver does` }
}
