import type { ReactNode } from 'react'
import { formatCoin, formatPercent } from '#lib/domain/format'
import { payerLabel } from '#lib/domain/payers'
import { fromPico } from '#lib/domain/pico'
import type { ComparedCoin } from '#lib/services/income/reconcile'
import table from '../../forms/table.module.css'
import { Card } from '../../ui/card'
import { ScrollTable } from '../../ui/scroll-table'
import { Unknown } from '../../ui/unknown.client'
import classes from './compared.module.css'
import {
  besideWords,
  comparedAmounts,
  daysInWords,
  expectedWords,
  GAP_WORDS,
  LUCK_WORDS,
  verdict,
} from './compared-words'

/** One payer's coin: from what was possible to what came, the verdict in a sentence, and what stands beside it. */
export function GapCard({ compared }: { compared: ComparedCoin }) {
  const { payer, coin, days, by, reconciliation, paidPico, rejectedFraction, notes } = compared
  const { potentialPico, creditedPico, parts } = reconciliation
  const luck = LUCK_WORDS[compared.luck]
  const { words, short } = verdict(compared)
  const coins = (pico: bigint) => formatCoin(fromPico(pico), coin, comparedAmounts(compared))
  const ofPotential = (pico: bigint) =>
    potentialPico > 0n ? formatPercent(fromPico(pico) / fromPico(potentialPico)) : ''
  return (
    <Card title={`${coin} from ${payer === 'pool' ? 'the pool' : payerLabel(payer)}`} note={daysInWords(days)} flush>
      <p className={classes.verdict} data-short={short}>
        {words}
      </p>
      <ScrollTable label={`The gap of ${coin}`}>
        <thead>
          <tr>
            <th scope="col">From what was possible to what came</th>
            <th scope="col" className={table.number}>
              Coins
            </th>
            <th scope="col" className={table.number}>
              Of the possible
            </th>
          </tr>
        </thead>
        <tbody>
          <Row label="Possible, all rigs working all the time" figure={coins(potentialPico)} />
          {parts.map(({ kind, pico }) => {
            const label = kind === 'luck' ? luck.label : GAP_WORDS[kind]
            const unknown =
              kind === 'luck'
                ? luck.unknown
                : kind === 'rejects' && rejectedFraction === undefined
                  ? 'how many shares were rejected is not known'
                  : undefined
            if (unknown !== undefined) return <Row key={kind} label={label} figure={<Unknown reason={unknown} />} />
            if (kind === 'luck' && luck.none !== undefined) return <Row key={kind} label={label} figure={luck.none} />
            return <Row key={kind} label={label} figure={coins(-pico)} note={ofPotential(-pico)} />
          })}
        </tbody>
        <tfoot>
          <Row
            label={by === 'credits' ? 'Credited' : 'Paid out'}
            figure={coins(creditedPico)}
            note={ofPotential(creditedPico)}
          />
          <Row label="Expected, after rejects and fee" figure={expectedWords(compared)} />
          {by === 'credits' ? <Row label="Paid out in the same time" figure={coins(paidPico)} /> : null}
        </tfoot>
      </ScrollTable>
      <ul className={classes.notes}>
        {[...besideWords(compared), ...notes].map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </Card>
  )
}

function Row({ label, figure, note = '' }: { label: string; figure: ReactNode; note?: string }) {
  return (
    <tr>
      <th scope="row" className={classes.part}>
        {label}
      </th>
      <td className={table.number}>{figure}</td>
      <td className={table.number}>{note}</td>
    </tr>
  )
}
