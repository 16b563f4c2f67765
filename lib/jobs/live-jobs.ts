import { MINUTE_MS, SECOND_MS } from '#lib/domain/units'
import { closeHours } from '#lib/services/close-hours'
import { closeContractHours } from '#lib/services/contracts/close-contract-hours'
import { closeOrderHours } from '#lib/services/contracts/close-order-hours'
import { fillLedger } from '#lib/services/ledger/fill-ledger'
import { mendHours } from '#lib/services/mend-hours'
import type { RunningServer } from '#lib/services/running-server'
import type { Job } from './scheduler.ts'

/** The jobs of the live side: closing hours, mending those that late readings changed, counting rigs by presence. */
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
        const hours = await fleet.hoursInTurn(
          async () =>
            (await closeContractHours(context, fleet.closedUntilMs)) +
            (await closeOrderHours(context, fleet.closedUntilMs)),
        )
        if (hours > 0) await context.fleet.refresh([{ kind: 'contracts' }])
      },
    },
    { name: 'mend-hours', everyMs: 5 * SECOND_MS, run: () => mendHours(context) },
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
