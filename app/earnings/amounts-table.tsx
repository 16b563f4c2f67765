import Link from 'next/link'
import { formatEnergy, formatMoney } from '#lib/domain/format'
import type { LedgerAmounts } from '#lib/services/earnings/hours-of-day'
import table from '../forms/table.module.css'
import { Figure, type Hue } from '../ui/figure'
import { ScrollTable } from '../ui/scroll-table'

export type AmountsLine = LedgerAmounts & { key: string; name: string; href: string; note?: string }

const NONE = 'the ledger has none'

/** Closed hours, or who made one of them: amounts as the ledger has them, each leading further down. */
export function AmountsTable({ of, label, lines }: { of: string; label: string; lines: AmountsLine[] }) {
  return (
    <ScrollTable label={label}>
      <thead>
        <tr>
          <th scope="col">{of}</th>
          {['Revenue', 'Cost', 'Profit', 'Energy'].map((name) => (
            <th key={name} scope="col" className={table.number}>
              {name}
            </th>
          ))}
          <th scope="col">Note</th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ key, name, href, currency, revenue, cost, profit, energyWattHours, note }) => (
          <tr key={key}>
            <th scope="row">
              <Link href={href}>{name}</Link>
            </th>
            <td className={table.number}>
              <Figure text={known(revenue, currency)} unknown={NONE} hue="revenue" />
            </td>
            <td className={table.number}>
              <Figure text={known(cost, currency)} unknown={NONE} hue="cost" />
            </td>
            <td className={table.number}>
              <Figure text={known(profit, currency, { signed: true })} unknown={NONE} hue={hueOf(profit)} />
            </td>
            <td className={table.number}>{formatEnergy(energyWattHours)}</td>
            <td className={table.muted}>{note}</td>
          </tr>
        ))}
      </tbody>
    </ScrollTable>
  )
}

function known(amount: number | undefined, currency: string, format?: { signed: boolean }): string | undefined {
  return amount === undefined ? undefined : formatMoney(amount, currency, format)
}

/** As everywhere: nothing earned is neither good nor bad. */
function hueOf(profit: number | undefined): Hue | undefined {
  if (!profit) return undefined
  return profit > 0 ? 'good' : 'critical'
}
