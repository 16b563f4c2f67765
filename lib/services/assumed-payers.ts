import { saveAssignment } from '#lib/db/assignments'
import type { Database } from '#lib/db/database'
import type { PoolReport, Reading } from '#lib/domain/reading'
import { assumeAssignment, followPool } from './assume-assignment.ts'
import type { LiveRig } from './live-rig.ts'

type Parts = { database: Database; reportError: (error: unknown) => void }

/**
 * At first sight of an algorithm on a rig who pays is assumed, written down as assumed, and the owner may change it. An
 * assumption follows the pool, dated; a reading that names the pool of the one before costs a comparison.
 */
export class AssumedPayers {
  readonly #parts: Parts
  readonly #afterSaving: (rigId: number) => Promise<void>
  readonly #saving = new Set<string>()

  constructor(parts: Parts, afterSaving: (rigId: number) => Promise<void>) {
    this.#parts = parts
    this.#afterSaving = afterSaving
  }

  /** What a rig was seen to work at. */
  see(rig: LiveRig, work: Reading['work'][number], atMs: number): void {
    const { algorithm, pool } = work
    if (rig.poolsJudged.has(algorithm) && samePool(rig.poolsJudged.get(algorithm), pool)) return
    const key = `${rig.id}/${algorithm}`
    if (this.#saving.has(key)) return
    const present = rig.settings.assignments.findLast((assignment) => assignment.algorithm === algorithm)
    const assumed = present ? followPool(present, work, atMs) : assumeAssignment(work, atMs)
    if (assumed === 'later') return
    rig.poolsJudged.set(algorithm, pool)
    if (assumed === 'keep' || !assumed) return
    this.#saving.add(key)
    saveAssignment(this.#parts.database, rig.id, assumed)
      .then(() => this.#afterSaving(rig.id))
      .catch((problem: unknown) => {
        rig.poolsJudged.delete(algorithm)
        this.#parts.reportError(problem)
      })
      .finally(() => this.#saving.delete(key))
  }
}

function samePool(one: PoolReport | undefined, other: PoolReport | undefined): boolean {
  return one?.url === other?.url && one?.user === other?.user && one?.connected === other?.connected
}
