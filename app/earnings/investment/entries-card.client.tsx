'use client'

import { Button } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { dateInWords } from '#lib/domain/date-words'
import { formatMoney } from '#lib/domain/format'
import type { InvestmentEntryRow } from '#lib/wire/investment'
import { confirmDeed } from '../../forms/confirm.client'
import { Problem } from '../../forms/problem'
import table from '../../forms/table.module.css'
import { useDeed } from '../../forms/use-saving.client'
import { Card } from '../../ui/card'
import { ScrollTable } from '../../ui/scroll-table'
import { dropInvestment } from './actions'
import classes from './investment.module.css'
import { draftOf, emptyDraft, type InvestmentDraft, KIND_NAMES } from './investment-draft'
import { InvestmentForm, type SubjectOption } from './investment-form.client'

const MOST_SHOWN = 200

/** Everything that was paid and got back, the latest first, and the form for more. */
export function EntriesCard({
  entries,
  subjects,
  chosen,
  currency,
  currencies,
  assumedMonths,
  mayChange,
}: {
  entries: InvestmentEntryRow[]
  subjects: SubjectOption[]
  /** The rig or site that the page is about, which a new entry begins with. */
  chosen: string | undefined
  currency: string
  currencies: readonly string[]
  assumedMonths: number
  mayChange: boolean
}) {
  const router = useRouter()
  const { run, running, problem } = useDeed()
  const [draft, setDraft] = useState<InvestmentDraft>()
  const add = () => setDraft(emptyDraft(chosen ?? subjects[0]?.value ?? '', currency))
  const shown = entries.filter(({ subject }) => chosen === undefined || subject === chosen)
  const remove = ({ id, subject }: InvestmentEntryRow) =>
    dropInvestment(id === undefined ? { inWordsOf: Number(subject.slice(4)) } : { id })
  return (
    <Card
      title="Paid and got back"
      flush={draft === undefined}
      aside={
        mayChange && draft === undefined && subjects.length > 0 ? (
          <Button size="compact-sm" onClick={add}>
            Add entry
          </Button>
        ) : null
      }
    >
      {draft ? (
        <div className={classes.form}>
          <InvestmentForm
            key={`${draft.id} ${draft.inWords} ${draft.subject}`}
            draft={draft}
            subjects={subjects}
            currencies={currencies}
            assumedMonths={assumedMonths}
            onDone={() => setDraft(undefined)}
          />
        </div>
      ) : null}
      <Problem>{problem}</Problem>
      {shown.length === 0 ? (
        <p className={table.nothing}>Nothing is written down here yet.</p>
      ) : (
        <ScrollTable label="Paid and got back">
          <thead>
            <tr>
              <th scope="col">Day</th>
              <th scope="col">For</th>
              <th scope="col">What</th>
              <th scope="col" className={table.number}>
                Amount
              </th>
              <th scope="col">Written off over</th>
              <th scope="col">Note</th>
              {mayChange ? (
                <th scope="col">
                  <span className="visually-hidden">Deeds</span>
                </th>
              ) : null}
            </tr>
          </thead>
          <tbody>
            {shown.slice(0, MOST_SHOWN).map((entry) => (
              <tr key={entry.id ?? entry.subject}>
                <td className={table.number} style={{ textAlign: 'left' }}>
                  {dateInWords(entry.date)}
                </td>
                <td>{entry.subjectName}</td>
                <td>{KIND_NAMES[entry.kind]}</td>
                <td className={table.number}>{formatMoney(entry.amount, entry.currency)}</td>
                <td className={table.muted}>{writeOffWords(entry, assumedMonths)}</td>
                <td className={table.muted}>{entry.note}</td>
                {mayChange ? (
                  <td>
                    <span className={table.actions}>
                      <Button variant="subtle" size="compact-sm" onClick={() => setDraft(draftOf(entry))}>
                        Change<span className="visually-hidden"> {nameOf(entry)}</span>
                      </Button>
                      <Button
                        variant="subtle"
                        color="critical"
                        size="compact-sm"
                        disabled={running}
                        onClick={() =>
                          confirmDeed(
                            {
                              title: `Remove ${nameOf(entry)}?`,
                              words: 'Outlay, payback and return are then as if it had never been paid.',
                              deed: 'Remove entry',
                            },
                            () =>
                              void run(
                                () => remove(entry),
                                () => router.refresh(),
                              ),
                          )
                        }
                      >
                        Remove<span className="visually-hidden"> {nameOf(entry)}</span>
                      </Button>
                    </span>
                  </td>
                ) : null}
              </tr>
            ))}
          </tbody>
        </ScrollTable>
      )}
      {shown.length > MOST_SHOWN ? (
        <p className={table.nothing}>
          The latest {MOST_SHOWN} of {shown.length}. Choose a rig in the tables above to see its own.
        </p>
      ) : null}
    </Card>
  )
}

function nameOf({ kind, subjectName, date }: InvestmentEntryRow): string {
  return `the ${KIND_NAMES[kind].toLowerCase()} of ${subjectName} on ${dateInWords(date)}`
}

function writeOffWords({ kind, writeOffMonths, residual, currency }: InvestmentEntryRow, assumed: number): string {
  if (kind !== 'purchase') return ''
  const months = writeOffMonths === undefined ? `${assumed} months, assumed` : `${writeOffMonths} months`
  return residual === undefined ? months : `${months}, to ${formatMoney(residual, currency)}`
}
