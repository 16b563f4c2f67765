import { parseArgs } from 'node:util'
import type { FoundMachine } from '#lib/wire/discovery'
import { type AddressRange, joinRanges, parseRange } from './address-range'
import { describeFound, type FoundFormat } from './describe-found'
import { ownAddresses, ownNetworks } from './own-networks'
import { ReachedNetworks, unaskedWords } from './reached-networks'
import { type Notes, ScanLine } from './scan-line'
import { scanNetwork } from './scan-network'

/** As they stand on the command line. */
export type DiscoverOptions = {
  /** Without any: this machine's own private networks. */
  networks: string[]
  ports?: string
  rate?: string
  large?: boolean
  public?: boolean
  'stock-logins'?: boolean
  json?: boolean
  csv?: boolean
  config?: boolean
}

export type DiscoverOutcome = { ok: true; text: string } | { ok: false; problem: string }

/** The agent's own command line. */
export async function discoverAsWritten(args: string[], notes: Notes): Promise<DiscoverOutcome> {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        ports: { type: 'string' },
        rate: { type: 'string' },
        large: { type: 'boolean' },
        public: { type: 'boolean' },
        'stock-logins': { type: 'boolean' },
        json: { type: 'boolean' },
        csv: { type: 'boolean' },
        config: { type: 'boolean' },
      },
    })
    return discover({ ...values, networks: positionals }, notes)
  } catch (error) {
    return problem(error instanceof Error ? error.message : String(error))
  }
}

/** `discover`: looks through networks and answers with what was found, in the way asked for. */
export async function discover(options: DiscoverOptions, notes: Notes): Promise<DiscoverOutcome> {
  const opened = rangeOf(options, notes)
  if (!opened.ok) return opened
  const ports = portsOf(options.ports)
  if (ports === 'wrong') return problem('--ports takes numbers from 1 to 65535, as 80,4028')
  const rate = options.rate === undefined ? undefined : Number(options.rate)
  if (rate !== undefined && !(rate > 0 && rate <= 1_000)) {
    return problem('--rate takes addresses a second, from 1 to 1000')
  }
  const machines: FoundMachine[] = []
  const line = new ScanLine(notes, opened.range.text)
  const reached = new ReachedNetworks(opened.range.text.split(', '), ownAddresses())
  await scanNetwork({
    range: opened.range,
    stockLogins: options['stock-logins'] ?? false,
    ...(ports === undefined ? {} : { ports }),
    ...(rate === undefined ? {} : { addressesPerSecond: rate }),
    onFound: (machine) => machines.push(machine),
    onAnswer: (host, port, answer) => reached.hear(host, port, answer),
    onProgress: (progress) => line.show(progress),
  })
  line.end()
  const unasked = reached.unasked()
  if (unasked.length > 0) notes.write(`${unaskedWords(unasked)}\n`)
  const { text, note } = describeFound(machines, formatOf(options))
  if (note !== undefined) notes.write(`${note}\n`)
  return { ok: true, text }
}

function rangeOf(
  options: DiscoverOptions,
  notes: Notes,
): { ok: true; range: AddressRange } | { ok: false; problem: string } {
  if (options.networks.length === 0) {
    const { ranges, leftOut } = ownNetworks()
    for (const words of leftOut) notes.write(`left out ${words}\n`)
    if (ranges.length === 0) {
      return problem('this machine stands in no private network: name one, as "discover 192.168.1.0/24"')
    }
    return { ok: true, range: joinRanges(ranges) }
  }
  const ranges: AddressRange[] = []
  for (const network of options.networks) {
    const parsed = parseRange(network, options)
    if (!parsed.ok) return parsed
    ranges.push(parsed.range)
  }
  return { ok: true, range: joinRanges(ranges) }
}

function portsOf(text: string | undefined): number[] | undefined | 'wrong' {
  if (text === undefined) return undefined
  const ports = [...new Set(text.split(',').map((port) => Number(port.trim() || Number.NaN)))]
  return ports.every((port) => Number.isInteger(port) && port >= 1 && port <= 65_535) ? ports : 'wrong'
}

function formatOf({ json, csv, config }: DiscoverOptions): FoundFormat {
  if (json) return 'json'
  if (csv) return 'csv'
  return config ? 'config' : 'table'
}

function problem(words: string): { ok: false; problem: string } {
  return { ok: false, problem: words }
}
