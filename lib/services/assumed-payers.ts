import { saveAssignment } from '#lib/db/assignments'
import type { Database } from '#lib/db/database'
import type { Assignment } from '#lib/domain/explained-money'
import type { PoolReport, Reading } from '#lib/domain/reading'
import { assumeAssignment, followPool } from './assume-assignment.ts'
import type { BackgroundWork } from './background-work.ts'
import type { LiveRig } from './live-rig.ts'

/**
 * At first sight of an algorithm on a rig who pays is assumed, written down as assumed, and the owner may change it. An
 * assumption follows the pool, dated; a reading that names the pool of the one before costs a comparison.
 */
export class AssumedPayers {
  readonly #database: Database
  readonly #background: BackgroundWork
  readonly #afterSaving: (rigId: number) => Promise<void>
  readonly #saving = new Set<string>()

  constructor(database: Database, background: BackgroundWork, afterSaving: (rigId: number) => Promise<void>) {
    this.#database = database
    this.#background = background
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
    this.#background.run(this.#save(rig, assumed).finally(() => this.#saving.delete(key)))
  }

  async #save(rig: LiveRig, assumed: Assignment): Promise<void> {
    try {
      await saveAssignment(this.#database, rig.id, assumed)
      await this.#afterSaving(rig.id)
    } catch (problem) {
      rig.poolsJudged.delete(assumed.algorithm)
      throw problem
    }
  }
}

function samePool(one: PoolReport | undefined, other: PoolReport | undefined): boolean {
  return one?.url === other?.url && one?.user === other?.user && one?.connected === other?.connected
}
