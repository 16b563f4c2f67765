import Link from 'next/link'
import { formatHashRate } from '#lib/domain/format'
import { fromNano } from '#lib/domain/money'
import type { ContractStanding } from '#lib/services/contracts/list-contracts'
import table from '../../forms/table.module.css'
import { MoneyButton } from '../../money/money-button.client'
import { ScrollTable } from '../../ui/scroll-table'
import { ContractExplained } from './contract-explained'
import { feeWords, receivedWords, returnedWords, stateWords, terminationWords } from './contract-words'
import { PastExplained } from './past-explained'

const HEADS = [
  'Contract',
  'State',
  'Net a day',
  'Net so far',
  'Received',
  'Hash rate',
  'Fee',
  'Against its outlay',
  'Ends',
]
const NUMBERS = new Set(['Hash rate', 'Net a day', 'Net so far', 'Received'])

/** Every contract with its terms and how it does. */
export function ContractsTable({
  standings,
  currency,
  nowMs,
}: {
  standings: ContractStanding[]
  currency: string
  nowMs: number
}) {
  return (
    <ScrollTable label="Contracts">
      <thead>
        <tr>
          {HEADS.map((name) => (
            <th key={name} scope="col" className={NUMBERS.has(name) ? table.number : undefined}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {standings.map((standing) => {
          const { contract, timeZone, perDay, netNano, returned, forecast } = standing
          const below = standing.daysBelowFee > 0
          return (
            <tr key={contract.id}>
              <th scope="row" style={{ textAlign: 'left' }}>
                <Link href={`/earnings/contracts/${contract.id}`}>{contract.name}</Link>
              </th>
              <td style={{ whiteSpace: 'normal', minWidth: 150, ...(below ? { color: 'var(--warn)' } : {}) }}>
                {stateWords(standing)}
              </td>
              <td className={table.number}>
                <MoneyButton
                  amount={perDay?.profit}
                  currency={currency}
                  kind="profit"
                  label={`Net a day of ${contract.name}`}
                  unknown={perDay ? perDay.unknown : 'it has ended'}
                  explain={
                    perDay ? (
                      <ContractExplained day={perDay} provider={contract.provider} timeZone={timeZone} />
                    ) : (
                      <PastExplained standing={standing} currency={currency} />
                    )
                  }
                />
              </td>
              <td className={table.number}>
                <MoneyButton
                  amount={netNano === undefined ? undefined : fromNano(netNano)}
                  currency={currency}
                  kind="profit"
                  label={`Net so far of ${contract.name}`}
                  unknown="none of its hours is valued yet"
                  explain={<PastExplained standing={standing} currency={currency} />}
                />
              </td>
              <td className={table.number}>{receivedWords(standing, currency)}</td>
              <td className={table.number}>{formatHashRate(contract.hashesPerSecond, contract.algorithm)}</td>
              <td className={table.muted}>{feeWords(contract)}</td>
              <td className={table.muted} style={{ whiteSpace: 'normal', minWidth: 130 }}>
                {returnedWords(returned) ?? 'not known'}
              </td>
              <td className={table.muted} style={{ whiteSpace: 'normal', minWidth: 172 }}>
                {forecast[0]
                  ? terminationWords(forecast[0], nowMs, timeZone)
                  : standing.state === 'ended'
                    ? 'ended'
                    : 'not known'}
              </td>
            </tr>
          )
        })}
      </tbody>
    </ScrollTable>
  )
}
