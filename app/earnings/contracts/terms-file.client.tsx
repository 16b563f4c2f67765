'use client'

import { NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { type CsvColumns, CsvFile } from '../../forms/csv-file.client'
import { lookIntoTerms, previewTerms, takeTerms } from './file-actions'

const FIELDS = {
  contracts: [
    ['name', 'Name'],
    ['provider', 'Provider'],
    ['algorithm', 'Algorithm'],
    ['coin', 'Coin'],
    ['hashRate', 'Hash rate, with its unit'],
    ['starts', 'Starts'],
    ['ends', 'Ends'],
    ['fee', 'Fee per TH/s and day'],
    ['feeCurrency', 'Currency of the fee'],
    ['paid', 'Paid for it'],
    ['paidCurrency', 'Currency of what was paid'],
  ],
  orders: [
    ['name', 'Name'],
    ['externalId', 'Order id'],
    ['algorithm', 'Algorithm'],
    ['coin', 'Coin mined'],
    ['spent', 'Spent, in BTC'],
    ['starts', 'Began'],
    ['ends', 'Ended'],
  ],
} as const

type Kind = keyof typeof FIELDS

const DIFFERING = [
  { value: 'leave', label: 'Leave what is here as it is' },
  { value: 'change', label: 'Change what is here to what the file says' },
  { value: 'add', label: 'Add the line as another one' },
] as const

type Differing = (typeof DIFFERING)[number]['value']

/** Contracts or orders from a file: columns are named, what would come is shown, and then it is taken in. */
export function TermsFile({
  sites,
  currency,
  timeZone,
}: {
  sites: { id: number; name: string }[]
  currency: string
  timeZone: string
}) {
  const [kind, setKind] = useState<Kind>('contracts')
  const [mapping, setMapping] = useState<CsvColumns>({ columns: {}, dateOrder: 'day-first' })
  const [siteId, setSiteId] = useState(sites[0]?.id ?? 0)
  const [differing, setDiffering] = useState<Differing>('leave')
  const columns = Object.fromEntries(Object.entries(mapping.columns).filter(([, name]) => name !== ''))
  const form = { kind, mapping: { columns, timeZone, dateOrder: mapping.dateOrder }, siteId, currency, differing }

  return (
    <CsvFile
      key={kind}
      title="Contracts or orders from a file"
      hint="A CSV file with a line for each. One that is there already is not added again."
      choose={`Choose a file of ${kind}`}
      before={
        <NativeSelect
          label="The file holds"
          data={[
            { value: 'contracts', label: 'contracts' },
            { value: 'orders', label: 'orders of hash power' },
          ]}
          value={kind}
          onChange={({ currentTarget: { value } }) => setKind(value === 'orders' ? 'orders' : 'contracts')}
        />
      }
      fields={FIELDS[kind]}
      mapping={mapping}
      onMapping={setMapping}
      options={
        kind === 'contracts' ? (
          <NativeSelect
            label="Counted by the calendar of"
            data={sites.map(({ id, name }) => ({ value: String(id), label: name }))}
            value={String(siteId)}
            onChange={({ currentTarget: { value } }) => setSiteId(Number(value))}
          />
        ) : null
      }
      settings={{ siteId }}
      look={(csv) => lookIntoTerms({ csv, kind })}
      onLooked={({ guess }) => {
        setMapping((kept) => ({ ...kept, columns: guess }))
        setDiffering('leave')
      }}
      preview={({ csv }) => previewTerms({ ...form, csv })}
      outcome={({ outcomes }) => outcomes[differing]}
      beforeTaking={({ differ }) =>
        differ === 0 ? null : (
          <NativeSelect
            label={differ === 1 ? 'The line that differs from what is here' : `The ${differ} lines that differ`}
            data={DIFFERING}
            value={differing}
            maw={440}
            onChange={({ currentTarget: { value } }) =>
              setDiffering(DIFFERING.find((one) => one.value === value)?.value ?? 'leave')
            }
          />
        )
      }
      take={({ csv }) => takeTerms({ ...form, csv })}
    />
  )
}
