import type { SimulatedRig } from './simulated-rig'
import type { WireFamily } from './wire-family'

/** A JSON object as a miner prints it. */
export type Wire = Record<string, unknown>

/** One answer: the status line's code and words, and the sections below it. */
export type CgminerReply = { code: number; message: string; sections: Record<string, Wire[]> }

export type CgminerDialect = {
  /** The `Description` of every status line. */
  description: string
  commands: Record<string, (rig: SimulatedRig) => CgminerReply>
  /** `summary+devs` in one request. The Antminer S19 does not know it. */
  joinsCommands: boolean
  /** Quirks of the printed text, before the closing NUL. */
  print?: (text: string, command: string) => string
}

/** Commands that change a miner: refused, as a miner does to a client without write access. */
const writing = new Set(
  (
    'addpool removepool switchpool enablepool disablepool poolpriority poolquota restart quit save setconfig zero debug ' +
    'failover-only hotplug gpuenable gpudisable gpurestart gpuintensity gpumem gpuengine gpufan gpuvddc ascenable ' +
    'ascdisable ascset ascidentify pgaenable pgadisable pgaset pgaidentify lockstats reboot reset'
  ).split(' '),
)

/** The cgminer API of port 4028: one command a connection, the answer ends with a NUL and the end of the stream. */
export function cgminerFamily(dialect: CgminerDialect): WireFamily {
  return {
    scheme: 'tcp',
    answer(rig, request) {
      const asked = parseRequest(request)
      if (asked === undefined) return undefined
      const { command, json } = asked
      const joined = command.split('+')
      if (joined.length > 1 && json && dialect.joinsCommands) {
        const replies = joined.map((one) => [one, [jsonReply(dialect, rig, one)]])
        return `${JSON.stringify({ ...Object.fromEntries(replies), id: 1 })}\0`
      }
      const printed = json
        ? JSON.stringify({ ...jsonReply(dialect, rig, command), id: 1 })
        : textReply(jsonReply(dialect, rig, command))
      return `${dialect.print ? dialect.print(printed, command) : printed}\0`
    },
  }
}

/** A JSON request, or the plain text of old clients (`summary|`); undefined while only a part of it has come. */
export function parseRequest(request: string): { command: string; json: boolean } | undefined {
  const trimmed = request.replaceAll('\0', '').trim()
  if (trimmed === '') return undefined
  if (!trimmed.startsWith('{')) return { command: trimmed.split('|')[0] ?? '', json: false }
  try {
    const parsed: unknown = JSON.parse(trimmed)
    const isObject = typeof parsed === 'object' && parsed !== null
    const told = isObject && 'command' in parsed ? parsed.command : isObject && 'cmd' in parsed ? parsed.cmd : ''
    return { command: typeof told === 'string' ? told : '', json: true }
  } catch {
    return undefined
  }
}

/** Whether a command would change the miner. */
export function isWriting(command: string): boolean {
  return writing.has(command)
}

function jsonReply(dialect: CgminerDialect, rig: SimulatedRig, command: string): Wire {
  const answer = Object.hasOwn(dialect.commands, command) ? dialect.commands[command] : undefined
  if (answer) {
    const { code, message, sections } = answer(rig)
    return { STATUS: [statusLine(dialect, rig, 'S', code, message)], ...sections }
  }
  const [code, message] = isWriting(command) ? [45, `Access denied to '${command}' command`] : [14, 'Invalid command']
  return { STATUS: [statusLine(dialect, rig, 'E', code, message)] }
}

function statusLine(dialect: CgminerDialect, rig: SimulatedRig, status: string, code: number, message: string): Wire {
  const { description } = dialect
  return { STATUS: status, When: Math.floor(rig.nowMs / 1000), Code: code, Msg: message, Description: description }
}

/** The old text form: sections divided by `|`, fields by commas. */
function textReply(reply: Wire): string {
  const sections: string[] = []
  for (const [name, items] of Object.entries(reply)) {
    for (const item of Array.isArray(items) ? items : []) {
      const fields = Object.entries(item).map(([key, value]) => `${key}=${String(value)}`)
      const [first] = Object.keys(item)
      // A list's entries begin with their own index (POOL=0); a single section is named by its title.
      const isIndexed =
        first === name || first === 'STATUS' || (first !== undefined && /^(POOL|GPU|ASC|STATS)$/.test(first))
      sections.push(isIndexed ? fields.join(',') : [name, ...fields].join(','))
    }
  }
  return `${sections.join('|')}|`
}
