import type { RigAnnouncement } from '#lib/wire/agent-events'

/** Every rig of this agent, which of them the server has yet to hear of on this connection, and which it refused. */
export class AnnouncedRigs {
  readonly #rigs = new Map<string, RigAnnouncement>()
  readonly #waiting = new Set<string>()
  /** Rigs another agent writes, with the server's reason. */
  readonly #refused = new Map<string, string>()

  /** How many the server has not answered for. */
  get waiting(): number {
    return this.#waiting.size
  }

  /** All of them by name, with the reason where the server refuses one. */
  all(): { key: string; name?: string; refused?: string }[] {
    return [...this.#rigs.values()].map(({ key, name }) => {
      const refused = this.#refused.get(key)
      return { key, ...(name === undefined ? {} : { name }), ...(refused === undefined ? {} : { refused }) }
    })
  }

  has(key: string): boolean {
    return this.#rigs.has(key)
  }

  isRefused(key: string): boolean {
    return this.#refused.has(key)
  }

  /** True when it is new or has changed, and so is to be announced. */
  meet(rig: RigAnnouncement): boolean {
    const known = this.#rigs.get(rig.key)
    if (known && known.name === rig.name && known.model === rig.model && known.address === rig.address) return false
    this.#rigs.set(rig.key, rig)
    this.#waiting.add(rig.key)
    return true
  }

  /** A new connection: the server is to hear of all again. */
  beginAgain(): void {
    for (const key of this.#rigs.keys()) this.#waiting.add(key)
  }

  /** Those refused are announced again: their other agent may have fallen silent. */
  askAgainForRefused(): void {
    for (const key of this.#refused.keys()) this.#waiting.add(key)
  }

  /** The next of those that wait, as many as one message takes. */
  next(maximum: number): RigAnnouncement[] {
    return [...this.#waiting].slice(0, maximum).flatMap((key) => this.#rigs.get(key) ?? [])
  }

  /** The server answered for an announcement. Gives the refusals that it had not told of before. */
  answered(
    announced: RigAnnouncement[],
    taken: { key: string }[],
    refused: { key: string; reason: string }[],
  ): { key: string; reason: string }[] {
    for (const { key } of taken) this.#refused.delete(key)
    const newlyRefused = refused.filter(({ key }) => !this.#refused.has(key))
    for (const { key, reason } of refused) this.#refused.set(key, reason)
    // One that changed while it was under way is announced once more.
    for (const rig of announced) if (this.#rigs.get(rig.key) === rig) this.#waiting.delete(rig.key)
    return newlyRefused
  }
}
