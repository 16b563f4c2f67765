import type { ContractMoney } from '#lib/domain/cloud-contract'
import { formatCount, formatMoney } from '#lib/domain/format'
import classes from '../../money/explained.module.css'
import { RevenueExplained } from '../../money/revenue-explained.client'
import { Step } from '../../money/step'

/** A contract's day taken apart: its work at present rates, and its fee. */
export function ContractExplained({
  day,
  provider,
  timeZone,
}: {
  day: ContractMoney
  provider: string
  timeZone: string
}) {
  const { fee, currency } = day
  return (
    <div className={classes.explained}>
      <p className={classes.words}>
        What {provider} is expected to credit a day at present difficulty and price, less its maintenance fee. The fee
        is taken in full, also while a provider has suspended the contract.
      </p>
      {day.revenueParts.map((part) => (
        <RevenueExplained key={part.coin} part={part} currency={currency} timeZone={timeZone} />
      ))}
      {fee ? (
        <section className={classes.part} aria-label="Maintenance fee">
          <h3>Maintenance fee</h3>
          <dl className={classes.steps}>
            <Step name="Units rented" how={`of ${fee.unitHashes.toExponential()} hashes a second`}>
              {formatCount(fee.units)}
            </Step>
            <Step name="Fee of a unit and day">{`${fee.perUnitDay} ${fee.feeCurrency}`}</Step>
            {fee.feeCurrency === currency || fee.rate === undefined ? null : (
              <Step name={`One ${fee.feeCurrency}`}>{formatMoney(fee.rate, currency)}</Step>
            )}
            <Step name="Cost" how="units × fee" total>
              <span style={{ color: 'var(--cost)' }}>
                {fee.cost === undefined ? `unknown: ${fee.unknown}` : formatMoney(fee.cost, currency)}
              </span>
            </Step>
          </dl>
        </section>
      ) : null}
    </div>
  )
}
