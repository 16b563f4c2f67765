import { MINUTE_MS, SECOND_MS } from '#lib/domain/units'
import { closedUntil, closeHours } from '#lib/services/close-hours'
import { closeContractHours } from '#lib/services/contracts/close-contract-hours'
import { closeOrderHours } from '#lib/services/contracts/close-order-hours'
import { fillLedger } from '#lib/services/ledger/fill-ledger'
import { mendHours } from '#lib/services/mend-hours'
import type { RunningServer } from '#lib/services/running-server'
import type { Job } from './scheduler.ts'

const MEND_EVERY_MS = 5 * SECOND_MS

/** The jobs of the live side that one process has to do: closing hours, mending those that late readings changed. */
export function liveJobs(context: Pick<RunningServer, 'database' | 'store' | 'fleet' | 'counters' | 'log'>): Job[] {
  return [
    {
      name: 'close-hours',
      everyMs: MINUTE_MS / 2,
      run: async () => {
        const hours = await closeHours(context)
        if (hours > 0) context.log.info({ hours }, 'hours were closed')
      },
    },
    {
      name: 'fill-ledger',
      everyMs: 2 * SECOND_MS,
      run: async () => {
        const filled = await fillLedger(context)
        if (filled) context.log.info(filled, 'hours from before the ledger were written to it')
      },
    },
    {
      name: 'close-contract-hours',
      everyMs: MINUTE_MS / 2,
      run: async () => {
        const { fleet } = context
        // Not while a recompute is telling it from where to begin again.
        const hours = await fleet.hours.turn.take(
          async () =>
            (await closeContractHours(context, fleet.hours.closedUntilMs)) +
            (await closeOrderHours(context, fleet.hours.closedUntilMs)),
        )
        if (hours > 0) await context.fleet.refresh([{ kind: 'contracts' }])
      },
    },
    { name: 'mend-hours', everyMs: MEND_EVERY_MS, run: () => mendHours(context) },
  ]
}

/**
 * The jobs of the live side that every process does: while another one has the lease, it follows which hours that one
 * closed, and sees to the open hours in its own memory.
 */
export function followingJobs(context: Parameters<typeof liveJobs>[0] & Pick<RunningServer, 'lease'>): Job[] {
  return [
    {
      name: 'follow-hours',
      everyMs: MEND_EVERY_MS,
      run: async () => {
        if (context.lease.fenceAt(Date.now()) !== undefined) return
        const closedMs = await closedUntil(context)
        if (closedMs !== undefined && closedMs > context.fleet.hours.closedUntilMs) {
          await context.fleet.hoursClosedUntil(closedMs)
        }
        await mendHours(context, Date.now(), { openOnly: true })
      },
    },
    {
      name: 'count-rigs',
      everyMs: 10 * SECOND_MS,
      run: async () => {
        context.counters.rigsByState.reset()
        for (const [state, rigs] of context.fleet.states(Date.now())) context.counters.rigsByState.set({ state }, rigs)
      },
    },
  ]
}
