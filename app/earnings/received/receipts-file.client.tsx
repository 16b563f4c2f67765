'use client'

import { NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { CsvFile } from '../../forms/csv-file.client'
import { TimeZoneSelect } from '../../forms/time-zone-select.client'
import { lookIntoFile, previewFile, takeFile } from './actions'
import { MappingNames, type SavedMapping } from './mapping-names.client'

const FIELDS = [
  ['date', 'Date'],
  ['amount', 'Amount'],
  ['coin', 'Coin'],
  ['fee', 'Fee'],
  ['transaction', 'Transaction'],
  ['note', 'Note'],
  ['price', 'Price of a coin'],
  ['value', 'Value'],
  ['purpose', 'Purpose'],
] as const

/** Receipts from a file: columns are named, what would come is shown, and then it is taken in. */
export function ReceiptsFile({ sources, timeZone }: { sources: { id: number; name: string }[]; timeZone: string }) {
  const [columns, setColumns] = useState<Record<string, string>>({})
  const [dateOrder, setDateOrder] = useState<'day-first' | 'month-first'>('day-first')
  const [zone, setZone] = useState(timeZone)
  const [coinOfAll, setCoinOfAll] = useState('')
  const [sourceId, setSourceId] = useState(sources[0]?.id)
  const named = Object.fromEntries(Object.entries(columns).filter(([, name]) => name !== ''))
  const mapping = { date: '', amount: '', ...named, timeZone: zone, coinOfAll, dateOrder }

  function apply(known: Partial<SavedMapping['mapping']>): void {
    setColumns(Object.fromEntries(FIELDS.map(([field]) => [field, known[field] ?? ''])))
    setCoinOfAll(known.coinOfAll ?? '')
    if (known.timeZone !== undefined) setZone(known.timeZone)
    if (known.dateOrder !== undefined) setDateOrder(known.dateOrder)
  }

  return (
    <CsvFile
      title="Receipts from a file"
      hint="A CSV file of payouts, from NiceHash or any other payer, ETH of the years before its merge among them. A file taken in twice adds nothing, and each can be taken back."
      choose="Choose a CSV file"
      fields={FIELDS}
      mapping={{ columns, dateOrder }}
      onMapping={(chosen) => {
        setColumns(chosen.columns)
        setDateOrder(chosen.dateOrder)
      }}
      options={
        <>
          <TextInput
            label="Coin of all lines"
            description="Where no column says it"
            value={coinOfAll}
            onChange={({ currentTarget: { value } }) => setCoinOfAll(value)}
          />
          <TimeZoneSelect value={zone} onChange={setZone} error={undefined} path="timeZone" />
          <NativeSelect
            label="Belongs to"
            data={sources.map(({ id, name }) => ({ value: String(id), label: name }))}
            value={String(sourceId ?? '')}
            onChange={({ currentTarget: { value } }) => setSourceId(Number(value))}
          />
        </>
      }
      more={({ fileName }, looked) => (
        <MappingNames key={fileName} saved={looked.saved} columns={looked.columns} mapping={mapping} choose={apply} />
      )}
      settings={{ zone, coinOfAll, sourceId }}
      look={lookIntoFile}
      onLooked={({ saved: [latest], guess }) => apply(latest?.mapping ?? guess)}
      preview={({ csv }) => previewFile({ csv, mapping, sourceId: sourceId ?? 0 })}
      outcome={(counted) => counted}
      take={({ csv, fileName }) => takeFile({ csv, fileName, mapping, sourceId: sourceId ?? 0 })}
    />
  )
}
