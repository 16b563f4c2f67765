import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import type { Database } from '#lib/db/database'
import { createLease, type Lease, readLease, replaceLease, standsUnder } from '#lib/db/leases'
import type { Rows } from '#lib/db/rows'
import { SECOND_MS } from '#lib/domain/units'

/** A lease that is not renewed for so long is anybody's. */
export const LEASE_MS = 10 * SECOND_MS
/** As far as the clocks of two machines may differ. */
const LONGEST_LEASE_MS = 6 * LEASE_MS
/** How often a holder renews it, and the others look whether it is free. */
export const LEASE_RENEWED_EVERY_MS = 3 * SECOND_MS

/** Somebody else holds the lease now: what was about to be committed must not be. */
export class LeaseLost extends Error {
  override name = 'LeaseLost'
}

/** The right to run the jobs: one process at a time has it, and each holder a higher fence than the one before. */
export type JobLease = {
  readonly name: string
  readonly holder: string
  /** The fence under which this process holds the lease at `nowMs`, as far as it knows; undefined when it does not. */
  fenceAt(nowMs: number): number | undefined
  /** When the database last said who holds the lease; undefined before it ever did. */
  askedAtMs(): number | undefined
  /** Since when this process holds it without a break. */
  heldSinceMs(): number | undefined
  /** Takes the lease if it is free, or renews it. Answers with the fence while it is held. */
  keep(nowMs?: number): Promise<number | undefined>
  /** First thing in a transaction: throws {@link LeaseLost} unless the lease is still held under this fence. */
  guard(rows: Rows, fence: number): Promise<void>
  /** Lets another process have it at once. */
  release(): Promise<void>
}

/**
 * A lease in the database, not yet taken. The holder's name says on which machine and in which process it runs, so that
 * after a crash the next start on that machine need not wait for it to expire.
 */
export function jobLease(database: Database, name = 'jobs', holder = holderName()): JobLease {
  let held: Lease | undefined
  let askedAtMs: number | undefined
  let heldSinceMs: number | undefined

  async function keep(nowMs = Date.now()): Promise<number | undefined> {
    const heldBefore = held?.fence
    const fence = await takeOrRenew(nowMs)
    askedAtMs = nowMs
    if (fence !== heldBefore) heldSinceMs = fence === undefined ? undefined : nowMs
    return fence
  }

  async function takeOrRenew(nowMs: number): Promise<number | undefined> {
    const expiresAtMs = nowMs + LEASE_MS
    if (held) {
      const renewed = { ...held, expiresAtMs }
      held = (await replaceLease(database, held, renewed)) ? renewed : undefined
      return held?.fence
    }
    const found = await readLease(database, name)
    if (found && isStillHeld(found, nowMs)) return undefined
    const taken = { name, holder, fence: (found?.fence ?? 0) + 1, expiresAtMs }
    const got = found ? await replaceLease(database, found, taken) : await createLease(database, taken)
    held = got ? taken : undefined
    return held?.fence
  }

  return {
    name,
    holder,
    fenceAt: (nowMs) => (held && held.expiresAtMs > nowMs ? held.fence : undefined),
    askedAtMs: () => askedAtMs,
    heldSinceMs: () => (held ? heldSinceMs : undefined),
    keep,
    async guard(rows, fence) {
      if (await standsUnder(rows, { name, holder, fence })) return
      held = undefined
      throw new LeaseLost(`The lease "${name}" is no longer held under fence ${fence}.`)
    },
    async release() {
      if (!held) return
      const left = held
      held = undefined
      await replaceLease(database, left, { ...left, expiresAtMs: 0 })
    },
  }
}

// A lease that ends later than any is given for was taken before a clock was put back: it would hold for as long as that.
function isStillHeld({ expiresAtMs, holder }: Lease, nowMs: number): boolean {
  return expiresAtMs > nowMs && expiresAtMs - nowMs <= LONGEST_LEASE_MS && !isOfADeadProcess(holder)
}

/** The name of this run of the process. */
function holderName(): string {
  const run = randomUUID()
  ownRuns.add(run)
  return `${hostname()}/${process.pid}/${run}`
}

// The number of a process that ended may be given to another one, above all to ours after a container's restart. Then
// the lease merely expires by itself, or is ours.
function isOfADeadProcess(holder: string): boolean {
  const [host, pidText, run] = holder.split('/')
  const pid = Number(pidText)
  if (host !== hostname() || !Number.isInteger(pid) || run === undefined) return false
  if (pid === process.pid) return !ownRuns.has(run)
  try {
    process.kill(pid, 0)
    return false
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH'
  }
}

/** What this process called itself so far. */
const ownRuns = new Set<string>()
