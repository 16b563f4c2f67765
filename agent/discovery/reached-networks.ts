import { isInNetwork } from '#lib/wire/address-in-network'
import { blockOf, splitNetwork } from './split-network'
import type { PortAnswer } from './try-port'

type Witness = { host: string; port: number }

const WITNESSES_OF_A_NETWORK = 3

/** No message of discovery names more. */
const MOST_TOLD = 100
const MOST_NAMED = 8

/**
 * Of which networks a scan may say that a machine is gone: those in which somebody else answered, also when all was looked at, without
 * the parts that could not be asked at some time. With a card without its cable every machine seems to be gone; a network that another
 * router serves may be without a way to it while the rest is as always.
 */
export class ReachedNetworks {
  readonly #witnesses = new Map<string, Witness[]>()
  readonly #unasked = new Map<string, Set<string>>()

  constructor(
    private readonly networks: readonly string[],
    /** Those at which no other machine can answer: this machine's own answer always, its networks' broadcasts can never be asked. */
    private readonly ownAddresses: ReadonlySet<string>,
  ) {}

  /** What a port of a host answered. */
  hear(host: string, port: number, answer: PortAnswer): void {
    if (answer === 'silent' || answer === 'no-host' || this.ownAddresses.has(host)) return
    for (const network of this.networks) {
      if (!isInNetwork(host, network)) continue
      if (answer === 'unasked') this.#unaskedIn(network).add(blockOf(host, network))
      else this.#remember(network, { host, port })
    }
  }

  #remember(network: string, witness: Witness): void {
    const known = this.#witnesses.get(network) ?? []
    if (known.length >= WITNESSES_OF_A_NETWORK || known.some(({ host }) => host === witness.host)) return
    this.#witnesses.set(network, [...known, witness])
  }

  #unaskedIn(network: string): Set<string> {
    const known = this.#unasked.get(network) ?? new Set()
    this.#unasked.set(network, known)
    return known
  }

  /**
   * Asks once more who answered, now that all was looked at. The largest parts first where there are more than can be told: of what is
   * left out, nothing is said to be gone.
   */
  async reached(tryPort: (host: string, port: number) => Promise<PortAnswer>): Promise<string[]> {
    const found = new Set<string>()
    for (const network of this.networks) {
      const witnesses = this.#witnesses.get(network) ?? []
      const answers = await Promise.all(witnesses.map(({ host, port }) => tryPort(host, port)))
      if (!answers.some((answer) => answer === 'open' || answer === 'closed')) continue
      for (const part of splitNetwork(network, this.#unaskedIn(network)).asked) found.add(part)
    }
    return largest(found)
  }

  /** Networks and parts of them to which this machine had no way at some time. */
  unasked(): string[] {
    const parts = this.networks.flatMap((network) => splitNetwork(network, this.#unaskedIn(network)).unasked)
    return largest(new Set(parts))
  }
}

function largest(networks: ReadonlySet<string>): string[] {
  const all = [...networks]
  if (all.length <= MOST_TOLD) return all
  return all.toSorted((one, other) => prefixOf(one) - prefixOf(other)).slice(0, MOST_TOLD)
}

function prefixOf(network: string): number {
  return Number(network.split('/')[1])
}

/** For whoever reads the log or the terminal; where there are many, the first few of them. */
export function unaskedWords(unasked: readonly string[]): string {
  const named = unasked.slice(0, MOST_NAMED).join(', ')
  const more = unasked.length > MOST_NAMED ? ` and ${unasked.length - MOST_NAMED} more parts` : ''
  return `this computer has no way to ${named}${more}: nothing there could be asked. Is the router between them on, and is there a route?`
}
