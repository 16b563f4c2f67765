import { formatCoin, formatDuration, formatMoney } from '#lib/domain/format'
import { fromNano } from '#lib/domain/money'
import type { ContractStanding } from '#lib/services/contracts/list-contracts'
import classes from '../../money/explained.module.css'
import { Step } from '../../money/step'

/** A contract's closed hours summed, against what was paid for it. */
export function PastExplained({ standing, currency }: { standing: ContractStanding; currency: string }) {
  const { soFar, contract, netNano, paidNano } = standing
  const money = (nano: bigint | undefined) => (nano === undefined ? 'unknown' : formatMoney(fromNano(nano), currency))
  return (
    <div className={classes.explained}>
      <p className={classes.words}>
        Every closed hour since its start, each at the difficulty, price and fee of its own time. This is what was
        expected; what {contract.provider} really credited stands among its payouts.
      </p>
      <dl className={classes.steps}>
        {soFar.coinPico === undefined ? null : (
          <Step name="Coins expected">{formatCoin(Number(soFar.coinPico) / 1e12, contract.coin)}</Step>
        )}
        <Step name="Worth when mined">{money(soFar.revenueNano)}</Step>
        <Step name="Fees">{contract.fee ? money(soFar.costNano) : 'none'}</Step>
        <Step name="Net" how="worth − fees" total>
          {money(netNano)}
        </Step>
        {paidNano === undefined ? null : <Step name="Paid for it">{money(paidNano)}</Step>}
      </dl>
      {soFar.unknownCurrency ? (
        <p className={classes.words}>
          Hours of it were valued in {soFar.unknownCurrency}, and what that was worth then is not known: no sum is told.
        </p>
      ) : null}
      {soFar.uncostedMs > 0 ? (
        <p className={classes.words}>Its cost is unknown for {formatDuration(soFar.uncostedMs)}: no net is told.</p>
      ) : null}
      {soFar.unvaluedMs > 0 ? (
        <p className={classes.words}>
          {formatDuration(soFar.unvaluedMs)} of its work are without a known price or difficulty and not in it.
        </p>
      ) : null}
    </div>
  )
}
