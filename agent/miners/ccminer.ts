import { recordsIn } from './bar-records'
import { ccminerReading } from './ccminer-reading'
import { isObject } from './lenient'
import { describeTarget, type MinerRead, type MinerReader, type ReaderMemory, type Target } from './miner-reader'
import { askText, type TextReply, type Wholeness } from './tcp-text'
import { trexReading } from './trex'

/** ccminer's text API over TCP (`summary|`), which cpuminer, CryptoDredge, Z-Enemy and T-Rex's telnet door speak too. Rates are kH/s. */
export const ccminer: MinerReader = {
  family: 'ccminer',
  kinds: ['ccminer', 'trex'],
  guides: [
    {
      kind: 'ccminer',
      machines: 'ccminer and its forks, cpuminer, CryptoDredge, Z-Enemy and others with its API',
      reached: 'TCP 4068 (cpuminer 4048), text',
      tells:
        'rate in all and by GPU, shares, algorithm, pool and user; temperatures, fans, clocks and watts where the card tells them',
      switchOn: 'on as shipped, for this machine; start it with `-b 0.0.0.0:4068` for others',
      source:
        'github.com/tpruvot/ccminer, api.cpp; github.com/delawr0190/foreman-apps, test data (recorded: ccminer, Z-Enemy, zjazz, cpuminer-opt)',
      evidence: 'recorded',
    },
    {
      kind: 'trex',
      machines: 'T-Rex through its telnet door',
      reached: 'TCP 4068, text or JSON',
      tells: 'as over HTTP in versions that answer with JSON; in all only in those that answer with text',
      switchOn: 'start it with `--api-bind-telnet 0.0.0.0:4068`',
      source: 'github.com/delawr0190/foreman-apps, test data (recorded: 0.9.2, 0.19.1)',
      evidence: 'recorded',
    },
  ],
  transport: 'tcp',
  defaultPort: 4068,
  read: readCcminer,
}

/** The same on the port that cpuminer has it on. */
export const cpuminer: MinerReader = {
  family: 'cpuminer',
  kinds: ['ccminer'],
  guides: [],
  transport: 'tcp',
  defaultPort: 4048,
  read: readCcminer,
}

/** The bar is ccminer's own ending; some want a line end, and some nothing after the word. */
const ENDINGS = ['|\n', '\n', '']

async function readCcminer(target: Target, memory?: ReaderMemory): Promise<MinerRead> {
  const endings = memory?.questionEnding === undefined ? ENDINGS : [memory.questionEnding]
  let problem = `${describeTarget({ ...target, scheme: 'tcp' })} answers, but not as ccminer does`
  for (const ending of endings) {
    const reply = await askRecords(target, `summary${ending}`)
    if (!reply.ok && reply.failure !== 'not-this-miner') return reply
    if (!reply.ok) problem = reply.problem
    if (!reply.ok || !isSummary(reply.text)) continue
    if (memory) memory.questionEnding = ending
    return readFrom(target, reply.text, ending)
  }
  return { ok: false, failure: 'not-this-miner', problem }
}

async function readFrom(target: Target, summary: string, ending: string): Promise<MinerRead> {
  const json = jsonIn(summary)
  if (isObject(json)) return { ok: true, reading: trexReading(json) }
  const told = async (question: string) => {
    const reply = await askRecords(target, `${question}${ending}`)
    return reply.ok ? recordsIn(reply.text) : []
  }
  const threads = await told('threads')
  const [first] = recordsIn(summary)
  return {
    ok: true,
    reading: ccminerReading({
      summary: first ?? {},
      threads,
      // What the cards are, from forks that have no threads to tell of.
      hardware: threads.length > 0 || first?.CPUS !== undefined ? [] : await told('hwinfo'),
      pool: first?.URL === undefined ? ((await told('pool'))[0] ?? {}) : {},
    }),
  }
}

function isSummary(text: string): boolean {
  const record = recordsIn(text)[0]
  if (record?.NAME !== undefined && (record.KHS !== undefined || record.HS !== undefined)) return true
  const json = jsonIn(text)
  return isObject(json) && 'gpus' in json && 'algorithm' in json
}

function jsonIn(text: string): unknown {
  try {
    const json: unknown = JSON.parse(text.replaceAll('\0', ''))
    return json
  } catch {
    return undefined
  }
}

function askRecords(target: Target, question: string): Promise<TextReply> {
  return askText(target, question, wholeness)
}

/** Text ends with its last bar and mostly a line end or NUL; a JSON document with its own bracket. */
function wholeness(text: string): Wholeness {
  if (/^\s*\{/.test(text)) return jsonIn(text) === undefined ? 'no' : 'yes'
  return /[\n\0]\s*$/.test(text) ? 'yes' : /\|\s*$/.test(text) ? 'perhaps' : 'no'
}
