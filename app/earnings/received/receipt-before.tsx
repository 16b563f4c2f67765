import { formatCoin, formatInstant, formatMoney } from '#lib/domain/format'
import type { ReceiptBefore } from '#lib/services/income/list-receipts'
import table from '../../forms/table.module.css'
import classes from './received.module.css'

type Props = { coin: string; before: ReceiptBefore[]; timeZone: string }

/** What a receipt said before its source corrected it, until when, and why: nothing that came changes silently. */
export function ReceiptBeforeLines({ coin, before, timeZone }: Props) {
  return before.map(({ amount, fee, value, untilMs, reason }) => (
    <div key={untilMs} className={`${table.muted} ${classes.before}`}>
      before {formatCoin(Number(amount), coin)}
      {fee === undefined ? '' : `, fee ${formatCoin(Number(fee), coin)}`}
      {value === undefined ? '' : `, ${formatMoney(value.amount, value.currency)}`}, until{' '}
      {formatInstant(untilMs, timeZone)}: {reason} by its source
    </div>
  ))
}
