import { hourInWords } from '#lib/domain/date-words'
import { exactDecimal } from '#lib/domain/exact-decimal'
import { payerLabel } from '#lib/domain/payers'
import type { AuditedHour } from '#lib/services/ledger/ledger-hours'
import table from '../forms/table.module.css'
import { Card } from '../ui/card'
import { ScrollTable } from '../ui/scroll-table'
import classes from './earnings.module.css'

/** An hour as the ledger has it: each payer's coin with all its digits, and what it was valued with. */
export function LedgerLinesCard({ entry, timeZone }: { entry: AuditedHour; timeZone: string }) {
  const lines = sumLines(entry)
  return (
    <Card title="In the ledger" note={`${entry.currency}, exact, ${hourInWords(entry.hourMs, timeZone)}`} flush>
      <ScrollTable label="Lines of the hour">
        <thead>
          <tr>
            <th scope="col">Line</th>
            <th scope="col" className={table.number}>
              Coins
            </th>
            <th scope="col" className={table.number}>
              {entry.currency}
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={`${line.payer}/${line.coin}/${line.algorithm}`}>
              <th scope="row">
                {line.algorithm}, paid by {payerLabel(line.payer)}
              </th>
              <td className={table.number}>
                {line.coinPico === undefined ? '—' : `${decimal(line.coinPico, 12)} ${line.coin}`}
              </td>
              <td className={table.number}>{line.revenueNano === undefined ? '—' : decimal(line.revenueNano, 9)}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">Energy and fixed cost, {decimal(entry.energyMilliWh, 6)} kWh</th>
            <td className={table.number}>—</td>
            <td className={table.number}>{entry.costNano === undefined ? '—' : decimal(-entry.costNano, 9)}</td>
          </tr>
        </tbody>
      </ScrollTable>
      <details className={classes.basisText}>
        <summary>What it was valued with, as it was kept</summary>
        <pre>{JSON.stringify(entry.basis, undefined, 2)}</pre>
      </details>
    </Card>
  )
}

type Line = { payer: string; coin: string; algorithm: string; coinPico?: bigint; revenueNano?: bigint }

function sumLines({ quarters }: AuditedHour): Line[] {
  const sums = new Map<string, Line>()
  for (const { payer, coin, algorithm, coinPico, revenueNano } of quarters.flatMap(({ lines }) => lines)) {
    const key = `${payer}/${coin}/${algorithm}`
    const sum = sums.get(key) ?? { payer, coin, algorithm }
    if (coinPico !== undefined) sum.coinPico = (sum.coinPico ?? 0n) + coinPico
    if (revenueNano !== undefined) sum.revenueNano = (sum.revenueNano ?? 0n) + revenueNano
    sums.set(key, sum)
  }
  return [...sums.values()]
}

/** With all digits, and the sign of people. */
function decimal(units: bigint, digits: number): string {
  return exactDecimal(units, digits).replace('-', '−')
}
