import { TAKEOVER_AFTER_MS } from '#lib/domain/limits'

type Writer = { agentId?: string; heardAtMs: number }

/** What became of an agent's wish to write a rig. */
export type Claim = { ok: true; changed: boolean } | { ok: false; reason: string }

/**
 * Which agent writes which rig, and which keys name it. A rig has one writer; another agent becomes it once the first
 * has been silent about the rig for ten minutes.
 */
export class RigWriters {
  readonly #rigIdByKey = new Map<string, number>()
  readonly #writers = new Map<number, Writer>()
  /** Rigs that became part of another one: agents may go on naming them by their old ids. */
  readonly #mergedInto = new Map<number, number>()

  /** Learns a rig, or what changed of it. `heardAtMs` is when its agent last said something about it. */
  learn(rig: { id: number; keys: string[]; agentId?: string }, heardAtMs: number): void {
    for (const key of rig.keys) this.#rigIdByKey.set(key, rig.id)
    const known = this.#writers.get(rig.id)
    if (known) known.agentId = rig.agentId
    else this.#writers.set(rig.id, { agentId: rig.agentId, heardAtMs })
  }

  forget(rigId: number): void {
    this.#writers.delete(rigId)
    for (const [key, id] of this.#rigIdByKey) if (id === rigId) this.#rigIdByKey.delete(key)
  }

  /** The rig that a reading names by its id or by its key; undefined when there is none. */
  rigNamed(name: unknown): number | undefined {
    if (typeof name === 'string') return this.#rigIdByKey.get(name)
    if (typeof name !== 'number') return undefined
    const rigId = this.#mergedInto.get(name) ?? name
    return this.#writers.has(rigId) ? rigId : undefined
  }

  /** From now on what names one rig, by a key or by its id, means another, which has the first one's writer. Said again it does nothing. */
  redirect(fromRigId: number, intoRigId: number): void {
    if (this.#mergedInto.get(fromRigId) === intoRigId) return
    for (const [key, rigId] of this.#rigIdByKey) if (rigId === fromRigId) this.#rigIdByKey.set(key, intoRigId)
    for (const [merged, rigId] of this.#mergedInto) if (rigId === fromRigId) this.#mergedInto.set(merged, intoRigId)
    this.#mergedInto.set(fromRigId, intoRigId)
    const writer = this.#writers.get(fromRigId)
    if (writer?.agentId !== undefined) this.#writers.set(intoRigId, writer)
    this.#writers.delete(fromRigId)
  }

  mayWrite(rigId: number, agentId: string): boolean {
    return this.#writers.get(rigId)?.agentId === agentId
  }

  /** The rig's agent said something about it. */
  hear(rigId: number, atMs: number): void {
    const writer = this.#writers.get(rigId)
    if (writer) writer.heardAtMs = atMs
  }

  /** Makes `agentId` the rig's writer where nobody is, or where who was has been silent for too long. */
  claim(rigId: number, agentId: string, nowMs: number): Claim {
    const writer = this.#writers.get(rigId)
    if (!writer) return { ok: false, reason: 'there is no such rig' }
    if (writer.agentId !== undefined && writer.agentId !== agentId) {
      const silentMs = nowMs - writer.heardAtMs
      if (silentMs < TAKEOVER_AFTER_MS) {
        const seconds = Math.ceil((TAKEOVER_AFTER_MS - silentMs) / 1000)
        return {
          ok: false,
          reason: `another agent reports this rig; announce it again when that one has been silent for 10 min (in ${seconds} s at the earliest)`,
        }
      }
    }
    const changed = writer.agentId !== agentId
    writer.agentId = agentId
    writer.heardAtMs = nowMs
    return { ok: true, changed }
  }
}
