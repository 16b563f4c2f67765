import { isInNetwork } from '#lib/wire/address-in-network'
import type { PortAnswer } from './try-port'

type Witness = { host: string; port: number }

const WITNESSES_OF_A_NETWORK = 3

/**
 * Of which networks a scan may say that a machine is gone: those that could be asked all the time, and in which somebody
 * else answered, also when all was looked at. With a card without its cable every machine seems to be gone.
 */
export class ReachedNetworks {
  readonly #witnesses = new Map<string, Witness[]>()
  readonly #unasked = new Set<string>()

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
      if (answer === 'unasked') this.#unasked.add(network)
      else this.#remember(network, { host, port })
    }
  }

  #remember(network: string, witness: Witness): void {
    const known = this.#witnesses.get(network) ?? []
    if (known.length >= WITNESSES_OF_A_NETWORK || known.some(({ host }) => host === witness.host)) return
    this.#witnesses.set(network, [...known, witness])
  }

  /** Asks once more who answered, now that all was looked at. */
  async reached(tryPort: (host: string, port: number) => Promise<PortAnswer>): Promise<string[]> {
    const found: string[] = []
    for (const network of this.networks) {
      if (this.#unasked.has(network)) continue
      const witnesses = this.#witnesses.get(network) ?? []
      const answers = await Promise.all(witnesses.map(({ host, port }) => tryPort(host, port)))
      if (answers.some((answer) => answer === 'open' || answer === 'closed')) found.push(network)
    }
    return found
  }
}
